package dev.fanfare.gateway.edge.gate;

import java.net.InetAddress;

/**
 * One socket that has passed the turnstile, whatever it carries: it counts as a stranger's until
 * its client has shown who it is, and leaves once. On the socket's loop only.
 */
public final class Visit {
  private final Turnstile turnstile;
  private final InetAddress address;
  private boolean trusted;
  private boolean gone;

  /** Of a socket that was let in just now, as a stranger's. */
  public Visit(Turnstile turnstile, InetAddress address) {
    this.turnstile = turnstile;
    this.address = address;
  }

  /** Where its client is. */
  public InetAddress address() {
    return address;
  }

  /** Whether its client has shown who it is. */
  public boolean isTrusted() {
    return trusted;
  }

  /** Its client has shown who it is. Said again it changes nothing. */
  public void trusted() {
    if (!trusted && !gone) {
      trusted = true;
      turnstile.trusted(address);
    }
  }

  /** What comes next on the socket shows anew who it is. */
  public void strangeAgain() {
    if (trusted && !gone) {
      trusted = false;
      turnstile.strangeAgain(address);
    }
  }

  /** The socket was closed. Said again it changes nothing. */
  public void left() {
    if (!gone) {
      gone = true;
      turnstile.left(address, !trusted);
    }
  }
}
