package dev.fanfare.bench.load;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Publishers who publish far more than they may, and do not care what is answered. */
public final class Flood implements AutoCloseable {
  private final Fleet publishers;
  private final Paced drive;

  private Flood(Fleet publishers, Paced drive) {
    this.publishers = publishers;
    this.drive = drive;
  }

  /**
   * Connects and begins.
   *
   * @param perSecond messages of all connections together
   */
  public static Flood begin(
      Generator generator, InetSocketAddress server, Wire wire, int connections, double perSecond) {
    List<Client.Role> roles =
        IntStream.range(0, connections)
            .mapToObj(i -> new Client.Role(i, true, i, "flood-" + i))
            .toList();
    Fleet publishers = new Fleet(generator, server, wire, new Score(), roles);
    publishers.open(Duration.ofSeconds(20));
    List<String> channels = roles.stream().map(Client.Role::channelName).toList();
    Paced drive =
        new Paced(publishers.loop(), new Press(channels, publishers.clients()), perSecond);
    publishers.loop().execute(drive::start);
    return new Flood(publishers, drive);
  }

  @Override
  public void close() {
    publishers.loop().execute(drive::stop);
    publishers.close();
  }
}
