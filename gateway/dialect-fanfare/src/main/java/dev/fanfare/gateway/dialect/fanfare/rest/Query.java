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
public final class Query {
  private final Map<String, List<String>> parameters;
  private final Set<String> asked = new LinkedHashSet<>();

  /** The query of this request. */
  public Query(RequestHead head) {
    parameters = head.query();
  }

  /** A parameter's text. */
  public Optional<String> text(String name, int maxBytes) throws InvalidInput {
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
  public Optional<String> oneOf(String name, String... choices) throws InvalidInput {
    Optional<String> text = text(name, 64);
    if (text.isPresent() && !List.of(choices).contains(text.get())) {
      throw refused(name, "must be one of: " + String.join(", ", choices) + ".");
    }
    return text;
  }

  /** All values of a parameter, in their order. */
  public List<String> texts(String name) {
    asked.add(name);
    return parameters.getOrDefault(name, List.of());
  }

  /** A switch: {@code 1} or {@code 0}. */
  public boolean flag(String name, boolean otherwise) throws InvalidInput {
    return oneOf(name, "0", "1").map("1"::equals).orElse(otherwise);
  }

  /** The size of a page. */
  int limit(int otherwise, int max) throws InvalidInput {
    return integer("limit", otherwise, 1, max);
  }

  /** A whole number within bounds, both included. */
  public int integer(String name, int otherwise, int min, int max) throws InvalidInput {
    Optional<String> text = text(name, 64);
    if (text.isEmpty()) {
      return otherwise;
    }
    if (text.get().matches("0|[1-9][0-9]{0,8}")) {
      int number = Integer.parseInt(text.get());
      if (number >= min && number <= max) {
        return number;
      }
    }
    throw refused(name, "must be a whole number from " + min + " to " + max + ".");
  }

  /** Refuses parameters that nobody asked for. */
  public void finish() throws InvalidInput {
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

  /** A refusal of a parameter. */
  public static InvalidInput refused(String name, String demand) {
    return InvalidInput.of(
        FaultCode.INVALID_FIELD, "Parameter '" + InvalidInput.shown(name) + "' " + demand);
  }
}
