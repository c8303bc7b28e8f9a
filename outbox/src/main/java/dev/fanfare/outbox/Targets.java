package dev.fanfare.outbox;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * To which addresses requests may go. A customer writes the URL, and the requests come from inside
 * the operator's network: so only what the whole internet can reach is allowed, unless the operator
 * says otherwise.
 */
public enum Targets {
  /** Addresses of the public internet only. */
  PUBLIC,
  /** These, and this machine itself: for development. */
  LOOPBACK_TOO,
  /** Every address: for an installation whose customers are its owners. */
  ANY;

  /** Whether a request may go there. */
  boolean allow(InetAddress address) {
    return switch (this) {
      case ANY -> true;
      case LOOPBACK_TOO -> address.isLoopbackAddress() || isPublic(address);
      case PUBLIC -> isPublic(address);
    };
  }

  /**
   * All addresses of a host, every one of which is allowed: a name with one forbidden address is
   * refused whole.
   *
   * @throws UnknownHostException when it has none, or a forbidden one
   */
  InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] found = InetAddress.getAllByName(host);
    for (InetAddress address : found) {
      if (!allow(address)) {
        throw new UnknownHostException(
            "The address of the endpoint's host is not allowed: it is not on the public internet");
      }
    }
    return found;
  }

  static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    return bytes.length == 4 ? isPublicFour(bytes) : isPublicSix(bytes);
  }

  private static boolean isPublicFour(byte[] a) {
    int first = a[0] & 0xFF;
    int second = a[1] & 0xFF;
    int third = a[2] & 0xFF;
    return first != 0
        && first < 224
        && !(first == 100 && second >= 64 && second < 128)
        && !(first == 192 && second == 0 && (third == 0 || third == 2))
        && !(first == 192 && second == 88 && third == 99)
        && !(first == 198 && (second == 18 || second == 19))
        && !(first == 198 && second == 51 && third == 100)
        && !(first == 203 && second == 0 && third == 113);
  }

  /**
   * Global unicast is 2000::/3; of it, ranges that carry IPv4 addresses inside or document things
   * are refused, as is everything else.
   */
  private static boolean isPublicSix(byte[] a) {
    if ((a[0] & 0xE0) != 0x20) {
      return false;
    }
    boolean sixToFour = a[0] == 0x20 && a[1] == 0x02;
    boolean special = a[0] == 0x20 && a[1] == 0x01 && (a[2] & 0xFE) == 0;
    boolean documentation =
        Arrays.equals(Arrays.copyOf(a, 4), new byte[] {0x20, 0x01, 0x0d, (byte) 0xb8})
            || (a[0] == 0x3f && (a[1] & 0xFF) == 0xff);
    return !sixToFour && !special && !documentation;
  }
}
