package dev.fanfare.gateway.boot.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.Capabilities;
import dev.fanfare.protocol.ChannelPattern;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.KeyId;
import dev.fanfare.protocol.Operation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class TokenMakerTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
  private static final byte[] SECRET = "short".getBytes(StandardCharsets.UTF_8);

  private final TokenMaker maker =
      new TokenMaker(() -> NOW, new AppId("1001"), new KeyId("dev"), SECRET);

  @Test
  void aTokenSaysWhoMayDoWhatAndUntilWhen() throws Exception {
    Capabilities chat =
        new Capabilities(
            Map.of(ChannelPattern.of("chat:*"), Set.of(Operation.PUBLISH, Operation.SUBSCRIBE)));

    String[] parts =
        maker
            .token(Optional.of(new ClientId("ann")), Optional.of(chat), Duration.ofMinutes(5))
            .split("\\.", -1);

    assertThat(json(parts[0])).hasToString("{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"dev\"}");
    assertThat(json(parts[1]))
        .hasToString(
            "{\"aud\":\"1001\",\"sub\":\"ann\",\"iat\":1700000000,\"exp\":1700000300,"
                + "\"cap\":{\"chat:*\":[\"subscribe\",\"publish\"]}}");
  }

  @Test
  void aTokenIsSigned() throws Exception {
    String token = maker.token(Optional.empty(), Optional.empty(), Duration.ofMinutes(5));
    int dot = token.lastIndexOf('.');

    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
    byte[] expected = mac.doFinal(token.substring(0, dot).getBytes(StandardCharsets.US_ASCII));
    assertThat(Base64.getUrlDecoder().decode(token.substring(dot + 1))).isEqualTo(expected);
    assertThat(token).doesNotContain("=");
  }

  private static JsonNode json(String part) throws Exception {
    return new JsonMapper().readTree(Base64.getUrlDecoder().decode(part));
  }
}
