package dev.fanfare.gateway.channel;

import dev.fanfare.gateway.auth.Caller;
import dev.fanfare.gateway.limits.NoRoom;
import dev.fanfare.gateway.limits.Rate;
import dev.fanfare.gateway.limits.StoreLoad;
import dev.fanfare.gateway.limits.Underway;
import dev.fanfare.gateway.log.Bounds;
import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.log.Id128;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.log.LogChange.Place;
import dev.fanfare.gateway.log.LogChange.Submission;
import dev.fanfare.gateway.log.Room;
import dev.fanfare.gateway.metering.Meter;
import dev.fanfare.gateway.port.Allowance;
import dev.fanfare.gateway.port.ChannelStore;
import dev.fanfare.gateway.port.Telemetry;
import dev.fanfare.gateway.port.Time;
import dev.fanfare.protocol.AppOptions;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ChannelRule;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.Command.Publish;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.Limits;
import dev.fanfare.protocol.Message;
import dev.fanfare.protocol.MessageId;
import dev.fanfare.protocol.Operation;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.Result;
import dev.fanfare.protocol.Result.Ack;
import dev.fanfare.protocol.Result.OfPublish;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Takes messages from publishers: checks, appends, acknowledges, fans out, in this order. Any
 * thread.
 */
public final class Publisher {
  private static final int MAX_NAME_BYTES = 255;
  private static final int MAX_TAGS = 16;

  /** What a message takes beside its payload. */
  private static final int MESSAGE_OVERHEAD_BYTES = 256;

  private final ChannelStore store;
  private final Channels channels;
  private final Allowance allowance;
  private final Meter meter;
  private final Telemetry telemetry;
  private final Time time;
  private final AtomicLong lastEphemeralMicros = new AtomicLong();
  private final Underway underway;

  /**
   * A publisher to whom nothing was given yet.
   *
   * @param load what may wait for the store: in memory it answers at once, over a network it may
   *     not
   */
  public Publisher(
      ChannelStore store,
      Channels channels,
      Allowance allowance,
      Meter meter,
      Telemetry telemetry,
      Time time,
      StoreLoad load) {
    this.store = store;
    this.channels = channels;
    this.allowance = allowance;
    this.meter = meter;
    this.telemetry = telemetry;
    this.time = time;
    this.underway = new Underway(load.appBytes(), load.connectionBytes());
  }

  /**
   * Publishes as one append.
   *
   * @param answer is told before any subscriber on this thread is; on any thread
   */
  public void publish(Caller caller, Publish publish, Consumer<OfPublish> answer) {
    ChannelRule rule = caller.app().ruleOf(publish.channel());
    Optional<Fault> refusal = refusal(caller, publish, rule);
    if (refusal.isPresent()) {
      answer.accept(new Result.Refused(refusal.get()));
      return;
    }
    ChannelKey key = caller.key(publish.channel());
    List<Draft> drafts = new ArrayList<>(publish.drafts().size());
    List<Submission> submissions = new ArrayList<>(publish.drafts().size());
    for (Draft asked : publish.drafts()) {
      Draft draft = asked.sentBy(sender(caller, publish.channel(), asked));
      drafts.add(draft);
      if (!draft.ephemeral()) {
        submissions.add(submission(caller, publish.channel(), draft));
      }
    }
    if (submissions.isEmpty()) {
      answer.accept(new Result.Published(publish.channel(), acks(drafts, List.of())));
      finish(caller, key, drafts, List.of());
      return;
    }
    Limits limits = caller.app().limits();
    Bounds bounds = Bounds.of(rule, limits.presenceMembers(), limits.appPublishesPerSecond());
    long bytes = bytes(submissions);
    if (!underway.take(caller.app().id(), caller.connection(), bytes)) {
      answer.accept(new Result.Refused(overloaded()));
      return;
    }
    store
        .apply(key, new LogChange.Append(submissions, bounds))
        .onComplete(
            reply -> {
              underway.give(caller.app().id(), caller.connection(), bytes);
              switch (reply) {
                case LogChange.AppendReply.Appended(List<Place> places) -> {
                  answer.accept(new Result.Published(publish.channel(), acks(drafts, places)));
                  finish(caller, key, drafts, places);
                }
                case LogChange.AppendReply.UnknownTarget(String serial) ->
                    answer.accept(
                        new Result.Refused(
                            Fault.of(
                                FaultCode.UNKNOWN_TARGET,
                                "Message '"
                                    + serial
                                    + "' is not in the channel any more. Only messages within the"
                                    + " channel's history can be changed.")));
                case LogChange.AppendReply.NoLog(Room why) ->
                    answer.accept(new Result.Refused(NoRoom.fault(why, limits.channels())));
                case LogChange.AppendReply.Unavailable() ->
                    answer.accept(new Result.Refused(Membership.unavailable()));
              }
            },
            failure -> {
              underway.give(caller.app().id(), caller.connection(), bytes);
              telemetry.storeFailed();
              answer.accept(
                  new Result.Refused(
                      Fault.of(FaultCode.OUTCOME_UNKNOWN).retryAfter(Duration.ofSeconds(1))));
            });
  }

