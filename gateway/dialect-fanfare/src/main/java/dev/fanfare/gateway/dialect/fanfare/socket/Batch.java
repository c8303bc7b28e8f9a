package dev.fanfare.gateway.dialect.fanfare.socket;

import dev.fanfare.gateway.dialect.fanfare.json.Frames;

/** Walks over the frames of a transport message: its lines, without those that are blank. */
final class Batch implements Frames {
  private final byte[] message;
  private int from;
  private int to = -1;

  Batch(byte[] message) {
    this.message = message;
  }

  @Override
  public boolean next() {
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

  @Override
  public int from() {
    return from;
  }

  @Override
  public int to() {
    return to;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }
}
