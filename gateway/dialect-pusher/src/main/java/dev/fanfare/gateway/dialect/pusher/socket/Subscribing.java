package dev.fanfare.gateway.dialect.pusher.socket;

import dev.fanfare.gateway.dialect.pusher.json.JsonFields;
import dev.fanfare.gateway.dialect.pusher.json.JsonOut;
import dev.fanfare.gateway.dialect.pusher.json.Unreadable;
import dev.fanfare.gateway.dialect.pusher.wire.Names;
import dev.fanfare.gateway.dialect.pusher.wire.Refusals;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Command.EnterPresence;
import dev.fanfare.protocol.Command.PresenceView;
import dev.fanfare.protocol.Command.Start;
import dev.fanfare.protocol.Command.Subscribe;
import dev.fanfare.protocol.Command.Unsubscribe;
import dev.fanfare.protocol.Command.View;
import dev.fanfare.protocol.Event;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.Message;
import dev.fanfare.protocol.Result;
import dev.fanfare.protocol.Result.Continuity;
import dev.fanfare.protocol.Result.PresencePage;
import dev.fanfare.protocol.Result.Subscribed;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** The channels of one client. */
final class Subscribing {
  private final Client client;
  private final Snapshots snapshots;
  private final Map<String, Followed> channels = new HashMap<>(4);

  Subscribing(Client client, Snapshots snapshots) {
    this.client = client;
    this.snapshots = snapshots;
  }

  /** Whether a signature lets the client into some channel. */
  boolean hasProven() {
    return channels.values().stream().anyMatch(Followed::proven);
  }

  /** Whether the client follows it, or is about to. */
  boolean follows(String channel) {
    Followed followed = channels.get(channel);
    return followed != null && followed.state() == Followed.State.JOINED;
  }

  void subscribe(JsonFields fields, Optional<User> user) throws Unreadable {
    String name = fields.needText("channel");
    Joining joining;
    try {
      joining =
          Joining.read(
              name,
              fields,
              client.socket(),
              user,
              client.pusherLimits().userBytes(),
              client.positions());
    } catch (Unreadable refused) {
      refuse(name, refused);
      return;
    }
    inTurn(name, followed -> begin(joining, followed));
  }

  private void refuse(String name, Unreadable refused) {
    boolean wrongName = Names.user(name).isEmpty() && Names.objection(name).isPresent();
    Refusals.Subscription how =
        wrongName
            ? new Refusals.Subscription("LimitReached", 4009)
            : new Refusals.Subscription("AuthError", 401);
    client.send(Frames.subscriptionError(shown(name), how, refused.sentence()));
  }

  private void begin(Joining joining, Followed followed) {
    if (followed.state() == Followed.State.JOINED) {
      client.error(
          OptionalInt.empty(), "The connection is subscribed to '" + joining.name() + "' already.");
      return;
    }
    followed.state(Followed.State.JOINING);
    if (joining.enters().isPresent()) {
      client.run(
          new EnterPresence(
              joining.channel(),
              Optional.empty(),
              joining.enters().get().data(),
              joining.proof(),
              OptionalInt.of(client.pusherLimits().presenceMembers())),
          new Tag.Enter(joining));
    } else {
      join(joining);
    }
  }

  private void join(Joining joining) {
    boolean presence = joining.enters().isPresent();
    View view =
        new View(
            presence ? PresenceView.FULL : PresenceView.NONE,
            Optional.empty(),
            client.limits().presenceEntries(),
            joining.channel().isCache(),
            !presence && !joining.channel().isInternal());
    Start start = joining.after().<Start>map(Start.After::new).orElseGet(Start.Now::new);
    client.run(
        new Subscribe(
            joining.channel(), start, view, presence ? Optional.empty() : joining.proof()),
        new Tag.Join(joining));
  }

  /** The presence entry was made or refused. */
  void entered(Joining joining, Result result) {
    if (result instanceof Result.Refused(Fault fault)) {
      failed(joining, fault);
    } else {
      join(joining);
    }
  }

