package dev.fanfare.gateway.edge.peers;

/** How an owner tells the gateway in front of it that the client has shown who it is. */
public final class Trust {
  /** A header of the response; its value means nothing. */
  public static final String HEADER = "fanfare-trusted";

  private Trust() {}
}