  private static long bytes(List<Submission> submissions) {
    long bytes = 0;
    for (Submission submission : submissions) {
      bytes += submission.draft().payload().bytes().length + MESSAGE_OVERHEAD_BYTES;
    }
    return bytes;
  }

  private static Fault overloaded() {
    return Fault.of(
            FaultCode.UNAVAILABLE,
            "More messages wait to be stored than may. Nothing was published: wait for the stated"
                + " time and for the answers to what you sent, then send it again.")
        .retryAfter(Duration.ofSeconds(1));
  }

  private void finish(Caller caller, ChannelKey key, List<Draft> drafts, List<Place> places) {
    int taken = 0;
    long bytes = 0;
    List<Entry> stored = new ArrayList<>(places.size());
    int place = 0;
    for (Draft draft : drafts) {
      if (draft.ephemeral()) {
        taken++;
        bytes += draft.payload().bytes().length;
        Message message = new Message(Position.NONE, momentOfAnEphemeral(), draft);
        channels.fanOut(key, List.of(Entry.of(message)));
      } else {
        Optional<Entry> entry = places.get(place++).entry();
        if (entry.isPresent()) {
          taken++;
          bytes += draft.payload().bytes().length;
          stored.add(entry.get());
        }
      }
    }
    if (taken > 0) {
      meter.published(caller.app().id(), taken, bytes);
      telemetry.published(taken);
    }
    if (!stored.isEmpty()) {
      channels.fanOut(key, stored);
    }
  }

  /** Rising, so that two messages which are alike in everything else are two. */
  private long momentOfAnEphemeral() {
    long now = time.wallMicros();
    return lastEphemeralMicros.updateAndGet(last -> Math.max(now, last + 1));
  }

  private List<Ack> acks(List<Draft> drafts, List<Place> places) {
    List<Ack> acks = new ArrayList<>(drafts.size());
    int next = 0;
    for (Draft draft : drafts) {
      Optional<String> id = draft.id().map(MessageId::text);
      if (draft.ephemeral()) {
        acks.add(new Ack(Position.NONE, id, time.wallMicros(), false));
      } else {
        Place place = places.get(next++);
        acks.add(
            new Ack(
                place.position(),
                Optional.of(id.orElseGet(() -> Message.serialOf(place.position()))),
                place.timeMicros(),
                place.entry().isEmpty()));
      }
    }
    return acks;
  }

  private Optional<Fault> refusal(Caller caller, Publish publish, ChannelRule rule) {
    if (!caller.grant().allows(Operation.PUBLISH, publish.channel())) {
      return Optional.of(Fault.forbidden(Operation.PUBLISH, publish.channel()));
    }
    boolean closed =
        switch (rule.publishers()) {
          case ANYONE -> false;
          case SERVERS -> !caller.isServer();
          case NOBODY -> true;
        };
    if (closed) {
      return Optional.of(
          Fault.of(
              FaultCode.FORBIDDEN,
              "A rule of the app closes channel '"
                  + publish.channel()
                  + "' for this publisher. Publish from your backend, or change the rule."));
    }
    Limits limits = caller.app().limits();
    if (publish.drafts().size() > limits.batchMessages()) {
      return Optional.of(
          Fault.of(
              FaultCode.TOO_MANY,
              "At most "
                  + limits.batchMessages()
                  + " messages fit into one publish; these are "
                  + publish.drafts().size()
                  + ". Split them."));
    }
    for (Draft draft : publish.drafts()) {
      Optional<Fault> fault =
          mismatch(caller, publish.channel(), draft).or(() -> refusal(draft, limits));
      if (fault.isPresent()) {
        return fault;
      }
    }
    return tooFast(caller, publish.drafts().size());
  }

