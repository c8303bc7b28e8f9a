package dev.fanfare.protocol;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Everything a client or a customer's backend can ask for, in whatever dialect it speaks. Each
 * command is answered by exactly one {@link Result}, of the kind that its type names.
 */
public sealed interface Command {

  /**
   * Proves who the connection is; the first command of a connection, and again whenever a fresh
   * token replaces an old one in place. Answered by {@link Result.OfAuthenticate}.
   */
  record Authenticate(Presented credential) implements Command {}

  /** Starts to follow a channel. Answered by {@link Result.OfSubscribe}. */
  record Subscribe(ChannelName channel, Start start, View view, Optional<ChannelProof> proof)
      implements Command {}

  /**
   * Stops to follow a channel; asked for a channel that is not followed, it changes nothing. {@link
   * Result.OfUnsubscribe}.
   */
  record Unsubscribe(ChannelName channel) implements Command {}

  /** Publishes messages as one atomic append. Answered by {@link Result.OfPublish}. */
  record Publish(ChannelName channel, List<Draft> drafts) implements Command {
    public Publish {
      drafts = List.copyOf(drafts);
      if (drafts.isEmpty()) {
        throw new IllegalArgumentException("A publish has at least one message");
      }
    }
  }

  /**
   * Makes an entry of the channel's presence be there with this data: enters, updates, or changes
   * nothing when it is so already. Answered by {@link Result.OfPresenceChange}.
   *
   * @param client as whom; absent: as the credential's own client id
   * @param proof what lets the connection into the channel, as with a subscribe
   * @param most the entry is refused where the channel has so many already; absent: what the app's
   *     limits allow, which hold in any case
   */
  record EnterPresence(
      ChannelName channel,
      Optional<ClientId> client,
      Optional<Payload> data,
      Optional<ChannelProof> proof,
      OptionalInt most)
      implements Command {
    /** The same by the connection's own rights and the app's limits. */
    public EnterPresence(ChannelName channel, Optional<ClientId> client, Optional<Payload> data) {
      this(channel, client, data, Optional.empty(), OptionalInt.empty());
    }
  }

  /** Leaves the channel's presence. Answered by {@link Result.OfPresenceChange}. */
  record LeavePresence(ChannelName channel, Optional<ClientId> client, Optional<Payload> data)
      implements Command {}

  /**
   * Reads who is present, in pages. Answered by {@link Result.OfReadPresence}.
   *
   * @param cursor from the page before; absent: the first page
   */
  record ReadPresence(
      ChannelName channel, Optional<ClientId> client, int limit, Optional<String> cursor)
      implements Command {}

  /**
   * Reads the channel's past, in pages; never mixed into the live order. Answered by {@link
   * Result.OfReadHistory}.
   *
   * @param from the page starts next to this place, without it; absent: at the end that the
   *     direction names
   */
  record ReadHistory(ChannelName channel, Optional<Position> from, Direction direction, int limit)
      implements Command {}

  /** Reads a channel's state. Answered by {@link Result.OfReadChannel}. */
  record ReadChannel(ChannelName channel) implements Command {}

  /**
   * Lists channels that have subscribers or presence. Answered by {@link Result.OfListChannels}.
   *
   * @param after a name; the page starts with the next one in code point order
   */
  record ListChannels(String prefix, int limit, Optional<ChannelName> after) implements Command {}

  /**
   * Makes a ticket: the caller's rights in these channels, for an address that opens one connection
   * soon. Answered by {@link Result.OfMakeTicket}.
   *
   * @param client for whom it speaks; only a caller with a key may name one
   * @param lasting how long what it opens may last; absent: as long as the caller's token, or the
   *     server's own time for keys
   */
  record MakeTicket(
      List<ChannelName> channels, Optional<ClientId> client, Optional<Duration> lasting)
      implements Command {
    public MakeTicket {
      channels = List.copyOf(channels);
    }
  }

  /** Closes connections. Answered by {@link Result.OfDisconnect}. */
  record Disconnect(Target target, String reason) implements Command {}

