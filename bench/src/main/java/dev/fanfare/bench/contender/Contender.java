package dev.fanfare.bench.contender;

import dev.fanfare.bench.http.Posts;
import dev.fanfare.bench.load.Wire;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A server that can be measured. A new peer is one class that implements this. */
public interface Contender {
  /** Its name on the command line and in results. */
  String name();

  /** What it is, for the table. */
  String title();

  /** Makes sure that it can be started, and says which version it is. */
  String prepare(Workshop workshop);

  /**
   * The command that starts it on 127.0.0.1, in the foreground.
   *
   * @param scratch an empty folder of this start
   */
  List<String> command(Workshop workshop, int port, Path scratch);

  /** How it is spoken to. */
  Wire wire(Credentials credentials);

  /**
   * How another tenant speaks to it, one with ordinary limits; empty where there are no tenants.
   */
  default Optional<Wire> neighbour() {
    return Optional.empty();
  }

  /**
   * A tenant for whose connections little may wait, and whose clients come back to where they were;
   * empty where there is none.
   */
  default Optional<ComingBack> comingBack() {
    return Optional.empty();
  }

  /** How it is published to over HTTP, with signed requests; empty where that is not measured. */
  default Optional<Posts> posts() {
    return Optional.empty();
  }

  /** How clients subscribe, and how they do once they were closed. */
  interface ComingBack {
    /** From now on. */
    Wire first();

    /**
     * After a message.
     *
     * @param received how many messages of its channel each connection of the fleet has had
     */
    Wire again(List<Long> received);
  }

  /** How it is made to collect its garbage, for those whose memory is only then comparable. */
  default Tidying tidying() {
    return Tidying.NONE;
  }

  /** Whether clients show credentials, so that many different ones are a case of their own. */
  default boolean knowsCredentials() {
    return false;
  }

  /** What clients show. */
  enum Credentials {
    /** All the same token. */
    ONE,
    /** Each its own. */
    DISTINCT
  }

  /** How a runtime is asked to collect its garbage. */
  enum Tidying {
    /** It cannot be asked, or has none. */
    NONE,
    /** {@code jcmd PID GC.run}. */
    JCMD,
    /** The signal that our Node servers listen to. */
    SIGNAL
  }
}
