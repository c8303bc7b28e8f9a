package dev.fanfare.gateway.auth;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Base64url as RFC 7515 writes it: no padding, no line breaks, and exactly one text for the same
 * bytes, so that nobody can make a second token out of one.
 */
final class StrictBase64 {
  private StrictBase64() {}

  /** One byte or more; nothing when the text is not the one text that stands for them. */
  static Optional<byte[]> decode(String text) {
    try {
      byte[] encoded = text.getBytes(StandardCharsets.US_ASCII);
      byte[] bytes = Base64.getUrlDecoder().decode(encoded);
      byte[] canonical = Base64.getUrlEncoder().withoutPadding().encode(bytes);
      return bytes.length > 0 && Arrays.equals(encoded, canonical)
          ? Optional.of(bytes)
          : Optional.empty();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }
}