  /** The subscription stands or was refused. */
  void joined(Joining joining, Result result) {
    switch (result) {
      case Subscribed subscribed -> {
        Followed followed = followed(joining.name());
        followed.state(Followed.State.JOINED);
        followed.proven(joining.proof().isPresent());
        client.send(success(joining, subscribed));
        if (joining.channel().isCache()) {
          last(joining, subscribed);
        }
        followed.goOn();
        tidy(joining.name(), followed);
      }
      case Result.Refused(Fault fault) -> failed(joining, fault);
      default -> throw new IllegalStateException("Not the answer to a subscribe: " + result);
    }
  }

  private void failed(Joining joining, Fault fault) {
    client.send(
        Frames.subscriptionError(joining.name(), Refusals.subscription(fault), fault.message()));
    // What the signature allowed, and an entry that it made, go with it.
    client.run(new Unsubscribe(joining.channel()), new Tag.Unheard());
    Followed followed = followed(joining.name());
    followed.state(Followed.State.IDLE);
    followed.goOn();
    tidy(joining.name(), followed);
  }

  void unsubscribe(String name) throws Unreadable {
    if (channels.containsKey(name)) {
      inTurn(name, followed -> leave(name, followed));
    }
  }

  private void leave(String name, Followed followed) {
    if (followed.state() == Followed.State.JOINED) {
      followed.state(Followed.State.IDLE);
      followed.proven(false);
      client.run(new Unsubscribe(channel(name)), new Tag.Unheard());
    }
  }

  /** The server ended a subscription. */
  void ended(ChannelName channel, Fault fault) {
    String name = Names.onWire(channel);
    Followed followed = channels.get(name);
    if (followed != null) {
      client.send(Frames.subscriptionError(name, Refusals.subscription(fault), fault.message()));
      followed.state(Followed.State.IDLE);
      followed.proven(false);
      followed.goOn();
      tidy(name, followed);
    }
  }

  private byte[] success(Joining joining, Subscribed subscribed) {
    Optional<PresencePage> page = subscribed.presence();
    if (client.positions()) {
      JsonOut data = new JsonOut().object();
      page.ifPresent(presence -> Snapshots.write(presence, data));
      return Frames.subscribed(joining.name(), place(joining, subscribed, data).end());
    }
    return page.isEmpty()
        ? Frames.subscribed(joining.name(), new JsonOut().object().end())
        : snapshots.frame(
            client.app(),
            joining.name(),
            page.get(),
            presence ->
                Frames.subscribed(
                    joining.name(), Snapshots.write(presence, new JsonOut(1_024).object()).end()));
  }

  private static JsonOut place(Joining joining, Subscribed subscribed, JsonOut data) {
    data.field("epoch", subscribed.position().epochText())
        .field("offset", subscribed.position().offset());
    if (joining.after().isPresent()) {
      data.name("recovered").truth(subscribed.continuity() instanceof Continuity.Full);
      if (subscribed.continuity() instanceof Continuity.Gap(long from, long to)) {
        data.name("gap").object().field("from", from).field("to", to).end();
      }
    }
    return data;
  }

  /** A cache channel's last event; one that stands behind the beginning follows by itself. */
  private void last(Joining joining, Subscribed subscribed) {
    Optional<Message> last = subscribed.last();
    if (last.isEmpty()) {
      client.send(Frames.cacheMiss(joining.name()));
    } else if (joining.after().isEmpty()
        && last.get().position().offset() <= subscribed.position().offset()) {
      client
          .encoding()
          .render(new Event.Published(subscribed.channel(), last.get()))
          .ifPresent(client::deliver);
    }
  }

  private void inTurn(String name, Consumer<Followed> act) {
    Followed followed = followed(name);
    if (!followed.inTurn(() -> act.accept(followed))) {
      client.error(
          OptionalInt.of(4301), "Too much waits for channel '" + name + "'. Wait for its answer.");
    }
    tidy(name, followed);
  }

  private Followed followed(String name) {
    return channels.computeIfAbsent(name, unused -> new Followed());
  }

  private void tidy(String name, Followed followed) {
    if (followed.isOver()) {
      channels.remove(name, followed);
    }
  }

  private static ChannelName channel(String name) {
    return Names.user(name).map(ChannelName::ofUser).orElseGet(() -> new ChannelName(name));
  }

  private static String shown(String name) {
    return name.length() > 200 ? name.substring(0, 200) : name;
  }
}
