package dev.fanfare.gateway.dialect.fanfare;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The published schema of frames, {@code docs/spec/schema/native.json}. */
public final class FrameSchema {
  /** Frames that a client may send. */
  public static final FrameSchema CLIENT = new FrameSchema("client");

  /** Frames that the server sends. */
  public static final FrameSchema SERVER = new FrameSchema("server");

  private final Schema schema;

  private FrameSchema(String part) {
    Path file = Repository.file("docs/spec/schema/native.json");
    try {
      String document = Files.readString(file);
      String id = "https://fanfare.invalid/native.json";
      schema =
          SchemaRegistry.withDefaultDialect(
                  SpecificationVersion.DRAFT_2020_12,
                  builder -> builder.schemas(Map.of(id, document)))
              .getSchema(SchemaLocation.of(id + "#/$defs/" + part));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Fails unless the frame is valid. */
  public void accepts(String frame) {
    assertThat(schema.validate(frame, InputFormat.JSON)).as(frame).isEmpty();
  }

  /** Fails if the frame is valid. */
  public void rejects(String frame) {
    assertThat(schema.validate(frame, InputFormat.JSON)).as(frame).isNotEmpty();
  }
}
