package dev.fanfare.gateway.dialect.fanfare.rest;

import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.dialect.fanfare.json.InvalidInput;
import dev.fanfare.gateway.dialect.fanfare.json.PlainText;
import dev.fanfare.protocol.FaultCode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The query of a request, read parameter by parameter. As with the fields of a body, what nobody
 * asked for is refused by {@link #finish()}.
 */
final class Query {
  private final Map<String, List<String>> parameters;
  private final Set<String> asked = new LinkedHashSet<>();

  Query(RequestHead head) {
    parameters = head.query();
  }

  /** A parameter's text. */
  Optional<String> text(String name, int maxBytes) throws InvalidInput {
    asked.add(name);
    List<String> values = parameters.getOrDefault(name, List.of());
    if (values.size() > 1) {
      throw refused(name, "stands there more than once. Send it once.");
    }
    if (values.isEmpty()) {
      return Optional.empty();
    }
    if (!PlainText.isValid(values.get(0), maxBytes)) {
      throw refused(name, PlainText.demand(maxBytes));
    }
    return Optional.of(values.get(0));
  }

  /** A parameter with one of these texts. */
  Optional<String> oneOf(String name, String... choices) throws InvalidInput {
    Optional<String> text = text(name, 64);
    if (text.isPresent() && !List.of(choices).contains(text.get())) {
      throw refused(name, "must be one of: " + String.join(", ", choices) + ".");
    }
    return text;
  }

  /** The size of a page. */
  int limit(int otherwise, int max) throws InvalidInput {
    Optional<String> text = text("limit", 64);
    if (text.isEmpty()) {
      return otherwise;
    }
    if (text.get().matches("[1-9][0-9]{0,8}")) {
      int limit = Integer.parseInt(text.get());
      if (limit <= max) {
        return limit;
      }
    }
    throw refused("limit", "must be a whole number from 1 to " + max + ".");
  }

  /** Refuses parameters that nobody asked for. */
  void finish() throws InvalidInput {
    for (String name : parameters.keySet()) {
      if (!asked.contains(name)) {
        String known = asked.isEmpty() ? "none" : String.join(", ", asked);
        throw refused(
            name,
            "is not known here. Known are: "
                + known
                + ". Credentials belong into the Authorization header.");
      }
    }
  }

  static InvalidInput refused(String name, String demand) {
    return InvalidInput.of(
        FaultCode.INVALID_FIELD, "Parameter '" + InvalidInput.shown(name) + "' " + demand);
  }
}
