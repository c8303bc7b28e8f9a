package dev.fanfare.chaos.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Which nodes there are, in the cluster's folder, for commands from other terminals. */
final class StateFile {
  private static final JsonMapper JSON = new JsonMapper();

  private StateFile() {}

  static Path in(Path folder) {
    return folder.resolve("cluster.json");
  }

  /** One line for machines; the whole commands are only in the file. */
  static String line(List<Node> nodes, boolean commands) {
    ArrayNode all = JSON.createArrayNode();
    for (Node node : nodes) {
      ObjectNode one =
          all.addObject()
              .put("name", node.name())
              .put("role", node.role().name())
              .put("port", node.port())
              .put("managementPort", node.managementPort())
              .put("pid", node.pid());
      if (commands) {
        one.put("host", node.host()).put("since", node.since()).put("log", node.log().toString());
        node.command().forEach(one.putArray("command")::add);
      }
    }
    return JSON.createObjectNode().set("nodes", all).toString();
  }

  static void write(Path folder, List<Node> nodes) throws IOException {
    write(folder, line(nodes, true));
  }

  private static void write(Path folder, String text) throws IOException {
    Path next = Files.writeString(folder.resolve("cluster.json.next"), text);
    Files.move(next, in(folder), StandardCopyOption.REPLACE_EXISTING);
  }

  /** Writes down the new life of one node; the others stay as they are in the file. */
  static void replace(Path folder, Node node) throws IOException {
    JsonNode all = JSON.readTree(Files.readString(in(folder)));
    for (JsonNode one : all.path("nodes")) {
      if (one instanceof ObjectNode entry && one.path("name").asText().equals(node.name())) {
        entry.put("pid", node.pid()).put("since", node.since());
      }
    }
    write(folder, all.toString());
  }

  static List<Node> read(Path folder) throws IOException {
    if (!Files.exists(in(folder))) {
      throw new IOException("no cluster runs in " + folder + "; start one: ./fanfare cluster");
    }
    List<Node> nodes = new ArrayList<>();
    for (JsonNode one : JSON.readTree(Files.readString(in(folder))).path("nodes")) {
      List<String> command = new ArrayList<>();
      one.path("command").forEach(word -> command.add(word.asText()));
      Node node =
          new Node(
              one.path("name").asText(),
              Node.Role.valueOf(one.path("role").asText()),
              one.path("host").asText(),
              one.path("port").asInt(),
              one.path("managementPort").asInt(),
              command,
              Path.of(one.path("log").asText()));
      node.adopt(one.path("pid").asLong(), one.path("since").asLong());
      nodes.add(node);
    }
    return nodes;
  }
}
