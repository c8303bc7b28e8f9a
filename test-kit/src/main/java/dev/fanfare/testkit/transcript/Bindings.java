package dev.fanfare.testkit.transcript;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the names of a transcript stand for, and the comparison that finds it out. */
public final class Bindings {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NAME = Pattern.compile("\\$[a-zA-Z_]\\w*");
  private static final Pattern QUOTED = Pattern.compile("\"\\$([a-zA-Z]\\w*)\"");
  private static final Pattern INSIDE = Pattern.compile("\\$([a-zA-Z]\\w*+)(?!\\()");
  private static final Pattern SIGNED = Pattern.compile("\\$sign\\(([^()]*)\\)");
  private static final Pattern WITHIN = Pattern.compile("\\$(_|[a-zA-Z]\\w*)");
  private static final String ANYTHING = "$_";
  private static final String MORE = "$more";

  private final Map<String, JsonNode> values = new LinkedHashMap<>();
  private UnaryOperator<String> signature = UnaryOperator.identity();

  /** Gives a name a text from the start, such as {@code key}. */
  public Bindings with(String name, String value) {
    values.put(name, JSON.getNodeFactory().textNode(value));
    return this;
  }

  /** Gives {@code $sign(text)} its meaning: what stands there is the signature over the text. */
  public Bindings signing(UnaryOperator<String> by) {
    signature = by;
    return this;
  }

  /**
   * What is sent, with every name replaced by what it stands for, and then what is to be signed by
   * its signature. That text stands in a string of JSON, so it is signed without its backslashes.
   *
   * @throws AssertionError when a name stands for nothing yet
   */
  public String substitute(String text) {
    String whole =
        QUOTED
            .matcher(text)
            .replaceAll(m -> Matcher.quoteReplacement(value(m.group(1)).toString()));
    String named =
        INSIDE.matcher(whole).replaceAll(m -> Matcher.quoteReplacement(value(m.group(1)).asText()));
    return SIGNED
        .matcher(named)
        .replaceAll(
            m -> Matcher.quoteReplacement(signature.apply(m.group(1).replace("\\\"", "\""))));
  }

  private JsonNode value(String name) {
    JsonNode value = values.get(name);
    if (value == null) {
      throw new AssertionError("Nothing has given a value to $" + name + " yet");
    }
    return value;
  }

  /**
   * Compares, and takes what the expectation's new names stand for.
   *
   * @return empty when the actual JSON is as expected, else where it differs
   */
  public Optional<String> difference(String expected, String actual) {
    try {
      return difference("", JSON.readTree(expected), JSON.readTree(actual));
    } catch (JsonProcessingException notJson) {
      return Optional.of("one of the two is not JSON: " + notJson.getOriginalMessage());
    }
  }

  /** The same for an answer that is no JSON. */
  public Optional<String> differenceOfText(String expected, String actual) {
    return template(
        "", JSON.getNodeFactory().textNode(expected), JSON.getNodeFactory().textNode(actual));
  }

  private Optional<String> difference(String path, JsonNode expected, JsonNode actual) {
    if (expected.isTextual() && NAME.matcher(expected.textValue()).matches()) {
      return named(path, expected.textValue(), actual);
    }
    if (expected.isObject() && actual.isObject()) {
      return objects(path, expected, actual);
    }
    if (expected.isArray() && actual.isArray()) {
      return arrays(path, expected, actual);
    }
    if (expected.isTextual() && actual.isTextual()) {
      return template(path, expected, actual);
    }
    return expected.equals(actual) ? Optional.empty() : differs(path, expected, actual);
  }

  /** A longer text with names in it: each takes as little as it can. */
  private Optional<String> template(String path, JsonNode expected, JsonNode actual) {
    StringBuilder regex = new StringBuilder();
    List<String> fresh = new ArrayList<>();
    Matcher name = WITHIN.matcher(expected.textValue());
    int end = 0;
    while (name.find()) {
      regex.append(Pattern.quote(expected.textValue().substring(end, name.start())));
      JsonNode known = values.get(name.group(1));
      if (known != null) {
        regex.append(Pattern.quote(known.asText()));
      } else {
        regex.append("(.*?)");
        fresh.add(name.group(1));
      }
      end = name.end();
    }
    regex.append(Pattern.quote(expected.textValue().substring(end)));
    Matcher match = Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(actual.textValue());
    if (!match.matches()) {
      return differs(path, expected, actual);
    }
    for (int i = 0; i < fresh.size(); i++) {
      if (!fresh.get(i).equals("_")) {
        with(fresh.get(i), match.group(i + 1));
      }
    }
    return Optional.empty();
  }

  private Optional<String> named(String path, String name, JsonNode actual) {
    if (name.equals(ANYTHING)) {
      return Optional.empty();
    }
    JsonNode known = values.putIfAbsent(name.substring(1), actual);
    return known == null || known.equals(actual)
        ? Optional.empty()
        : differs(path + " (" + name + ")", known, actual);
  }

  private Optional<String> objects(String path, JsonNode expected, JsonNode actual) {
    for (Map.Entry<String, JsonNode> field : expected.properties()) {
      if (field.getKey().equals(MORE)) {
        continue;
      }
      JsonNode value = actual.get(field.getKey());
      if (value == null) {
        return Optional.of(path + "." + field.getKey() + " is missing");
      }
      Optional<String> difference =
          difference(path + "." + field.getKey(), field.getValue(), value);
      if (difference.isPresent()) {
        return difference;
      }
    }
    if (!expected.has(MORE)) {
      for (Iterator<String> it = actual.fieldNames(); it.hasNext(); ) {
        String name = it.next();
        if (!expected.has(name)) {
          return Optional.of(path + "." + name + " is there, unexpected");
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> arrays(String path, JsonNode expected, JsonNode actual) {
    if (expected.size() != actual.size()) {
      return Optional.of(
          path + " has " + actual.size() + " elements instead of " + expected.size());
    }
    for (int i = 0; i < expected.size(); i++) {
      Optional<String> difference =
          difference(path + "[" + i + "]", expected.get(i), actual.get(i));
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> differs(String path, JsonNode expected, JsonNode actual) {
    return Optional.of(path + " is " + actual + " instead of " + expected);
  }
}
