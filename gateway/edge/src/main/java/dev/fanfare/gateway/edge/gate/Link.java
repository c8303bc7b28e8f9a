package dev.fanfare.gateway.edge.gate;

import dev.fanfare.gateway.edge.loop.EdgeLoop;
import dev.fanfare.gateway.port.Outlet;

/** The edge's side of one connection: its way out, and what may come in. On its loop only. */
public interface Link extends Outlet {
  /** The loop of this connection. */
  EdgeLoop loop();

  /**
   * The client has shown who it is: it no longer counts among the strangers, and may send longer
   * messages.
   *
   * @param maxMessageBytes of one message; a longer one closes with 1009
   */
  void trusted(int maxMessageBytes);

  @Override
  void reading(boolean on);

  /** Breaks the connection off, without a goodbye. Nothing that waits is sent. */
  void drop();
}
