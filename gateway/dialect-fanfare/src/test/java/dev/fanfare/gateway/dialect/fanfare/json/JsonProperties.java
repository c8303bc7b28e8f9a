package dev.fanfare.gateway.dialect.fanfare.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class JsonProperties {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Provide
  Arbitrary<Object> values() {
    return Arbitraries.lazyOf(
        () -> Arbitraries.strings().ofMaxLength(8).map(String.class::cast),
        () -> Arbitraries.longs(),
        () -> Arbitraries.doubles().map(Double.class::cast),
        () -> Arbitraries.of(true, false),
        () -> values().list().ofMaxSize(3),
        () -> Arbitraries.maps(Arbitraries.strings().ofMaxLength(5), values()).ofMaxSize(3));
  }

  @Property(tries = 500)
  void aValueIsCutOutAsItsOwnBytesWithoutWhiteSpace(
      @ForAll("values") Object value, @ForAll long seed) throws IOException, InvalidInput {
    String dense = withoutLoneSurrogates(JSON.writeValueAsString(value));
    String spaced = spaced("{\"before\":[1],\"data\":" + dense + ",\"after\":{}}", seed);
    byte[] frame = ("xx" + spaced + "yy").getBytes(UTF_8);

    JsonObject object = JsonObject.read(frame, 2, frame.length - 2);

    assertThat(new String(object.value("data").orElseThrow(), UTF_8)).isEqualTo(dense);
    assertThat(JsonText.value(spaced(dense, seed).getBytes(UTF_8)))
        .isEqualTo(dense.getBytes(UTF_8));
  }

  @Property(tries = 2_000)
  void noBytesMakeTheReaderFailOtherwiseThanByRefusing(@ForAll byte[] bytes) {
    tryToRead(bytes);
  }

  @Property(tries = 1_000)
  void aDamagedFrameIsReadOrRefused(@ForAll long seed) {
    byte[] frame =
        "{\"i\":12,\"op\":\"sub\",\"channel\":\"a\\u00e9é\",\"at\":{\"e\":\"z\",\"o\":1.5e3},\"x\":[true,null]}"
            .getBytes(UTF_8);
    Random random = new Random(seed);
    for (int i = 0; i < 3; i++) {
      frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
    }
    tryToRead(Arrays.copyOf(frame, 1 + random.nextInt(frame.length)));
  }

  private static void tryToRead(byte[] bytes) {
    try {
      JsonObject object = JsonObject.read(bytes, 0, bytes.length);
      for (String name : object.names()) {
        object.value(name);
        object.object(name);
      }
    } catch (InvalidInput refused) {
      assertThat(refused.fault().message()).isNotEmpty();
    }
  }

  private static String withoutLoneSurrogates(String json) {
    return new String(json.getBytes(UTF_8), UTF_8);
  }

  /** The same JSON with white space wherever it may stand. */
  private static String spaced(String json, long seed) {
    Map<Integer, String> spaces = Map.of(0, " ", 1, "\t", 2, "\r", 3, "\n");
    Random random = new Random(seed);
    StringBuilder spaced = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (quoted && c == '\\') {
        spaced.append(c).append(json.charAt(++i));
        continue;
      }
      quoted = (c == '"') != quoted;
      spaced.append(c);
      if (!quoted && "{}[],:".indexOf(c) >= 0) {
        spaced.append(spaces.getOrDefault(random.nextInt(8), ""));
      }
    }
    return spaced.toString();
  }
}
