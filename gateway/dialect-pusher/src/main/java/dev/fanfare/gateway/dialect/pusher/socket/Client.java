package dev.fanfare.gateway.dialect.pusher.socket;

import dev.fanfare.gateway.dialect.Conversation.Action;
import dev.fanfare.gateway.dialect.pusher.wire.PusherLimits;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.AppOptions;
import dev.fanfare.protocol.Command;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Limits;
import dev.fanfare.protocol.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** What the parts of one conversation share: who the client is, and what is to be done next. */
final class Client {
  private enum State {
    NEW,
    OPEN,
    CLOSED
  }

  private final PusherEncoding encoding;
  private List<Action> actions = new ArrayList<>(4);
  private State state = State.NEW;
  private ConnectionId socket = new ConnectionId("0.0");
  private AppId app = new AppId("0");
  private Limits limits = Limits.DEFAULT;
  private AppOptions options = AppOptions.DEFAULT;

  Client(PusherEncoding encoding) {
    this.encoding = encoding;
  }

  void enter(Result.Authenticated entered) {
    state = State.OPEN;
    app = entered.app();
    limits = entered.limits();
    options = entered.options();
  }

  void changed(Limits newLimits, AppOptions newOptions) {
    limits = newLimits;
    options = newOptions;
  }

  boolean isOpen() {
    return state == State.OPEN;
  }

  boolean isClosed() {
    return state == State.CLOSED;
  }

  PusherEncoding encoding() {
    return encoding;
  }

  boolean positions() {
    return encoding == PusherEncoding.WITH_POSITIONS;
  }

  ConnectionId socket() {
    return socket;
  }

  void socket(ConnectionId id) {
    socket = id;
  }

  AppId app() {
    return app;
  }

  Limits limits() {
    return limits;
  }

  PusherLimits pusherLimits() {
    return PusherLimits.of(limits);
  }

  AppOptions options() {
    return options;
  }

  void send(byte[] frame) {
    actions.add(new Action.Send(frame, false));
  }

  /** Sends a message of a channel, which counts as delivered. */
  void deliver(byte[] frame) {
    actions.add(new Action.Send(frame, false, 1));
  }

  void error(OptionalInt code, String message) {
    send(Frames.error(code, message));
  }

  void run(Command command, Tag tag) {
    actions.add(new Action.Run(command, tag));
  }

  void start(Object timer, Duration after) {
    actions.add(new Action.Start(timer, after));
  }

  void stop(Object timer) {
    actions.add(new Action.Stop(timer));
  }

  /** Says why, for clients of old protocols in an event too, and closes. */
  void close(int code, String message) {
    if (state != State.CLOSED) {
      state = State.CLOSED;
      error(OptionalInt.of(code), message);
      actions.add(new Action.Close(code, reason(message)));
    }
  }

  /** What is to be done; from here on anew. */
  List<Action> actions() {
    List<Action> now = actions;
    actions = new ArrayList<>(4);
    return now;
  }

  /** A close frame holds 123 bytes. */
  private static String reason(String message) {
    StringBuilder ascii = new StringBuilder();
    message.chars().limit(120).forEach(c -> ascii.append(c >= 0x20 && c < 0x7f ? (char) c : '?'));
    return ascii.toString();
  }
}
