package dev.fanfare.gateway.dialect.fanfare.json;

/** Walks over the frames of one transport message. */
public interface Frames {
  /**
   * Moves to the next frame; false when there is none.
   *
   * @throws InvalidInput when the message breaks off
   */
  boolean next() throws InvalidInput;

  /** Where the frame begins. */
  int from();

  /** Where it has ended. */
  int to();
}
