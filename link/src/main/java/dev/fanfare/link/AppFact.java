package dev.fanfare.link;

import dev.fanfare.protocol.AppOptions.Kind;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.ConnectionId;
import java.util.Optional;

/**
 * Something that happened in a channel and that the app's owner may want to hear of.
 *
 * @param sequence rises within the channel; with the channel it names the fact for ever
 * @param timeMicros when it happened, microseconds since 1970
 */
public record AppFact(ChannelKey channel, long sequence, long timeMicros, What what) {

  /** What happened. */
  public sealed interface What {
    /** The kind that a webhook chooses it by. */
    Kind kind();

    /** The first subscriber came. */
    record Occupied() implements What {
      @Override
      public Kind kind() {
        return Kind.CHANNEL_OCCUPIED;
      }
    }

    /** The last subscriber went. */
    record Vacated() implements What {
      @Override
      public Kind kind() {
        return Kind.CHANNEL_VACATED;
      }
    }

    /** A client's first presence entry came. */
    record MemberAdded(ClientId client) implements What {
      @Override
      public Kind kind() {
        return Kind.MEMBER_ADDED;
      }
    }

    /** A client's last presence entry went. */
    record MemberRemoved(ClientId client) implements What {
      @Override
      public Kind kind() {
        return Kind.MEMBER_REMOVED;
      }
    }

    /** The number of subscribers changed. */
    record Subscribers(int count) implements What {
      @Override
      public Kind kind() {
        return Kind.SUBSCRIPTION_COUNT;
      }
    }

    /** Somebody subscribed and the channel had nothing to show. */
    record CacheMissed() implements What {
      @Override
      public Kind kind() {
        return Kind.CACHE_MISS;
      }
    }

    /**
     * A client published to the others.
     *
     * @param data as the client sent it
     * @param client as whom the sender is known in the channel
     */
    record ClientSent(String name, String data, ConnectionId connection, Optional<ClientId> client)
        implements What {
      @Override
      public Kind kind() {
        return Kind.CLIENT_EVENT;
      }
    }
  }
}
