package dev.fanfare.gateway.edge.carried;

import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.edge.gate.Admission.Entrance;
import java.net.InetSocketAddress;

/** What becomes of a request that carries a session. */
public sealed interface Carry {
  /** This is the answer. */
  record Answered(HttpAnswer answer) implements Carry {}

  /** Its response receives what the session sends. */
  record Received(Entrance entrance) implements Carry {}

  /** The session lives on another gateway: ask there. */
  record Elsewhere(String owner, InetSocketAddress address) implements Carry {}
}
