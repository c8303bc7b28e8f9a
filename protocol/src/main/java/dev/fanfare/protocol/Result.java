package dev.fanfare.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The answer to a {@link Command}. A refusal is an answer too. */
public sealed interface Result {

  /** Answers {@link Command.Authenticate}. */
  sealed interface OfAuthenticate extends Result permits Authenticated, Refused {}

  /** Answers {@link Command.Subscribe}. */
  sealed interface OfSubscribe extends Result permits Subscribed, Refused {}

  /** Answers {@link Command.Unsubscribe}. */
  sealed interface OfUnsubscribe extends Result permits Unsubscribed, Refused {}

  /** Answers {@link Command.Publish}. */
  sealed interface OfPublish extends Result permits Published, Refused {}

  /** Answers {@link Command.EnterPresence} and {@link Command.LeavePresence}. */
  sealed interface OfPresenceChange extends Result permits PresenceChanged, Refused {}

  /** Answers {@link Command.ReadPresence}. */
  sealed interface OfReadPresence extends Result permits PresencePage, Refused {}

  /** Answers {@link Command.ReadHistory}. */
  sealed interface OfReadHistory extends Result permits HistoryPage, Refused {}

  /** Answers {@link Command.ReadChannel}. */
  sealed interface OfReadChannel extends Result permits ChannelStatus, Refused {}

  /** Answers {@link Command.ListChannels}. */
  sealed interface OfListChannels extends Result permits ChannelPage, Refused {}

  /** Answers {@link Command.MakeTicket}. */
  sealed interface OfMakeTicket extends Result permits TicketMade, Refused {}

  /** Answers {@link Command.Disconnect}. */
  sealed interface OfDisconnect extends Result permits Disconnected, Refused {}

  /** It was not done, and this is why. */
  record Refused(Fault fault)
      implements OfAuthenticate,
          OfSubscribe,
          OfUnsubscribe,
          OfPublish,
          OfPresenceChange,
          OfReadPresence,
          OfReadHistory,
          OfReadChannel,
          OfListChannels,
          OfMakeTicket,
          OfDisconnect {}

  /**
   * The credential holds.
   *
   * @param expiresAt when the connection ends unless it is refreshed; absent for API keys
   * @param options what the app has switched on
   */
  record Authenticated(
      AppId app,
      Optional<ClientId> client,
      Optional<Instant> expiresAt,
      Limits limits,
      AppOptions options)
      implements OfAuthenticate {
    /** The same of an app that has switched on nothing. */
    public Authenticated(
        AppId app, Optional<ClientId> client, Optional<Instant> expiresAt, Limits limits) {
      this(app, client, expiresAt, limits, AppOptions.DEFAULT);
    }
  }

  /**
   * The subscription stands. Everything after {@code position} follows, replay first.
   *
   * @param position where the subscription begins: the place asked for, or the channel's top
   * @param continuity how it joins what the client knew
   * @param presence the first page of presence, where the subscription sees it
   * @param last the channel's last message, where {@link Command.View#last} asks for it and there
   *     is one; one that stands behind {@code position} follows as an event too
   */
  record Subscribed(
      Event.ChannelRef channel,
      Position position,
      Continuity continuity,
      Optional<PresencePage> presence,
      Optional<Message> last)
      implements OfSubscribe {
    /** The same without the last message. */
    public Subscribed(
        Event.ChannelRef channel,
        Position position,
        Continuity continuity,
        Optional<PresencePage> presence) {
      this(channel, position, continuity, presence, Optional.empty());
    }

    /** The same with the channel's last message. */
    public Subscribed with(Message lastMessage) {
      return new Subscribed(channel, position, continuity, presence, Optional.of(lastMessage));
    }
  }

  /** How a subscription joins what the client knew. */
  sealed interface Continuity {
    /** Nothing is missing. */
    record Full() implements Continuity {}

    /** The messages from {@code from} to {@code to}, both included, are not kept any more. */
    record Gap(long from, long to) implements Continuity {}

    /** The client's position means nothing here: what it knew is void. */
    record Reset(Event.Why why) implements Continuity {}
  }

  /**
   * The channel is not followed any more; events that were under way may still arrive before this
   * answer, none after.
   */
  record Unsubscribed(ChannelName channel) implements OfUnsubscribe {}

  /** Every message is stored, or was before: one acknowledgement for each, in order. */
  record Published(ChannelName channel, List<Ack> acks) implements OfPublish {
    public Published {
      acks = List.copyOf(acks);
    }
  }

  /**
   * One message is stored.
   *
   * @param position its place; offset 0 for an ephemeral message, which has none
   * @param id its id
   * @param repeated whether it was published before with the same id and this is the first one's
   *     place
   */
  record Ack(Position position, Optional<String> id, long timeMicros, boolean repeated) {}

  /** The entry is as asked. */
  record PresenceChanged(ChannelName channel, Position position) implements OfPresenceChange {}

  /**
   * Some of the entries.
   *
   * @param position the channel's top when the page was read: what changed later arrives as events
   * @param total entries on all pages
   * @param next asks for the next page; absent on the last
   */
  record PresencePage(
      Position position, int total, List<PresenceMember> members, Optional<String> next)
      implements OfReadPresence {
    public PresencePage {
      members = List.copyOf(members);
    }
  }

  /**
   * Some of the past, in the direction asked for.
   *
   * @param next the place after which the next page starts; absent when there is no more
   */
  record HistoryPage(List<Message> messages, Optional<Position> next) implements OfReadHistory {
    public HistoryPage {
      messages = List.copyOf(messages);
    }
  }

  /**
   * A channel's state.
   *
   * @param presenceClients different clients among the presence entries
   */
  record ChannelStatus(
      ChannelName channel,
      Position top,
      int subscribers,
      int presenceMembers,
      int presenceClients,
      Optional<Message> last)
      implements OfReadChannel {
    /** A channel whose presence entries are of as many clients. */
    public ChannelStatus(
        ChannelName channel,
        Position top,
        int subscribers,
        int presenceMembers,
        Optional<Message> last) {
      this(channel, top, subscribers, presenceMembers, presenceMembers, last);
    }
  }

  /** Some of the app's channels. */
  record ChannelPage(List<ChannelStatus> channels, Optional<ChannelName> next)
      implements OfListChannels {
    public ChannelPage {
      channels = List.copyOf(channels);
    }
  }

  /**
   * A ticket.
   *
   * @param ticket safe in an address
   * @param opensUntil until when it opens something new
   * @param endsAt when what it opened ends
   */
  record TicketMade(String ticket, Instant opensUntil, Instant endsAt) implements OfMakeTicket {
    @Override
    public String toString() {
      return "TicketMade[" + opensUntil + ", " + endsAt + "]";
    }
  }

  /**
   * How many connections were closed by this gateway; others close theirs when the message reaches
   * them.
   */
  record Disconnected(int connections) implements OfDisconnect {}
}