  /** What a caller shows to prove who it is. */
  sealed interface Presented {
    /** An API key or a presentable secret. */
    record Key(KeyId id, String secret) implements Presented {
      @Override
      public String toString() {
        return "Key[" + id + "]";
      }
    }

    /**
     * A key's public half: it names the app and proves nothing. Such a client may subscribe where
     * the rule lets everybody, and where a {@link ChannelProof} lets it.
     */
    record Named(KeyId id) implements Presented {}

    /**
     * An HMAC-SHA-256 by a signing secret over a text which the dialect composed, and which binds
     * this request or this connection. Without a client it speaks for the customer's server, as the
     * secret itself does; with one it proves that the connection is this client, and no more.
     *
     * @param signed not changed afterwards
     * @param macHex in lower or upper case hexadecimal
     */
    record Signed(KeyId id, byte[] signed, String macHex, Optional<ClientId> client)
        implements Presented {
      @Override
      public String toString() {
        return "Signed[" + id + "]";
      }
    }

    /**
     * What stands in an address where a token must not; made by {@link MakeTicket}.
     *
     * @param reopens whether the client has shown a cursor that was signed for this very ticket:
     *     then it opens again what it opened before
     */
    record Ticket(String text, boolean reopens) implements Presented {
      @Override
      public String toString() {
        return "Ticket";
      }
    }

    /** A signed token. */
    record Token(String jwt) implements Presented {
      @Override
      public String toString() {
        return "Token";
      }
    }
  }

  /** What a client shows to be let into one channel, beyond what its connection may. */
  sealed interface ChannelProof {
    /** A token for the channel. */
    record Token(String jwt) implements ChannelProof {
      @Override
      public String toString() {
        return "Token";
      }
    }

    /**
     * An HMAC-SHA-256 that the customer's server made over a text which the dialect composed, and
     * which binds the connection and the channel.
     *
     * @param signed not changed afterwards
     * @param macHex in lower or upper case hexadecimal
     * @param operations what it allows in the channel
     * @param as the client that the connection is in this channel; absent: what it is elsewhere
     */
    record Signature(
        KeyId key, byte[] signed, String macHex, Set<Operation> operations, Optional<ClientId> as)
        implements ChannelProof {
      public Signature {
        operations = Set.copyOf(operations);
      }

      @Override
      public String toString() {
        return "Signature[" + key + "]";
      }
    }
  }

  /** Where a subscription begins. */
  sealed interface Start {
    /** With what comes from now on. */
    record Now() implements Start {}

    /** After a known place. */
    record After(Position position) implements Start {}

    /** With the last so many messages. */
    record Last(int messages) implements Start {}

    /** With what came within a time. */
    record Within(Duration age) implements Start {}
  }

  /**
   * What of a channel's order a subscription sees.
   *
   * @param presencePage how many entries the first page of presence has at most
   * @param last whether the answer brings the channel's last message
   * @param counts whether it is told how many subscribers the channel has, while the app shows that
   */
  record View(
      PresenceView presence,
      Optional<ChannelRule.SlowPolicy> slow,
      int presencePage,
      boolean last,
      boolean counts) {
    /** Messages, no presence, the rule's policy for slow readers. */
    public static final View MESSAGES = new View(PresenceView.NONE, Optional.empty());

    /** A view with pages of 100 presence entries and nothing of what is optional. */
    public View(PresenceView presence, Optional<ChannelRule.SlowPolicy> slow) {
      this(presence, slow, 100, false, false);
    }
  }

  /** How much of presence a subscription sees. */
  enum PresenceView {
    /** Nothing. */
    NONE,
    /** The number of entries with each change, not who. */
    COUNT,
    /** Every change. */
    FULL
  }

  /** In which order history is read. */
  enum Direction {
    /** Newest first. */
    BACKWARDS,
    /** Oldest first. */
    FORWARDS
  }

  /** Whom to disconnect. */
  sealed interface Target {
    /** One connection. */
    record OfConnection(ConnectionId connection) implements Target {}

    /** Every connection of a client. */
    record OfClient(ClientId client) implements Target {}
  }
}
