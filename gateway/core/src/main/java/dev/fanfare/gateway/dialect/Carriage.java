package dev.fanfare.gateway.dialect;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/**
 * What one request does for the session that it belongs to. Whatever it does, its body, where it
 * has one, is what the session receives.
 */
public sealed interface Carriage {
  /**
   * It brings messages, and is answered when they were received.
   *
   * @param accepted the answer
   */
  record Posts(HttpAnswer accepted) implements Carriage {}

  /**
   * It opens a session and is answered at once.
   *
   * @param answer from the session's id
   */
  record Opens(Function<String, HttpAnswer> answer) implements Carriage {}

  /**
   * It waits until something is there to be received, takes it, and ends.
   *
   * @param headers of that response
   * @param longest how long it may wait
   * @param nothing the answer when nothing came
   */
  record Polls(Map<String, String> headers, Duration longest, HttpAnswer nothing)
      implements Carriage {
    public Polls {
      headers = Map.copyOf(headers);
    }
  }

  /**
   * It takes what comes as it comes.
   *
   * @param headers of the response, which begins at once
   * @param prelude sent before everything else
   * @param mostUnits once more than so many UTF-16 units were sent after the prelude, the rest
   *     waits for the next receiver; for clients that keep all they read and begin anew there
   * @param ends whether the response ends there; otherwise the client breaks it off
   */
  record Streams(Map<String, String> headers, byte[] prelude, long mostUnits, boolean ends)
      implements Carriage {
    /** For clients that need not begin anew. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    public Streams {
      headers = Map.copyOf(headers);
    }

    /** A stream that its client breaks off. */
    public Streams(Map<String, String> headers, byte[] prelude, long mostUnits) {
      this(headers, prelude, mostUnits, false);
    }
  }
}
