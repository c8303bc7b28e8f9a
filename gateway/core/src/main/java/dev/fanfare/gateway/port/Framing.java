package dev.fanfare.gateway.port;

import java.util.List;

/**
 * How a carrier puts what a dialect rendered into frames. One instance per carrier, compared by
 * identity; any thread.
 */
public interface Framing {
  /**
   * A frame around a payload.
   *
   * @param binary whether the payload is binary rather than text, where the carrier knows the
   *     difference
   */
  SharedFrame frame(byte[] payload, boolean binary);

  /** Frames one after the other as one; takes over the references of its parts. */
  SharedFrame join(List<SharedFrame> frames);
}
