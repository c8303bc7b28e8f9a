package dev.fanfare.bench.http;

import java.util.List;

/** How a server is published to over HTTP. */
public interface Posts {
  /** An event: plain ASCII that needs no escaping. */
  record Event(String channel, String data) {}

  /**
   * A whole request, head and body, with its own signature where the server wants one. The
   * connection stays open after it.
   *
   * @param events at least one
   */
  byte[] request(List<Event> events);
}
