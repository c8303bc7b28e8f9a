package dev.fanfare.gateway.edge.gate;

import dev.fanfare.protocol.Fault;

/** Whether a WebSocket may be opened. */
public sealed interface Admission {
  /** It may. */
  record Granted(Entrance entrance) implements Admission {}

  /** It may not: this is answered, without an upgrade. */
  record Refused(Fault fault) implements Admission {}

  /** What was reserved for one connection. Exactly one of its methods is called, once. */
  interface Entrance {
    /**
     * The upgrade is done. Called on the connection's loop; the link may be used at once.
     *
     * @return who hears the client
     */
    Connection open(Link link);

    /** The client went away before the upgrade: give back what was reserved. Any thread. */
    void abandoned();
  }
}
