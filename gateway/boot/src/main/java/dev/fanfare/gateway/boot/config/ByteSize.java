package dev.fanfare.gateway.boot.config;

/**
 * A number of bytes, written as {@code 64KiB}, {@code 2MB} or {@code 4096}.
 *
 * @param bytes 0 or more
 */
public record ByteSize(int bytes) implements Comparable<ByteSize> {
  @Override
  public int compareTo(ByteSize other) {
    return Integer.compare(bytes, other.bytes);
  }

  @Override
  public String toString() {
    return bytes + " bytes";
  }
}
