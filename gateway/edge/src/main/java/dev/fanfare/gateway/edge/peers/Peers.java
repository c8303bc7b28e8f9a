package dev.fanfare.gateway.edge.peers;

import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.edge.gate.Admission.Entrance;
import dev.fanfare.gateway.edge.loop.EdgeLoops;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Hands requests to the gateways that own their sessions. Any thread. */
public final class Peers {
  private final EdgeLoops loops;
  private final Passes passes;

  /** Peers that know these passes. */
  public Peers(EdgeLoops loops, Passes passes) {
    this.loops = loops;
    this.passes = passes;
  }

  /**
   * One request for another gateway.
   *
   * @param peer its name
   * @param target as the client's request line has it
   */
  public record Errand(
      String peer,
      InetSocketAddress address,
      RequestHead head,
      String target,
      byte[] body,
      Duration headWithin,
      HttpAnswer unknown) {}

  /** What asks the peer when it is opened, and answers as the peer does. */
  public Entrance entrance(Errand errand) {
    String pass =
        passes.make(
            errand.peer(), errand.head().method(), errand.target(), errand.head().remoteAddress());
    return new Relay(errand, pass, loops);
  }
}
