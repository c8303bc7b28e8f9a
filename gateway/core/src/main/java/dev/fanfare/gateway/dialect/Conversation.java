package dev.fanfare.gateway.dialect;

import dev.fanfare.protocol.AppOptions;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Command;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Event;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.Limits;
import dev.fanfare.protocol.Result;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One connected client, as its dialect sees it: a pure state machine from what happened to what to
 * do. One thread at a time. Events of channels do not pass through it: they are rendered once by
 * the {@link Encoding} and shared; only where the encoding is {@link Encoding#individual()} they
 * come to {@link #event}.
 *
 * <p>Actions are carried out in their order. {@link Action.Run}s of one conversation start in their
 * order; those that concern one channel also finish in it. The answer to a subscribe is told before
 * the first event of its channel, the answer to an unsubscribe after the last.
 */
public interface Conversation {

  /** The connection is open. */
  List<Action> opened(Opening opening);

  /** A whole text or binary message came. */
  List<Action> received(byte[] message, boolean binary);

  /** The command that was run with this tag has its result. */
  List<Action> answered(Object tag, Result result);

  /** A timer that was started with this tag has run out. */
  List<Action> elapsed(Object timer);

  /** Something happened that the client did not ask for. */
  List<Action> told(Notice notice);

  /**
   * An event of a channel that the client follows, in the channel's order; only where the encoding
   * is {@link Encoding#individual()}.
   *
   * @param rendered by the encoding, once for all who follow the channel with it; not to be changed
   * @throws UnsupportedOperationException where the encoding is shared: such a conversation's
   *     events are written past it, and to call this is a mistake of the core
   */
  default List<Action> event(Event event, byte[] rendered) {
    throw new UnsupportedOperationException("This conversation's encoding is shared");
  }

  /**
   * What a conversation is told at its start.
   *
   * @param limits that hold until an app is known
   * @param heartbeat after which silence of the server a sign of life is due
   */
  record Opening(ConnectionId connection, Limits limits, Duration heartbeat) {}

  /** Something that happens to one connection. */
  sealed interface Notice {
    /** The server ended a subscription. */
    record Unsubscribed(ChannelName channel, Fault fault) implements Notice {}

    /** The credential runs out in this time unless it is refreshed. */
    record ExpiresSoon(Duration in) implements Notice {}

    /** The app has other limits or options from now on. */
    record AppChanged(Limits limits, AppOptions options) implements Notice {}

    /**
     * The server ends the connection for this reason; the answer should say goodbye and {@link
     * Action.Close}. Whatever the answer, the connection is closed.
     */
    record Ending(Fault fault) implements Notice {}
  }

  /** Something to do. */
  sealed interface Action {
    /** Run a command; its result comes back with the tag. */
    record Run(Command command, Object tag) implements Action {}

    /**
     * Send this to the client.
     *
     * @param deliveries how many messages are in it, counted as delivered when it was written
     */
    record Send(byte[] payload, boolean binary, int deliveries) implements Action {
      /** Something that holds no message of a channel. */
      public Send(byte[] payload, boolean binary) {
        this(payload, binary, 0);
      }
    }

    /**
     * Begin the response of a {@link Match.Streamed} with this status and these headers; without it
     * the first {@link Send} begins one with 200. Where everything up to the {@link Close} comes in
     * one turn, the client gets one whole response. Over a WebSocket it means nothing.
     */
    record Begin(int status, Map<String, String> headers) implements Action {
      public Begin {
        headers = Map.copyOf(headers);
      }
    }

    /** Start a timer, or start it anew. Timers are told apart by {@code equals}. */
    record Start(Object timer, Duration after) implements Action {}

    /** Stop a timer; one that does not run is no error. */
    record Stop(Object timer) implements Action {}

    /** Close the connection with a carrier's close code. */
    record Close(int code, String reason) implements Action {}
  }
}
