package dev.fanfare.gateway.dialect.fanfare.carrier;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Duration;

/** Writes blocks of {@code text/event-stream}. Data never holds a line end. */
final class Blocks {
  /** A comment: a sign of life that no listener hears. */
  static final byte[] COMMENT = ":\n\n".getBytes(US_ASCII);

  private static final byte[] ID = "id: ".getBytes(US_ASCII);
  private static final byte[] EVENT = "event: ".getBytes(US_ASCII);
  private static final byte[] DATA = "\ndata: ".getBytes(US_ASCII);
  private static final byte[] END = "\n\n".getBytes(US_ASCII);

  private Blocks() {}

  /** An event without an id. */
  static byte[] event(String name, byte[] data) {
    return joined(EVENT, name.getBytes(US_ASCII), DATA, data, END);
  }

  /** The same block with an id before it; of an empty block the id alone. */
  static byte[] withId(String id, byte[] block) {
    return joined(ID, id.getBytes(US_ASCII), block.length == 0 ? END : new byte[] {'\n'}, block);
  }

  /** How long a client waits before it connects again. */
  static byte[] retry(Duration wait) {
    return ("retry: " + wait.toMillis() + "\n\n").getBytes(US_ASCII);
  }

  /** Everything one behind the other. */
  static byte[] joined(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }
}
