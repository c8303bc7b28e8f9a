package dev.fanfare.gateway.edge.websocket;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The negotiation of permessage-deflate, RFC 7692 sections 5 and 7.1, on the server's side. */
public final class DeflateOffer {
  private static final String NAME = "permessage-deflate";
  private static final Pattern WINDOW_BITS = Pattern.compile("[89]|1[0-5]");

  /** Each message stands alone in both directions: nothing is kept between two of them. */
  private static final String ANSWER =
      NAME + "; server_no_context_takeover; client_no_context_takeover";

  /** The JDK's deflater knows this window only. */
  private static final String OWN_WINDOW = "15";

  private DeflateOffer() {}

  /**
   * The answer to the first offer that can be met; empty where there is none. An offer with a
   * parameter that is unknown, repeated or malformed is passed over, as is one that asks for a
   * smaller window than ours.
   *
   * @param headers the values of {@code Sec-WebSocket-Extensions}
   */
  public static Optional<String> answer(List<String> headers) {
    for (String header : headers) {
      for (String offer : header.split(",", -1)) {
        Optional<String> answer = answerOne(offer.split(";", -1));
        if (answer.isPresent()) {
          return answer;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> answerOne(String[] parts) {
    if (!parts[0].trim().equalsIgnoreCase(NAME)) {
      return Optional.empty();
    }
    Set<String> seen = new HashSet<>();
    String answer = ANSWER;
    for (int i = 1; i < parts.length; i++) {
      int equal = parts[i].indexOf('=');
      boolean hasValue = equal >= 0;
      String name =
          (hasValue ? parts[i].substring(0, equal) : parts[i]).trim().toLowerCase(Locale.ROOT);
      String value = hasValue ? unquoted(parts[i].substring(equal + 1).trim()) : "";
      boolean valid =
          switch (name) {
            case "server_no_context_takeover", "client_no_context_takeover" -> !hasValue;
            case "client_max_window_bits" -> !hasValue || WINDOW_BITS.matcher(value).matches();
            case "server_max_window_bits" -> value.equals(OWN_WINDOW);
            default -> false;
          };
      if (!valid || !seen.add(name)) {
        return Optional.empty();
      }
      if (name.equals("server_max_window_bits")) {
        answer += "; server_max_window_bits=" + OWN_WINDOW;
      }
    }
    return Optional.of(answer);
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
