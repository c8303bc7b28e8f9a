package dev.fanfare.gateway.port;

/**
 * Bytes that are ready to be written to any number of connections of one carrier, without being
 * copied. Reference-counted: made with one reference, gone with the last release.
 */
public interface SharedFrame {
  /** How many bytes a connection gets. */
  int bytes();

  /** One reference more. */
  SharedFrame retain();

  /** One reference less. */
  void release();
}
