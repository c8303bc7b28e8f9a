package dev.fanfare.gateway.boot.config;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where other gateways reach a gateway.
 *
 * @param host a name or an address
 * @param port absent: the one that it listens on
 */
public record PeerAddress(String host, Optional<Integer> port) {
  private static final Pattern BARE_IPV6 = Pattern.compile("[0-9a-fA-F.]*(?::[0-9a-fA-F.]*){2,}");
  private static final Pattern FORM =
      Pattern.compile(
          "(?:\\[(?<six>[0-9a-fA-F:.]+)]|(?<name>[^\\s:\\[\\]/,@]+))(?::(?<port>\\d{1,5}))?");
  private static final int MOST = 65_535;

  /** Such as {@code g1}, {@code g1:8081} or {@code [::1]:8081}; empty when it is none. */
  public static Optional<PeerAddress> read(String text) {
    if (BARE_IPV6.matcher(text).matches()) {
      return Optional.of(new PeerAddress(text, Optional.empty()));
    }
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String host =
        Optional.ofNullable(parts.group("six"))
            .orElseGet(() -> Optional.ofNullable(parts.group("name")).orElse(""));
    Optional<Integer> port = Optional.ofNullable(parts.group("port")).map(Integer::valueOf);
    return port.filter(number -> number < 1 || number > MOST).isPresent()
        ? Optional.empty()
        : Optional.of(new PeerAddress(host, port));
  }

  /** What others are told. */
  public InetSocketAddress listeningOn(int ownPort) {
    return InetSocketAddress.createUnresolved(host, port.orElse(ownPort));
  }
}
