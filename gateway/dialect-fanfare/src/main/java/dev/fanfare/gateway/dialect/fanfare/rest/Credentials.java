package dev.fanfare.gateway.dialect.fanfare.rest;

import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.dialect.fanfare.json.InvalidInput;
import dev.fanfare.gateway.dialect.fanfare.json.JsonText;
import dev.fanfare.protocol.Command.Presented;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.KeyId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Reads who calls, from the Authorization header and from nowhere else. */
public final class Credentials {
  private static final int MAX_CHARS = 8_192;

  private Credentials() {}

  /** Who calls; thrown where there is nothing, or nothing readable. */
  public static Presented of(RequestHead head) throws InvalidInput {
    List<String> headers = head.headers().getOrDefault("authorization", List.of());
    if (headers.size() != 1 || headers.get(0).length() > MAX_CHARS + 16) {
      throw refused(
          headers.isEmpty()
              ? "There is no credential."
              : "There is more than one Authorization header, or it is too long.");
    }
    String header = headers.get(0).strip();
    int space = header.indexOf(' ');
    String scheme = space < 0 ? "" : header.substring(0, space).toLowerCase(Locale.ROOT);
    String value = header.substring(space + 1).strip();
    return switch (scheme) {
      case "basic" -> basic(value);
      case "bearer" -> new Presented.Token(value);
      default -> throw refused("The Authorization header is neither Basic nor Bearer.");
    };
  }

  private static Presented basic(String value) throws InvalidInput {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(value);
    } catch (IllegalArgumentException notBase64) {
      throw refused("The Basic credential is not base64.");
    }
    String pair = new String(bytes, StandardCharsets.UTF_8);
    int colon = pair.indexOf(':');
    if (colon < 0
        || colon == pair.length() - 1
        || !JsonText.isUtf8(bytes, 0, bytes.length)
        || !KeyId.isValid(pair.substring(0, colon))) {
      throw refused("The Basic credential is not a key's id and secret.");
    }
    return new Presented.Key(new KeyId(pair.substring(0, colon)), pair.substring(colon + 1));
  }

  private static InvalidInput refused(String what) {
    return InvalidInput.of(
        FaultCode.UNAUTHENTICATED,
        what
            + " Send an Authorization header: Basic with a key's id and secret, or Bearer with a"
            + " token.");
  }
}
