package dev.fanfare.gateway.dialect.fanfare.carrier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.auth.ClusterSecret;
import dev.fanfare.gateway.dialect.Seal;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Position;
import dev.fanfare.testkit.Spec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** A cursor is read as it was made, and nothing else is one. */
class CursorProperties {
  private static final Seal SEAL =
      new ClusterSecret(List.of("a secret for cursors of this test".getBytes(UTF_8)))
          .seal("cursor");

  @Property
  @Spec("SSE-6")
  void placesComeBackAsTheyWere(
      @ForAll @Size(max = Cursor.MAX_CHANNELS) List<Long> offsets, @ForAll long epoch) {
    Map<ChannelName, Position> places = new LinkedHashMap<>();
    for (long offset : offsets) {
      places.put(
          new ChannelName("c" + places.size()), new Position(epoch, offset & Long.MAX_VALUE));
    }

    String text = new Cursor.Maker(SEAL, Optional.of("ticket")).text(places);
    Cursor cursor = Cursor.read(SEAL, text).orElseThrow();

    assertThat(text.length()).isLessThanOrEqualTo(Cursor.MAX_CHARS);
    places.forEach((channel, place) -> assertThat(cursor.place(channel)).hasValue(place));
    assertThat(cursor.place(new ChannelName("another"))).isEmpty();
    assertThat(cursor.isFor("ticket")).isTrue();
    assertThat(cursor.isFor("another")).isFalse();
  }

  @Property
  @Spec("SSE-15")
  void noOtherTextIsACursor(@ForAll String text) {
    assertThat(Cursor.read(SEAL, text)).isEmpty();
  }
}
