package dev.fanfare.gateway.dialect;

import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Command;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.Limits;
import dev.fanfare.protocol.Result;
import java.time.Duration;
import java.util.List;

/**
 * One connected client, as its dialect sees it: a pure state machine from what happened to what to
 * do. One thread at a time. Events of channels do not pass through it: they are rendered once by
 * the {@link Encoding} and shared.
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

    /** Send this to the client. */
    record Send(byte[] payload, boolean binary) implements Action {}

    /** Start a timer, or start it anew. Timers are told apart by {@code equals}. */
    record Start(Object timer, Duration after) implements Action {}

    /** Stop a timer; one that does not run is no error. */
    record Stop(Object timer) implements Action {}

    /** Close the connection with a carrier's close code. */
    record Close(int code, String reason) implements Action {}
  }
}
