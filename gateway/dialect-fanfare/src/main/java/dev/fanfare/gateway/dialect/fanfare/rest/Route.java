package dev.fanfare.gateway.dialect.fanfare.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An address of the API.
 *
 * @param method the one that it takes
 * @param template its path, such as {@code /v1/channels/{channel}}
 */
record Route(String method, String template, Handler handler) {

  /** The variables of the path, in order, where the path is of this template. */
  Optional<List<String>> variables(List<String> path) {
    List<String> wanted = List.of(template.substring(1).split("/", -1));
    if (wanted.size() != path.size()) {
      return Optional.empty();
    }
    List<String> variables = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      if (wanted.get(i).startsWith("{")) {
        variables.add(path.get(i));
      } else if (!wanted.get(i).equals(path.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(variables);
  }
}
