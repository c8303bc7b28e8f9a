package dev.fanfare.bench.load;

import java.util.List;

/**
 * Publishes numbered messages, spread evenly over channels. Only the publishers' loop touches it.
 */
final class Press {
  private final List<String> channels;
  private final List<Client> publishers;
  private final int[] sequences;
  private long published;

  /**
   * A press that has published nothing.
   *
   * @param publishers channel {@code c} is published to by the one at {@code c} modulo their number
   */
  Press(List<String> channels, List<Client> publishers) {
    this.channels = channels;
    this.publishers = publishers;
    sequences = new int[channels.size()];
  }

  /** Publishes so many messages, and sends them off. */
  void publish(int messages) {
    for (int i = 0; i < messages; i++) {
      int channel = (int) (published++ % channels.size());
      Client publisher = publishers.get(channel % publishers.size());
      byte[] stamp = Stamp.write(channel, sequences[channel]++, System.nanoTime());
      boolean flush = i + publishers.size() >= messages; // the last one of each publisher
      publisher.publish(channels.get(channel), stamp, flush);
    }
  }

  long published() {
    return published;
  }

  /** How many messages each channel has had. */
  int[] perChannel() {
    return sequences.clone();
  }
}