  /** A token speaks for its own client id; an API key for whomever it names, or for nobody. */
  private static Draft.Sender sender(Caller caller, ChannelName channel, Draft draft) {
    return new Draft.Sender(
        caller.grant().clientIn(channel).or(() -> draft.from().client()), caller.connection());
  }

  private static Optional<Fault> mismatch(Caller caller, ChannelName channel, Draft draft) {
    Optional<ClientId> asked = draft.from().client();
    boolean may =
        asked.isEmpty() || asked.equals(caller.grant().clientIn(channel)) || caller.grant().ofKey();
    return may
        ? Optional.empty()
        : Optional.of(
            Fault.of(
                FaultCode.IDENTITY_MISMATCH,
                "The token speaks for another client id, or for none. Leave the client id out."));
  }

  private static Optional<Fault> refusal(Draft draft, Limits limits) {
    long bytes = draft.payload().bytes().length;
    bytes += draft.extras().map(Publisher::utf8Length).orElse(0);
    for (String text : List.of(draft.name().orElse(""), draft.key().orElse(""))) {
      int length = utf8Length(text);
      if (length > MAX_NAME_BYTES) {
        return Optional.of(
            Fault.of(
                FaultCode.INVALID_FIELD,
                "A message's name and key have at most 255 bytes of UTF-8; this one has "
                    + length
                    + ". Shorten it."));
      }
      bytes += length;
    }
    if (draft.tags().size() > MAX_TAGS) {
      return Optional.of(
          Fault.of(FaultCode.INVALID_FIELD, "A message has at most 16 tags. Send fewer."));
    }
    for (String tag : draft.tags()) {
      bytes += utf8Length(tag);
    }
    if (bytes > limits.messageBytes()) {
      return Optional.of(
          Fault.of(
              FaultCode.MESSAGE_TOO_LARGE,
              "The app allows messages of "
                  + limits.messageBytes()
                  + " bytes; this one has "
                  + bytes
                  + ". Send less, or split it."));
    }
    return Optional.empty();
  }

  private Optional<Fault> tooFast(Caller caller, int messages) {
    Limits limits = caller.app().limits();
    if (caller.rate().isPresent()) {
      Rate rate = caller.rate().get();
      long nanos = rate.tryTake(messages, time.monotonicNanos());
      if (nanos > 0) {
        return Optional.of(
            Fault.of(
                    FaultCode.RATE_LIMITED,
                    "This connection may publish "
                        + limits.publishesPerSecond()
                        + " messages a second. Wait for the stated time.")
                .retryAfter(wholeMillis(Duration.ofNanos(nanos))));
      }
    }
    return switch (allowance.takePublishes(
        caller.app().id(), messages, limits.appPublishesPerSecond())) {
      case Allowance.Verdict.Granted() -> Optional.empty();
      case Allowance.Verdict.Refused(Duration retryAfter) ->
          Optional.of(tooMany(limits.appPublishesPerSecond(), retryAfter));
      case Allowance.Verdict.Postponed(Duration retryAfter) ->
          Optional.of(tooMany(limits.appPublishesPerSecond(), retryAfter));
    };
  }

  private static Fault tooMany(int perSecond, Duration retryAfter) {
    return Fault.of(
            FaultCode.RATE_LIMITED,
            "The app may publish " + perSecond + " messages a second. Wait for the stated time.")
        .retryAfter(wholeMillis(retryAfter));
  }

  /** Never less: whoever waits so long is not refused for what is left of a millisecond. */
  private static Duration wholeMillis(Duration wait) {
    return Duration.ofMillis(Math.ceilDiv(wait.toNanos(), 1_000_000));
  }

  private static Submission submission(Caller caller, ChannelName channel, Draft draft) {
    return new Submission(
        draft,
        draft.id().map(id -> Id128.ofMessageId(id.text())),
        isClientEvent(caller, channel, draft));
  }

  /** Whether it is an event that clients send each other and that a webhook of the app awaits. */
  private static boolean isClientEvent(Caller caller, ChannelName channel, Draft draft) {
    return caller.connection().isPresent()
        && channel.demandsGrant()
        && !channel.isInternal()
        && draft.name().filter(name -> name.startsWith("client-")).isPresent()
        && caller.app().options().webhooks().stream()
            .anyMatch(hook -> hook.kinds().contains(AppOptions.Kind.CLIENT_EVENT));
  }

  private static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
