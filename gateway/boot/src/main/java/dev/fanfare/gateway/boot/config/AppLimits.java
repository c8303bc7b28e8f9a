package dev.fanfare.gateway.boot.config;

import dev.fanfare.protocol.Limits;
import java.util.Optional;

/**
 * Limits of an app as they stand in the file; what is absent is taken from elsewhere. Units as in
 * {@link Limits}.
 */
public record AppLimits(
    @Setting(value = "Open connections.", otherwise = "10000", min = "0", max = "10000000")
        Optional<Integer> connections,
    @Setting(
            value = "Channels that one connection may follow.",
            otherwise = "200",
            min = "0",
            max = "100000")
        Optional<Integer> channelsPerConnection,
    @Setting(
            value = "Payload, name, key, tags and extras of one message together.",
            otherwise = "64KiB",
            min = "1",
            max = "16MiB")
        Optional<ByteSize> messageBytes,
    @Setting(value = "Messages in one publish.", otherwise = "100", min = "1", max = "10000")
        Optional<Integer> batchMessages,
    @Setting(
            value = "One transport message or request body.",
            otherwise = "1MiB",
            min = "1KiB",
            max = "64MiB")
        Optional<ByteSize> batchBytes,
    @Setting(
            value =
                "Messages a second that one connection may publish; a burst of two seconds' worth is fine.",
            otherwise = "100",
            min = "0",
            max = "1000000")
        Optional<Integer> publishesPerSecond,
    @Setting(
            value = "Messages a second that the whole app may publish, with the same burst.",
            otherwise = "10000",
            min = "0",
            max = "10000000")
        Optional<Integer> appPublishesPerSecond,
    @Setting(
            value = "Members of one channel's presence; on average each has at most 10 entries.",
            otherwise = "1000",
            min = "0",
            max = "1000000")
        Optional<Integer> presenceMembers,
    @Setting(
            value = "What one presence entry may carry.",
            otherwise = "4KiB",
            min = "0",
            max = "1MiB")
        Optional<ByteSize> presenceDataBytes,
    @Setting(
            value = "What may wait for one slow connection.",
            otherwise = "4MiB",
            min = "64KiB",
            max = "256MiB")
        Optional<ByteSize> outboxBytes,
    @Setting(
            value =
                "Channels of which the store keeps something: those with subscribers or presence, and those that were used some minutes ago. Beyond it a publish to a new channel is refused (52901), and a subscriber of one is not counted.",
            otherwise = "100000",
            min = "0",
            max = "100000000")
        Optional<Integer> channels) {

  /** Nothing said. */
  public static final AppLimits UNSAID =
      new AppLimits(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** These limits, filled up. */
  public Limits over(Limits standard) {
    return new Limits(
        connections.orElse(standard.connections()),
        channelsPerConnection.orElse(standard.channelsPerConnection()),
        messageBytes.map(ByteSize::bytes).orElse(standard.messageBytes()),
        batchMessages.orElse(standard.batchMessages()),
        batchBytes.map(ByteSize::bytes).orElse(standard.batchBytes()),
        publishesPerSecond.orElse(standard.publishesPerSecond()),
        appPublishesPerSecond.orElse(standard.appPublishesPerSecond()),
        presenceMembers.orElse(standard.presenceMembers()),
        presenceDataBytes.map(ByteSize::bytes).orElse(standard.presenceDataBytes()),
        outboxBytes.map(ByteSize::bytes).orElse(standard.outboxBytes()),
        channels.orElse(standard.channels()));
  }
}
