package dev.fanfare.gateway.backend.memory;

import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.log.LogQuery.HistoryReply;
import dev.fanfare.gateway.port.Archive;
import dev.fanfare.gateway.port.Time;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.Command.Direction;
import dev.fanfare.protocol.Position;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * An archive in memory, for one process. It keeps the newest messages of each channel, and the
 * channels that were last written to; what is beyond is forgotten.
 */
public final class MemoryArchive implements Archive {
  private final Time time;
  private final int maxMessages;
  private final int maxChannels;

  /** The one written to last stands last. */
  private final LinkedHashMap<ChannelKey, ArchivedChannel> channels = new LinkedHashMap<>();

  /**
   * An empty archive.
   *
   * @param maxMessages of one channel
   * @param maxChannels of all apps together
   */
  public MemoryArchive(Time time, int maxMessages, int maxChannels) {
    this.time = time;
    this.maxMessages = maxMessages;
    this.maxChannels = maxChannels;
  }

  @Override
  public synchronized Future<Void> append(ChannelKey key, List<Entry> entries) {
    if (!entries.isEmpty()) {
      ArchivedChannel present = channels.remove(key);
      ArchivedChannel channel = present == null ? new ArchivedChannel(maxMessages) : present;
      entries.forEach(channel::keep);
      channels.put(key, channel);
      if (channels.size() > maxChannels) {
        channels.pollFirstEntry();
      }
    }
    return Future.succeededFuture();
  }

  @Override
  public synchronized Future<HistoryReply> read(
      ChannelKey key, Optional<Position> from, Direction direction, int limit) {
    ArchivedChannel channel = channels.get(key);
    return Future.succeededFuture(
        channel == null
            ? new HistoryReply(List.of(), Optional.empty())
            : channel.page(from, direction, limit, time.wallMicros()));
  }
}
