package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import dev.fanfare.gateway.log.ChannelLog;
import dev.fanfare.gateway.port.Time;
import java.security.SecureRandom;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Which life of which member this is, and its clocks. Known before the member joins the others:
 * copies of logs come to it from then on, and count their ages by these clocks.
 *
 * @param writer another one in each life
 */
record Here(Time time, long writer) {
  private static final String KEY = "fanfare.here";

  /** Makes it known to an instance that is about to be made. */
  static Here of(Config config, Time time) {
    Here here = new Here(time, new SecureRandom().nextLong());
    config.getUserContext().put(KEY, here);
    return here;
  }

  /** Where an instance is; nothing on a client. */
  static @Nullable Here of(HazelcastInstance instance) {
    return (Here) instance.getUserContext().get(KEY);
  }

  /** The circumstances of a change that is made or heard of now. */
  ChannelLog.Context context() {
    return new ChannelLog.Context(
        time.wallMicros(), time.monotonicNanos(), writer, ThreadLocalRandom.current());
  }
}
