package dev.fanfare.gateway.auth;

import dev.fanfare.protocol.Fault;

/** The answer to somebody who shows a credential. */
public sealed interface Authentication {

  /** The credential holds, and this is what it allows. */
  record Granted(Grant grant) implements Authentication {}

  /** The credential does not hold. */
  record Refused(Fault fault) implements Authentication {}
}
