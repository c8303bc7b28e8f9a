package dev.fanfare.bench.load;

/**
 * How one kind of server is spoken to over a WebSocket: what a client says until it is subscribed,
 * and how it publishes. Used by all connections; what a connection must remember is the number in
 * its {@link Line}. One thread at a time.
 */
public interface Wire {
  /** The request path with which a subscriber of this channel connects. */
  String subscriberPath(String channel);

  /** The request path with which a publisher to this channel connects. */
  String publisherPath(String channel);

  /** The subprotocol to ask for; empty for none. */
  default String subprotocol() {
    return "";
  }

  /** Whether frames are binary. */
  default boolean binary() {
    return false;
  }

  /** Whether a publisher's connection serves the one channel of its path only. */
  default boolean publisherPerChannel() {
    return false;
  }

  /** The upgrade is done: say what comes first, or declare the line ready. */
  void opened(Line line);

  /** A message came that holds no stamp: a reply, a ping, a complaint. */
  void heard(Line line, String message);

  /**
   * The message with which a publisher publishes a payload.
   *
   * @param number counts the publishes of this connection from 1
   */
  String publish(String channel, long number, String payload);

  /** One connection, as its dialogue sees it. */
  interface Line {
    /** Counts the connections of a fleet from 0. */
    int index();

    /** Whether it publishes; else it subscribes. */
    boolean publishes();

    /** Its channel; of a publisher for all channels, the first. */
    String channel();

    /** A number for the dialogue to remember where it is; 0 at first. */
    int step();

    /** Remembers another number. */
    void step(int step);

    /** Sends a message. */
    void say(String message);

    /** Subscribed, or ready to publish. */
    void ready();

    /** Something went wrong: the run is not valid. */
    void fail(String why);
  }
}
