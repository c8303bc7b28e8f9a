package dev.fanfare.gateway.dialect.fanfare.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.fanfare.gateway.dialect.HttpAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The published description, as the checks read it. */
final class OpenApi {
  static final OpenApi DOCUMENT = new OpenApi();

  private static final String ID = "https://fanfare.invalid/openapi.json";
  private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");

  private final JsonNode document;
  private final SchemaRegistry schemas;

  private OpenApi() {
    try (var stream = Objects.requireNonNull(OpenApi.class.getResourceAsStream("openapi.json"))) {
      String text = new String(stream.readAllBytes(), UTF_8);
      document = new ObjectMapper().readTree(text);
      schemas =
          SchemaRegistry.withDefaultDialect(
              SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(ID, text)));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  JsonNode json() {
    return document;
  }

  /** Every route as {@code GET /v1/time}. */
  Set<String> routes() {
    Set<String> routes = new TreeSet<>();
    document
        .get("paths")
        .properties()
        .forEach(
            path -> {
              for (String method : METHODS) {
                if (path.getValue().has(method)) {
                  routes.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                }
              }
            });
    return routes;
  }

  /** Fails unless the answer is one that the description foresees, valid by its schema. */
  void accepts(String method, String path, HttpAnswer answer) {
    Optional<String> template = template(path);
    String verb = method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT);
    boolean described = template.isPresent() && document.get("paths").get(template.get()).has(verb);
    if (!described) {
      assertThat(answer.status()).isIn(404, 405);
      return;
    }
    String pointer =
        "/paths/"
            + template.get().replace("~", "~0").replace("/", "~1")
            + "/"
            + verb
            + "/responses/"
            + answer.status();
    JsonNode response = document.at(pointer);
    assertThat(response.isMissingNode())
        .as("%s %s answers %d, which is not described", method, path, answer.status())
        .isFalse();
    if (response.has("$ref")) {
      pointer = response.get("$ref").textValue().substring(1);
    }
    String type = answer.headers().getOrDefault("content-type", "none").split(";", -1)[0];
    pointer += "/content/" + type.replace("/", "~1") + "/schema";
    assertThat(document.at(pointer).isMissingNode()).as(pointer).isFalse();
    if (type.endsWith("json")) {
      Schema schema = schemas.getSchema(SchemaLocation.of(ID + "#" + encoded(pointer)));
      assertThat(schema.validate(new String(answer.body(), UTF_8), InputFormat.JSON))
          .as(new String(answer.body(), UTF_8))
          .isEmpty();
    }
  }

  private static String encoded(String pointer) {
    return pointer.replace("{", "%7B").replace("}", "%7D").replace("+", "%2B");
  }

  private Optional<String> template(String path) {
    for (Iterator<String> it = document.get("paths").fieldNames(); it.hasNext(); ) {
      String template = it.next();
      if (path.matches(template.replace(".", "\\.").replaceAll("\\{\\w+}", "[^/]*"))) {
        return Optional.of(template);
      }
    }
    return Optional.empty();
  }
}
