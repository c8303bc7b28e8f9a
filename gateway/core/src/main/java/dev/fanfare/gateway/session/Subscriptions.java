package dev.fanfare.gateway.session;

import dev.fanfare.gateway.channel.Channels;
import dev.fanfare.gateway.channel.Membership;
import dev.fanfare.gateway.channel.Rendering;
import dev.fanfare.gateway.channel.Subscriber;
import dev.fanfare.gateway.dialect.Encoding;
import dev.fanfare.gateway.port.Loop;
import dev.fanfare.gateway.port.Outlet;
import dev.fanfare.gateway.session.Identity.Member;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ChannelRule.SlowPolicy;
import dev.fanfare.protocol.Command;
import dev.fanfare.protocol.Command.Subscribe;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Event;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.Operation;
import dev.fanfare.protocol.Result;
import dev.fanfare.protocol.Result.OfSubscribe;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one session follows. On its loop. */
final class Subscriptions {
  private static final Fault GIVEN_UP =
      Fault.of(FaultCode.CONFLICT, "The subscription was given up before it began.");

  private static final int MAX_WAITING = 1_024;

  private final Session session;
  private final Encoding encoding;
  private final Channels channels;
  private final Map<ChannelName, One> byChannel = new HashMap<>(4);

  Subscriptions(Session session, Encoding encoding, Channels channels) {
    this.session = session;
    this.encoding = encoding;
    this.channels = channels;
  }

  /** Subscribes; the session is answered under the tag. */
  void subscribe(Member member, Subscribe subscribe, Object tag) {
    ChannelName channel = subscribe.channel();
    Optional<Fault> refusal = refusal(member, channel);
    if (refusal.isPresent()) {
      session.answer(tag, new Result.Refused(refusal.get()));
      return;
    }
    App app = member.app();
    One one =
        new One(
            tag,
            new Rendering(
                encoding,
                session.outlet().framing(),
                subscribe.view().presence(),
                subscribe.view().counts()),
            subscribe.view(),
            app.limits().outboxBytes(),
            subscribe.view().slow().orElse(app.ruleOf(channel).slow()),
            channel);
    byChannel.put(channel, one);
    one.membership = channels.subscribe(new ChannelKey(app.id(), channel), subscribe.start(), one);
    if (one.over) {
      one.membership.leave();
    }
  }

  /** Ends one; a subscribe that still waits is answered as given up. */
  void unsubscribe(ChannelName channel) {
    One one = byChannel.remove(channel);
    if (one != null) {
      one.end(GIVEN_UP);
    }
  }

  /**
   * Runs something once the channel's subscribe is answered; at once where none waits.
   *
   * @return whether it was taken; not when too much waits already
   */
  boolean afterJoining(ChannelName channel, Runnable next) {
    One one = byChannel.get(channel);
    if (one == null || one.isAnswered()) {
      next.run();
      return true;
    }
    return one.waiting.size() < MAX_WAITING && one.waiting.add(next);
  }

  void endAll() {
    List<One> all = List.copyOf(byChannel.values());
    byChannel.clear();
    all.forEach(one -> one.end(GIVEN_UP));
  }

  /**
   * Ends those that the member's rights do not cover any more, and says so: with the answer, where
   * that is not yet given.
   */
  void endThoseNotAllowed(Member member) {
    for (One one : List.copyOf(byChannel.values())) {
      if (!isAllowed(member, one.channel)) {
        Fault fault = Fault.forbidden(Operation.SUBSCRIBE, one.channel);
        boolean stood = one.isAnswered();
        byChannel.remove(one.channel, one);
        one.end(fault);
        if (stood) {
          session.unsubscribed(one.channel, fault);
        }
      }
    }
  }

  private Optional<Fault> refusal(Member member, ChannelName channel) {
    if (!isAllowed(member, channel)) {
      return Optional.of(Fault.forbidden(Operation.SUBSCRIBE, channel));
    }
    if (byChannel.containsKey(channel)) {
      return Optional.of(
          Fault.of(
              FaultCode.CONFLICT,
              "The connection is subscribed to '"
                  + channel
                  + "' already. Unsubscribe first to subscribe in another way."));
    }
    int most = member.app().limits().channelsPerConnection();
    if (byChannel.size() >= most) {
      return Optional.of(
          Fault.of(
              FaultCode.LIMIT_REACHED,
              "A connection may be subscribed to "
                  + most
                  + " channels. Unsubscribe from one, or open a second connection."));
    }
    return Optional.empty();
  }

  private static boolean isAllowed(Member member, ChannelName channel) {
    return member.grant().allows(Operation.SUBSCRIBE, channel)
        || (!channel.demandsGrant() && member.app().ruleOf(channel).publicSubscribe());
  }

  /** One subscription. */
  private final class One implements Subscriber {
    /** Until it is answered: what a dialect remembers with it may be large. */
    private @Nullable Object tag;

    private final Rendering rendering;
    private final Command.View view;
    private final long outboxBytes;
    private final SlowPolicy slowPolicy;
    private final ChannelName channel;
    private @Nullable Membership membership;
    private final List<Runnable> waiting = new ArrayList<>(0);
    private boolean over;

    One(
        Object tag,
        Rendering rendering,
        Command.View view,
        long outboxBytes,
        SlowPolicy slowPolicy,
        ChannelName channel) {
      this.tag = tag;
      this.rendering = rendering;
      this.view = view;
      this.outboxBytes = outboxBytes;
      this.slowPolicy = slowPolicy;
      this.channel = channel;
    }

    /** Ends it; one that still waits is answered with this fault. */
    void end(Fault ifUnanswered) {
      over = true;
      if (membership != null) {
        membership.leave();
      }
      answer(new Result.Refused(ifUnanswered));
    }

    @Override
    public ConnectionId connection() {
      return session.id();
    }

    @Override
    public Loop loop() {
      return session.loop();
    }

    @Override
    public Outlet outlet() {
      return session.outlet();
    }

    @Override
    public Rendering rendering() {
      return rendering;
    }

    @Override
    public Command.View view() {
      return view;
    }

    @Override
    public long outboxBytes() {
      return session.mostWaiting(outboxBytes);
    }

    @Override
    public SlowPolicy slowPolicy() {
      return slowPolicy;
    }

    @Override
    public void answered(OfSubscribe result) {
      if (tag != null && result instanceof Result.Refused) {
        byChannel.remove(channel, this);
      }
      answer(result);
    }

    boolean isAnswered() {
      return tag == null;
    }

    /** Once; what comes later is not told. */
    private void answer(Result result) {
      Object asked = tag;
      if (asked != null) {
        tag = null;
        session.answer(asked, result);
        runWaiting();
      }
    }

    private void runWaiting() {
      List<Runnable> next = List.copyOf(waiting);
      waiting.clear();
      next.forEach(Runnable::run);
    }

    @Override
    public void event(Event event, byte[] rendered) {
      session.event(event, rendered);
    }

    @Override
    public void tooSlow() {
      byChannel.remove(channel, this);
      session.tooSlow();
    }
  }
}
