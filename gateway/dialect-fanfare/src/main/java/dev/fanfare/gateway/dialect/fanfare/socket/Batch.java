package dev.fanfare.gateway.dialect.fanfare.socket;

import java.util.Arrays;

/** Walks over the frames of a transport message: its lines, without those that are blank. */
final class Batch {
  private final byte[] message;
  private int from;
  private int to = -1;

  Batch(byte[] message) {
    this.message = message;
  }

  /** Moves to the next frame; false when there is none. */
  boolean next() {
    while (to < message.length) {
      from = to + 1;
      to = from;
      boolean blank = true;
      while (to < message.length && message[to] != '\n') {
        blank &= isBlank(message[to]);
        to++;
      }
      if (!blank) {
        return true;
      }
    }
    return false;
  }

  /** Where the frame begins. */
  int from() {
    return from;
  }

  /** Where it has ended. */
  int to() {
    return to;
  }

  /** The frame, to be kept. */
  byte[] line() {
    return Arrays.copyOfRange(message, from, to);
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }
}
