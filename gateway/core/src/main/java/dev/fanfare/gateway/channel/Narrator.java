package dev.fanfare.gateway.channel;

import dev.fanfare.gateway.log.Entry;
import dev.fanfare.protocol.Command.PresenceView;
import dev.fanfare.protocol.Event;
import dev.fanfare.protocol.Event.ChannelRef;
import dev.fanfare.protocol.Event.Why;
import java.util.function.Consumer;

/**
 * Tells the steps of a channel as the events that one presence view sees. What a view does not see
 * is gathered into one {@link Event.Skipped}, told before the next event or when asked for, so that
 * offsets stay provably complete.
 */
final class Narrator {
  private final ChannelRef channel;
  private final PresenceView presence;
  private long unseen;
  private Why unseenWhy = Why.PRESENCE;

  Narrator(ChannelRef channel, PresenceView presence) {
    this.channel = channel;
    this.presence = presence;
  }

  /** Tells one step. */
  void tell(Step step, Consumer<Event> out) {
    switch (step) {
      case Step.Deliver(Entry entry) -> tell(entry, out);
      case Step.Skip(long from, long to) -> remember(to, Why.PRESENCE);
      case Step.EpochBegan(var position) -> {
        tellUnseen(out);
        out.accept(new Event.EpochBegan(channel, position));
      }
      case Step.Gap(long from, long to) -> {
        tellUnseen(out);
        out.accept(new Event.Gap(channel, from, to, Why.TRIMMED));
      }
      case Step.Reset(var position, var why) -> {
        unseen = 0;
        out.accept(new Event.Reset(channel, position, why));
      }
    }
  }

  /** Whether something was passed over that is not yet told. */
  boolean hasUnseen() {
    return unseen > 0;
  }

  /** Tells what was passed over. */
  void tellUnseen(Consumer<Event> out) {
    if (unseen > 0) {
      long offset = unseen;
      unseen = 0;
      out.accept(new Event.Skipped(channel, offset, unseenWhy));
    }
  }

  /** Forgets what was passed over, since nobody is there who would have to be told. */
  void forgetUnseen() {
    unseen = 0;
  }

  private void tell(Entry entry, Consumer<Event> out) {
    switch (entry.kind()) {
      case MESSAGE -> {
        tellUnseen(out);
        out.accept(new Event.Published(channel, entry.message()));
      }
      case PRESENCE -> {
        switch (presence) {
          case NONE -> remember(entry.offset(), Why.PRESENCE);
          case COUNT -> {
            tellUnseen(out);
            out.accept(
                new Event.PresenceCount(channel, entry.offset(), entry.presence().members()));
          }
          case FULL -> {
            tellUnseen(out);
            out.accept(new Event.Presence(channel, entry.presence()));
          }
        }
      }
    }
  }

  private void remember(long offset, Why why) {
    unseen = offset;
    unseenWhy = why;
  }
}
