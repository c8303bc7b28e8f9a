package dev.fanfare.gateway.dialect.fanfare.socket;

import dev.fanfare.gateway.dialect.fanfare.json.Fields;
import dev.fanfare.gateway.dialect.fanfare.json.InvalidInput;
import dev.fanfare.gateway.dialect.fanfare.wire.Drafts;
import dev.fanfare.gateway.dialect.fanfare.wire.Places;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ChannelRule.SlowPolicy;
import dev.fanfare.protocol.Command.ChannelProof;
import dev.fanfare.protocol.Command.PresenceView;
import dev.fanfare.protocol.Command.Start;
import dev.fanfare.protocol.Command.Subscribe;
import dev.fanfare.protocol.Command.View;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what a client wants of a channel: alone in a {@code sub}, or many in a hello. */
final class SubscribeReader {
  private static final int MAX_LAST = 1_000;
  private static final Duration MAX_SINCE = Duration.ofDays(30);

  private SubscribeReader() {}

  /** The subscriptions of a hello: {@code subs: {channel: {…}}}. */
  static List<Subscribe> readAll(Fields hello) throws InvalidInput {
    Optional<Fields> subs = hello.map("subs");
    List<Subscribe> all = new ArrayList<>();
    if (subs.isPresent()) {
      Fields channels = subs.get();
      for (String name : channels.names()) {
        Fields options = channels.need(channels.object(name), name, "an object");
        all.add(read(options, Drafts.channel(name)));
        options.finish();
      }
    }
    return all;
  }

  /** One subscription; the caller reads the channel and finishes the object. */
  static Subscribe read(Fields options, ChannelName channel) throws InvalidInput {
    options.reserved("filter", "delta", "conflate");
    if (options.oneOf("mode", "log", "last").orElse("log").equals("last")) {
      throw InvalidInput.of(
          FaultCode.UNSUPPORTED, "Mode 'last' is reserved and not offered yet. Leave it out.");
    }
    Optional<SlowPolicy> slow =
        options
            .oneOf("slow", "close", "latest", "pull")
            .map(
                text ->
                    switch (text) {
                      case "latest" -> SlowPolicy.LATEST;
                      case "pull" -> SlowPolicy.PULL;
                      default -> SlowPolicy.CLOSE;
                    });
    PresenceView presence =
        switch (options.oneOf("presence", "none", "count", "full").orElse("none")) {
          case "count" -> PresenceView.COUNT;
          case "full" -> PresenceView.FULL;
          default -> PresenceView.NONE;
        };
    return new Subscribe(
        channel,
        start(options),
        new View(presence, slow),
        options.text("token").<ChannelProof>map(ChannelProof.Token::new));
  }

  private static Start start(Fields options) throws InvalidInput {
    Optional<Position> at = Places.read(options, "at");
    Optional<Long> last = options.integer("last", 1, MAX_LAST);
    Optional<Long> since = options.integer("sinceMs", 1, MAX_SINCE.toMillis());
    if ((at.isPresent() ? 1 : 0) + (last.isPresent() ? 1 : 0) + (since.isPresent() ? 1 : 0) > 1) {
      throw InvalidInput.of(
          FaultCode.INVALID_FIELD, "Of the fields at, last and sinceMs only one may be there.");
    }
    if (at.isPresent()) {
      return new Start.After(at.get());
    }
    if (last.isPresent()) {
      return new Start.Last(last.get().intValue());
    }
    return since.isPresent() ? new Start.Within(Duration.ofMillis(since.get())) : new Start.Now();
  }
}
