package dev.fanfare.chaos.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Histories as files, an event a line. */
public final class History {
  private static final JsonMapper JSON =
      JsonMapper.builder().addModule(optionals(new SimpleModule())).build();

  private History() {}

  /** Writes a history, replacing the file. */
  public static void write(Path file, List<Event> events) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (Event event : events) {
        out.write(line(event));
        out.newLine();
      }
    }
  }

  /**
   * Reads a history.
   *
   * @throws IOException when a line is none; it names the line
   */
  public static List<Event> read(Path file) throws IOException {
    List<Event> events = new ArrayList<>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      try {
        events.add(JSON.readValue(lines.get(i), Event.class));
      } catch (JsonProcessingException wrong) {
        throw new IOException(
            file + ", line " + (i + 1) + " is no event: " + wrong.getOriginalMessage(), wrong);
      }
    }
    return events;
  }

  static String line(Event event) throws JsonProcessingException {
    return JSON.writerFor(Event.class).writeValueAsString(event);
  }

  private static SimpleModule optionals(SimpleModule module) {
    return module
        .addSerializer(new OptionalPlace.Writer())
        .addDeserializer(java.util.Optional.class, new OptionalPlace.Reader());
  }
}
