package dev.fanfare.bench.contender;

import dev.fanfare.bench.load.BenchFailure;
import java.util.List;

/** All that can be measured. */
public final class Contenders {
  private static final List<Contender> ALL =
      List.of(
          new Fanfare(), new FanfarePusher(), new Ws(), new Nchan(), new Nats(), new SocketIo());

  private Contenders() {}

  /** All, ours first. */
  public static List<Contender> all() {
    return ALL;
  }

  /** The one with a name. */
  public static Contender named(String name) {
    return ALL.stream()
        .filter(contender -> contender.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new BenchFailure(
                    "there is no contender '"
                        + name
                        + "'; there are "
                        + String.join(", ", ALL.stream().map(Contender::name).toList())
                        + "."));
  }
}
