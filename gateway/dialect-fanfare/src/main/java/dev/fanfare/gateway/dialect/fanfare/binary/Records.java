package dev.fanfare.gateway.dialect.fanfare.binary;

import dev.fanfare.gateway.dialect.fanfare.json.Frames;
import dev.fanfare.gateway.dialect.fanfare.json.InvalidInput;

/** Walks over the records of a transport message: length and body, one behind the other. */
public final class Records implements Frames {
  private final byte[] bytes;
  private final int last;
  private int from;
  private int to;

  /** The records of this message. */
  public Records(byte[] message) {
    this(message, 0, message.length);
  }

  Records(byte[] bytes, int from, int last) {
    this.bytes = bytes;
    this.last = last;
    this.from = from;
    this.to = from;
  }

  @Override
  public boolean next() throws InvalidInput {
    if (to == last) {
      return false;
    }
    int start = to;
    to = last; // what breaks off is not walked over again
    int begin = Varints.end(bytes, start, last);
    long length = Varints.read(bytes, start, begin);
    if (length < 0 || length > last - begin) {
      throw Varints.brokenOff();
    }
    from = begin;
    to = begin + (int) length;
    return true;
  }

  @Override
  public int from() {
    return from;
  }

  @Override
  public int to() {
    return to;
  }
}
