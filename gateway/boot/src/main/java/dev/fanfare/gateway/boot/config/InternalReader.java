package dev.fanfare.gateway.boot.config;

/** Checks where gateways say that they are. */
final class InternalReader {
  private final Problems problems;

  InternalReader(Problems problems) {
    this.problems = problems;
  }

  void check(FanfareConfig.Internal internal) {
    internal
        .address()
        .filter(address -> PeerAddress.read(address).isEmpty())
        .ifPresent(
            address ->
                problems.at(
                    "internal.address",
                    "'internal.address' must be a name or an address, with a port if you like, such as g1.example or 10.0.0.11:8081; this is '"
                        + address
                        + "'."));
  }
}
