package dev.fanfare.bench.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Where connections come from: all of 127.0.0.0/8 is this machine, so that neither ports nor limits
 * per address run out. One thread.
 */
final class SourceAddresses {
  private static final int CONNECTIONS_PER_ADDRESS = 250;

  private int connections;

  /** The next address, with any port. */
  InetSocketAddress next() {
    int n = connections++ / CONNECTIONS_PER_ADDRESS;
    byte[] address = {
      127, (byte) (1 + n / 62_500 % 200), (byte) (n / 250 % 250), (byte) (1 + n % 250)
    };
    try {
      return new InetSocketAddress(InetAddress.getByAddress(address), 0);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
