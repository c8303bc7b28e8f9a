package dev.fanfare.gateway.boot.config;

import dev.fanfare.protocol.ChannelPattern;
import dev.fanfare.protocol.ChannelRule;
import java.time.Duration;

/** How the channels of a pattern behave, as it stands in the file. */
public record RuleConfig(
    @Setting(
            value =
                "Which channels: segments split by ':', * for one segment, a * at the end for the rest. In quotes, because YAML has another use for *.",
            sample = "\"chat:*\"")
        ChannelPattern pattern,
    @Setting(
            "What is kept, and so how long a client may be away without missing anything: whichever ends first.")
        History history,
    @Setting("Who is there.") Presence presence,
    @Setting(
            value =
                "Who may publish: anyone who has the right, only servers (REST with an API key), or nobody.",
            standard = "anyone")
        ChannelRule.Publishers publishers,
    @Setting(
            value =
                "Whether clients without a grant may subscribe. Names that start with private-, presence-, # or [ stay closed all the same.",
            standard = "false")
        boolean publicSubscribe,
    @Setting(
            value = "Whether the last message is kept for newcomers when the history is over.",
            standard = "false")
        boolean keepLast,
    @Setting(
            value =
                "What happens to a connection that reads too slowly: close (it may come back and resume), latest (the newest message of each key) or pull (it reads at its own pace).",
            standard = "close")
        ChannelRule.SlowPolicy slow) {

  /** Bounds of a channel's log. */
  public record History(
      @Setting(value = "Messages.", standard = "1000", min = "0", max = "1000000") int messages,
      @Setting(value = "Bytes, as they are stored.", standard = "2MB", min = "0", max = "1GB")
          ByteSize bytes,
      @Setting(value = "Age.", standard = "2m", min = "0s", max = "30d") Duration age) {}

  /** Presence of a channel. */
  public record Presence(
      @Setting(value = "Whether clients may enter.", standard = "true") boolean enabled,
      @Setting(
              value = "Changes kept for clients that come back, beside the messages.",
              standard = "1000",
              min = "0",
              max = "1000000")
          int changesKept) {}

  ChannelRule toRule() {
    return new ChannelRule(
        pattern,
        new ChannelRule.History(history.messages(), history.bytes().bytes(), history.age()),
        new ChannelRule.Presence(presence.enabled(), presence.changesKept()),
        publishers,
        publicSubscribe,
        keepLast,
        slow);
  }
}
