package dev.fanfare.gateway.edge.carried;

import io.netty.util.NetUtil;
import java.util.Arrays;
import java.util.HexFormat;

/** What counts as one address. */
final class Network {
  private static final int IPV6_BYTES = 16;

  private Network() {}

  /** An address, or of IPv6 its /64: whoever has one has them all. */
  static String of(String address) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
    return bytes == null || bytes.length != IPV6_BYTES
        ? address
        : HexFormat.of().formatHex(Arrays.copyOf(bytes, IPV6_BYTES / 2));
  }
}
