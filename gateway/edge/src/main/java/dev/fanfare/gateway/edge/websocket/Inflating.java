package dev.fanfare.gateway.edge.websocket;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses one message of a client, RFC 7692 section 7.2.2. What comes out is counted piece by
 * piece, before memory grows for it; nothing is kept between two messages.
 */
final class Inflating {
  /** Up to here no ratio is asked for: a short message may be all alike. */
  static final int FREE_BYTES = 65_536;

  /** Beyond that, so many times longer than on the wire and not more. Deflate can do 1,032. */
  static final int MAX_RATIO = 200;

  private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

  /** Final blocks in one message; each costs a new start. */
  private static final int MAX_STREAMS = 16;

  private static final int PIECE = 8_192;

  /** One for each thread, reset after each message. */
  private static final ThreadLocal<Inflater> INFLATERS =
      ThreadLocal.withInitial(() -> new Inflater(true));

  private Inflating() {}

  /** A message becomes longer than it may. */
  static final class TooLong extends Exception {
    private static final long serialVersionUID = 1L;

    TooLong() {
      super("too long");
    }
  }

  /**
   * The message as it was.
   *
   * @param wire holds the compressed message in its first {@code length} bytes
   * @throws TooLong when it is longer than {@code maxBytes}, or than the ratio allows
   * @throws DataFormatException when this is not what a deflater made
   */
  static byte[] inflate(byte[] wire, int length, int maxBytes) throws TooLong, DataFormatException {
    byte[] input = Arrays.copyOf(wire, length + TAIL.length);
    System.arraycopy(TAIL, 0, input, length, TAIL.length);
    long most = Math.min(maxBytes, Math.max(FREE_BYTES, (long) MAX_RATIO * length));
    Inflater inflater = INFLATERS.get();
    try {
      return inflate(inflater, input, most);
    } finally {
      inflater.reset();
    }
  }

  private static byte[] inflate(Inflater inflater, byte[] input, long most)
      throws TooLong, DataFormatException {
    byte[] piece = new byte[PIECE];
    byte[] out = new byte[0];
    int size = 0;
    int streams = 1;
    inflater.setInput(input);
    while (true) {
      int got = inflater.inflate(piece);
      if (got > most - size) {
        throw new TooLong();
      }
      if (size + got > out.length) {
        out = Arrays.copyOf(out, (int) Math.min(most, Math.max(size + got, 2L * out.length)));
      }
      System.arraycopy(piece, 0, out, size, got);
      size += got;
      if (inflater.finished() && inflater.getRemaining() > 0) {
        // A final block ends the stream, not the message: RFC 7692 section 7.2.3.5.
        if (++streams > MAX_STREAMS) {
          throw new DataFormatException("too many final blocks");
        }
        int left = inflater.getRemaining();
        inflater.reset();
        inflater.setInput(input, input.length - left, left);
      } else if (inflater.finished() || got == 0) {
        return out.length == size ? out : Arrays.copyOf(out, size);
      }
    }
  }
}
