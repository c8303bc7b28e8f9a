package dev.fanfare.gateway.dialect.fanfare.carrier;

import dev.fanfare.gateway.dialect.Conversation;
import dev.fanfare.gateway.dialect.Seal;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Command.Authenticate;
import dev.fanfare.protocol.Command.Subscribe;
import dev.fanfare.protocol.Event;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What Server-Sent Events and long polling have in common: the request says everything, so it
 * authenticates and subscribes at once, and keeps the client's places for its cursor.
 */
abstract class Listening implements Conversation {
  private final Wish wish;
  private final Places places = new Places();
  private final Cursor.Maker cursors;
  private final Set<ChannelName> awaited = new HashSet<>();
  private Duration heartbeat = Duration.ofSeconds(25);
  private boolean closed;

  Listening(Wish wish, Seal seal) {
    this.wish = wish;
    this.cursors = new Cursor.Maker(seal, wish.ticket());
  }

  /** What a result belongs to. */
  private sealed interface Asked {
    record WhoItIs() implements Asked {}

    record ToHear(ChannelName channel) implements Asked {}
  }

  /** The client is known; its channels are asked for next. */
  abstract void admitted(List<Action> actions);

  /** The credential does not hold, or may not hear a channel. */
  abstract void refused(Fault fault, List<Action> actions);

  /** One more channel is there; {@link #isComplete()} when it was the last. */
  abstract void heard(Result.Subscribed subscribed, List<Action> actions);

  /** Something of a channel; it has to {@link #move} by it when it tells the client of it. */
  abstract void pushed(Event event, byte[] rendered, List<Action> actions);

  /** The channel is not followed any more. */
  abstract void lost(ChannelName channel, Fault fault, List<Action> actions);

  /** A timer of the carrier's own. */
  abstract void elapsed(Object timer, List<Action> actions);

  /** The credential expires soon. */
  abstract void expiresSoon(Duration in, List<Action> actions);

  /** The server ends it. */
  abstract void ended(Fault fault, List<Action> actions);

  final Wish wish() {
    return wish;
  }

  final Duration heartbeat() {
    return heartbeat;
  }

  /** Whether every channel has been answered. */
  final boolean isComplete() {
    return awaited.isEmpty();
  }

  /** The client is told of this event now; whether its place is another. */
  final boolean move(Event event) {
    return places.move(event);
  }

  final String cursor() {
    return cursors.text(places.all());
  }

  final void close(List<Action> actions) {
    closed = true;
    actions.add(new Action.Close(1000, ""));
  }

  @Override
  public final List<Action> opened(Opening opening) {
    heartbeat = opening.heartbeat();
    wish.cursor()
        .ifPresent(
            cursor ->
                wish.channels()
                    .forEach(
                        channel ->
                            cursor.place(channel).ifPresent(place -> places.at(channel, place))));
    return List.of(new Action.Run(new Authenticate(wish.credential()), new Asked.WhoItIs()));
  }

  @Override
  public final List<Action> received(byte[] message, boolean binary) {
    return List.of(); // a GET's body says nothing
  }

  @Override
  public final List<Action> answered(Object tag, Result result) {
    List<Action> actions = new ArrayList<>();
    if (!closed) {
      switch ((Asked) tag) {
        case Asked.WhoItIs unused -> authenticated(result, actions);
        case Asked.ToHear(ChannelName channel) -> subscribed(channel, result, actions);
      }
    }
    return actions;
  }

  private void authenticated(Result result, List<Action> actions) {
    if (result instanceof Result.Refused(Fault fault)) {
      refused(fault, actions);
      return;
    }
    admitted(actions);
    awaited.addAll(wish.channels());
    for (Subscribe subscribe : wish.subscriptions()) {
      actions.add(new Action.Run(subscribe, new Asked.ToHear(subscribe.channel())));
    }
  }

  private void subscribed(ChannelName channel, Result result, List<Action> actions) {
    awaited.remove(channel);
    if (result instanceof Result.Subscribed subscribed) {
      places.at(channel, subscribed.position());
      heard(subscribed, actions);
    } else if (result instanceof Result.Refused(Fault fault)) {
      refused(fault, actions);
    }
  }

  @Override
  public final List<Action> event(Event event, byte[] rendered) {
    List<Action> actions = new ArrayList<>(1);
    if (!closed) {
      pushed(event, rendered, actions);
    }
    return actions;
  }

  @Override
  public final List<Action> elapsed(Object timer) {
    List<Action> actions = new ArrayList<>(2);
    if (!closed) {
      elapsed(timer, actions);
    }
    return actions;
  }

  @Override
  public final List<Action> told(Notice notice) {
    List<Action> actions = new ArrayList<>(2);
    if (!closed) {
      switch (notice) {
        case Notice.Unsubscribed(ChannelName channel, Fault fault) -> lost(channel, fault, actions);
        case Notice.ExpiresSoon(Duration in) -> expiresSoon(in, actions);
        case Notice.AppChanged changed -> {}
        case Notice.Ending(Fault fault) -> ended(fault, actions);
      }
    }
    return actions;
  }
}
