package dev.fanfare.testkit.contract;

import static dev.fanfare.testkit.Patience.await;

import dev.fanfare.gateway.log.Bounds;
import dev.fanfare.gateway.log.ChainLink;
import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.log.Head;
import dev.fanfare.gateway.log.Id128;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.log.LogChange.AppendReply;
import dev.fanfare.gateway.log.LogChange.Place;
import dev.fanfare.gateway.log.LogChange.Present;
import dev.fanfare.gateway.log.LogChange.PresentReply;
import dev.fanfare.gateway.log.LogChange.Submission;
import dev.fanfare.gateway.log.LogQuery;
import dev.fanfare.gateway.log.Slice;
import dev.fanfare.gateway.port.ChannelStore;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelRule;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.Command.Direction;
import dev.fanfare.protocol.Command.Start;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.MessageId;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.Result.PresencePage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A channel of a store, as a test speaks of it. Every method waits for the store's answer and fails
 * the test when there is none. Gateways below 1,000 are the test's own: others may use a store with
 * leases for longer than such a gateway lives.
 */
public record StoredChannel(ChannelStore store, ChannelKey key, Bounds bounds) {
  /** The bounds of a channel that no rule is about. */
  public static final Bounds DEFAULT_BOUNDS = Bounds.of(ChannelRule.DEFAULT, 1_000, 100);

  /** Publishes these texts as one append. */
  public List<Place> publish(String... texts) {
    Submission[] submissions =
        Stream.of(texts).map(StoredChannel::plain).toArray(Submission[]::new);
    return places(append(submissions));
  }

  /** Publishes one text under a publisher's own id. */
  public Place publishWithId(String id, String text) {
    return places(append(withId(id, text))).get(0);
  }

  /** Appends whatever it is. */
  public AppendReply append(Submission... submissions) {
    return await(store.apply(key, new LogChange.Append(List.of(submissions), bounds)));
  }

  /** A text to publish. */
  public static Submission plain(String text) {
    return new Submission(Draft.of(Payload.text(text)), Optional.empty());
  }

  /** A text to publish under a publisher's own id. */
  public static Submission withId(String id, String text) {
    Draft draft = Draft.of(Payload.text(text)).withId(new MessageId(id));
    return new Submission(draft, Optional.of(Id128.ofMessageId(id)));
  }

  /** The places of an append that must have been made. */
  public static List<Place> places(AppendReply reply) {
    if (reply instanceof AppendReply.Appended appended) {
      return appended.places();
    }
    throw new AssertionError("It was not appended: " + reply);
  }

  /** Asks the log. */
  public <R> R ask(LogQuery<R> query) {
    return await(store.read(key, query));
  }

  /** One slice after a position. */
  public Slice after(Position position, int maxEntries) {
    return ask(new LogQuery.After(position, maxEntries, 1 << 20));
  }

  /** All entries from the beginning, read in slices. */
  public List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    Position position = Position.NONE;
    while (true) {
      Slice slice = after(position, 7);
      entries.addAll(slice.entries());
      if (!slice.more()) {
        return entries;
      }
      position = place(slice.head(), slice.endOffset());
    }
  }

  /** The place with this offset on a log's chain of epochs. */
  public static Position place(Head head, long offset) {
    long epoch = 0;
    for (ChainLink link : head.chain()) {
      if (link.firstOffset() <= offset) {
        epoch = link.epoch();
      }
    }
    return new Position(epoch, offset);
  }

  /** The texts of all messages from the beginning. */
  public List<String> texts() {
    return texts(entries());
  }

  /** The texts of the messages among these entries. */
  public static List<String> texts(List<Entry> entries) {
    return entries.stream()
        .filter(entry -> entry.kind() == Entry.Kind.MESSAGE)
        .map(entry -> entry.message().draft().payload().text())
        .toList();
  }

  /** Where a subscription begins. */
  public LogQuery.Resolved resolve(Start start) {
    return ask(new LogQuery.Resolve(start));
  }

  /** A page of history. */
  public LogQuery.HistoryReply history(Optional<Position> from, Direction direction, int limit) {
    return ask(new LogQuery.History(from, direction, limit));
  }

  /** The channel's state. */
  public LogQuery.State status() {
    return ask(new LogQuery.Status());
  }

  /** Enters presence by the gateway 1. */
  public PresentReply enter(String client, String connection, String data) {
    return enter(client, connection, 1, data);
  }

  /** Enters presence by this gateway. */
  public PresentReply enter(String client, String connection, long incarnation, String data) {
    return present(
        Present.Kind.ENTER, client, connection, incarnation, Optional.of(Payload.text(data)));
  }

  /** Leaves presence by the gateway 1. */
  public PresentReply leave(String client, String connection) {
    return present(Present.Kind.LEAVE, client, connection, 1, Optional.empty());
  }

  /** A page of presence. */
  public PresencePage presence(int limit, Optional<String> cursor) {
    return ask(new LogQuery.Presence(Optional.empty(), limit, cursor));
  }

  /** Says how many subscribers a gateway has. */
  public int occupy(long incarnation, int subscribers) {
    return await(store.apply(key, new LogChange.Occupy(own(incarnation), subscribers)))
        .subscribers();
  }

  /** Ends what a dead gateway answered for. */
  public List<Entry> reap(long incarnation) {
    return await(store.apply(key, new LogChange.Reap(own(incarnation)))).leaves();
  }

  private PresentReply present(
      Present.Kind kind,
      String client,
      String connection,
      long incarnation,
      Optional<Payload> data) {
    Present change =
        new Present(
            kind,
            new ClientId(client),
            new ConnectionId(connection),
            own(incarnation),
            data,
            bounds);
    return await(store.apply(key, change));
  }

  /** The name of a gateway of a test's own, by its number in the test, from 1 to 999. */
  public static long gateway(AppId app, long number) {
    return app.text().hashCode() * 1_000L + number;
  }

  private long own(long incarnation) {
    boolean isNumber = incarnation > 0 && incarnation < 1_000;
    return isNumber ? gateway(key.app(), incarnation) : incarnation;
  }
}
