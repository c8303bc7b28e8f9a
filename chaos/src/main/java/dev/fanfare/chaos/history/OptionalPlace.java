package dev.fanfare.chaos.history;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.util.Optional;

/** The only optional of a history is a place: null where there is none. */
final class OptionalPlace {
  private OptionalPlace() {}

  /** Writes it. */
  @SuppressWarnings({"serial", "rawtypes"})
  static final class Writer extends StdSerializer<Optional> {
    private static final long serialVersionUID = 1;

    Writer() {
      super(Optional.class);
    }

    @Override
    public void serialize(Optional place, JsonGenerator out, SerializerProvider with)
        throws IOException {
      if (place.isPresent()) {
        with.defaultSerializeValue(place.get(), out);
      } else {
        out.writeNull();
      }
    }
  }

  /** Reads it. */
  @SuppressWarnings({"serial", "rawtypes"})
  static final class Reader extends StdDeserializer<Optional> {
    private static final long serialVersionUID = 1;

    Reader() {
      super(Optional.class);
    }

    @Override
    public Optional deserialize(JsonParser in, DeserializationContext with) throws IOException {
      return Optional.of(in.readValueAs(Place.class));
    }

    @Override
    public Optional getNullValue(DeserializationContext with) {
      return Optional.empty();
    }
  }
}
