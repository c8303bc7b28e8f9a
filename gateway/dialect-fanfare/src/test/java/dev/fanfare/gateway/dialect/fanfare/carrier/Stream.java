package dev.fanfare.gateway.dialect.fanfare.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.protocol.FaultCode;
import dev.fanfare.testkit.RecordingOutlet;
import dev.fanfare.testkit.TestClient;
import dev.fanfare.testkit.transcript.Bindings;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * A client of a stream that reads it as browsers do (HTML Living Standard §9.2.6), and remembers
 * the last event id as they do.
 */
final class Stream {
  private final TestClient client;
  private final Queue<Heard> events = new ArrayDeque<>();
  private final StringBuilder rest = new StringBuilder();
  private String lastEventId = "";
  private Optional<Long> retryMillis = Optional.empty();
  private int comments;
  private int silentIds;

  Stream(TestClient client) {
    this.client = client;
  }

  /** An event that a listener would have heard. */
  record Heard(String name, String data, String id) {}

  TestClient client() {
    return client;
  }

  /** The next event has this name and data; an apostrophe stands for a quotation mark. */
  Stream hears(String name, String data) {
    read();
    assertThat(events).as("an event " + name + " " + data).isNotEmpty();
    Heard heard = events.remove();
    assertThat(heard.name()).as(heard.toString()).isEqualTo(name);
    assertThat(new Bindings().difference(data.replace('\'', '"'), heard.data()))
        .as(heard.toString())
        .isEmpty();
    return this;
  }

  Stream hearsMessage(String channel, String json) {
    return hears(
        "message", "{'p':'msg','channel':'" + channel + "','d':" + json + ",'$more':'$_'}");
  }

  /** Every event that came, in its order. */
  List<Heard> takeAll() {
    read();
    List<Heard> all = List.copyOf(events);
    events.clear();
    return all;
  }

  Stream hearsNothingMore() {
    read();
    assertThat(events).isEmpty();
    return this;
  }

  /** What the browser would send as Last-Event-ID. */
  String lastEventId() {
    read();
    return lastEventId;
  }

  /** Blocks that had an id and no data, since the start. */
  int silentIds() {
    read();
    return silentIds;
  }

  int comments() {
    read();
    return comments;
  }

  Optional<Long> retryMillis() {
    read();
    return retryMillis;
  }

  RecordingOutlet.Begun begun() {
    return client.outlet().begun().orElseThrow();
  }

  Stream isOpen() {
    assertThat(client.outlet().closed()).isEmpty();
    return this;
  }

  Stream isOver() {
    assertThat(client.outlet().closed()).isPresent();
    return this;
  }

  /** The answer is this problem and not a stream. */
  Stream isRefused(FaultCode code) {
    assertThat(begun().status()).isEqualTo(code.httpStatus());
    assertThat(begun().headers()).containsEntry("content-type", "application/problem+json");
    assertThat(client.received()).singleElement().asString().contains("\"code\":" + code.number());
    return isOver();
  }

  private void read() {
    client.received().forEach(rest::append);
    int end;
    while ((end = rest.indexOf("\n\n")) >= 0) {
      block(rest.substring(0, end));
      rest.delete(0, end + 2);
    }
  }

  private void block(String block) {
    String name = "message";
    StringBuilder data = new StringBuilder();
    boolean hasId = false;
    for (String line : block.split("\n", -1)) {
      int colon = line.indexOf(':');
      String field = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
      switch (field) {
        case "" -> comments++;
        case "id" -> {
          lastEventId = value;
          hasId = true;
        }
        case "event" -> name = value;
        case "data" -> data.append(value).append('\n');
        case "retry" -> retryMillis = Optional.of(Long.parseLong(value));
        default -> throw new AssertionError("A field that browsers ignore: " + line);
      }
    }
    if (data.isEmpty()) {
      silentIds += hasId ? 1 : 0;
    } else {
      events.add(new Heard(name, data.substring(0, data.length() - 1), lastEventId));
    }
  }
}
