package dev.fanfare.protocol;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A message as its publisher hands it in, before the channel gave it a place.
 *
 * @param name the event's name, at most 255 bytes
 * @param key groups messages of which only the newest matters to a slow reader, at most 255 bytes
 * @param id makes retries safe; absent: the server names the message
 * @param tags labels that filters may use, at most 16
 * @param extras one JSON object that the server carries verbatim and never reads
 * @param ephemeral live subscribers only: no offset, no history, at most once
 * @param noStore kept for resuming clients, absent from history
 * @param except a connection that does not get it: its sender without echo, or one named by the
 *     publisher
 * @param ttl after it the message is no longer replayed
 * @param change what it does to an earlier message; absent: it is a new one
 * @param from the identity under which it is published
 */
public record Draft(
    Optional<String> name,
    Payload payload,
    Optional<String> key,
    Optional<MessageId> id,
    List<String> tags,
    Optional<String> extras,
    boolean ephemeral,
    boolean noStore,
    Optional<ConnectionId> except,
    Optional<Duration> ttl,
    Optional<Change> change,
    Sender from) {

  public Draft {
    tags = List.copyOf(tags);
  }

  /** A plain new message. */
  public static Draft of(Payload payload) {
    return new Draft(
        Optional.empty(),
        payload,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        false,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Sender.NOBODY);
  }

  /** The same with an event name. */
  public Draft named(String eventName) {
    return new Draft(
        Optional.of(eventName),
        payload,
        key,
        id,
        tags,
        extras,
        ephemeral,
        noStore,
        except,
        ttl,
        change,
        from);
  }

  /** The same with a publisher's id. */
  public Draft withId(MessageId messageId) {
    return new Draft(
        name,
        payload,
        key,
        Optional.of(messageId),
        tags,
        extras,
        ephemeral,
        noStore,
        except,
        ttl,
        change,
        from);
  }

  /** The same under another identity. */
  public Draft sentBy(Sender sender) {
    return new Draft(
        name, payload, key, id, tags, extras, ephemeral, noStore, except, ttl, change, sender);
  }

  /** The same, withheld from one connection. */
  public Draft exceptFor(ConnectionId connection) {
    return new Draft(
        name,
        payload,
        key,
        id,
        tags,
        extras,
        ephemeral,
        noStore,
        Optional.of(connection),
        ttl,
        change,
        from);
  }

  /**
   * Who published.
   *
   * @param client the identity, proven by the credential
   * @param connection the connection it came from; absent for REST
   */
  public record Sender(Optional<ClientId> client, Optional<ConnectionId> connection) {
    /** Nobody in particular: a key over REST. */
    public static final Sender NOBODY = new Sender(Optional.empty(), Optional.empty());
  }

  /**
   * What a message does to an earlier one of the same channel.
   *
   * @param action one of {@code UPDATE, APPEND, DELETE, ANNOTATION}
   * @param serial the earlier message's serial; it must still be in the channel's log
   */
  public record Change(Action action, String serial) {
    public Change {
      if (action == Action.CREATE) {
        throw new IllegalArgumentException("A new message names no earlier one");
      }
    }
  }

  /** What a message is to the channel. */
  public enum Action {
    CREATE,
    UPDATE,
    APPEND,
    DELETE,
    ANNOTATION
  }
}
