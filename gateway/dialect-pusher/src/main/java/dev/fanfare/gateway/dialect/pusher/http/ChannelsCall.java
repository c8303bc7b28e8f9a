package dev.fanfare.gateway.dialect.pusher.http;

import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.dialect.pusher.json.JsonOut;
import dev.fanfare.gateway.dialect.pusher.json.Unreadable;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Command;
import dev.fanfare.protocol.Result;
import dev.fanfare.protocol.Result.Authenticated;
import dev.fanfare.protocol.Result.ChannelPage;
import dev.fanfare.protocol.Result.ChannelStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code GET channels}: the occupied channels, all of them in one answer. */
final class ChannelsCall implements Call {
  private static final int PAGE = 1_000;

  /** An answer has no pages, and must end somewhere. */
  private static final int MOST = 100_000;

  private final RequestHead head;
  private final List<ChannelStatus> occupied = new ArrayList<>();
  private Attributes attributes = new Attributes(Set.of());
  private String prefix = "";
  private boolean counts;

  ChannelsCall(RequestHead head) {
    this.head = head;
  }

  @Override
  public Next begin(Caller caller, byte[] body) throws Unreadable {
    prefix = head.parameter("filter_by_prefix").orElse("");
    attributes = Attributes.read(head.parameter("info").orElse(""));
    if (attributes.has(Attributes.Attribute.USER_COUNT) && !prefix.startsWith("presence-")) {
      throw new Unreadable(
          "user_count is for presence channels: filter by a prefix that starts with presence-.");
    }
    if (attributes.has(Attributes.Attribute.CACHE)) {
      throw new Unreadable("'cache' is for one channel, not for a list.");
    }
    return new Next.Run(
        List.of(new Command.Authenticate(caller.credential()), page(Optional.empty())));
  }

  private Command page(Optional<ChannelName> after) {
    return new Command.ListChannels(prefix, PAGE, after);
  }

  @Override
  public Next answered(List<Result> results) {
    Optional<ChannelName> next = Optional.empty();
    for (Result result : results) {
      if (result instanceof Authenticated who) {
        counts = who.options().subscriptionCounts();
      } else if (result instanceof ChannelPage page) {
        page.channels().stream()
            .filter(status -> status.subscribers() > 0 || status.presenceMembers() > 0)
            .filter(status -> !status.channel().isInternal())
            .forEach(occupied::add);
        next = page.next();
      }
    }
    if (next.isPresent() && occupied.size() < MOST) {
      return new Next.Run(List.of(page(next)));
    }
    JsonOut out = new JsonOut().object().name("channels").object();
    for (ChannelStatus status : occupied) {
      out.name(status.channel().text()).object();
      attributes.write(status, counts, out);
      out.end();
    }
    return new Next.Done(Texts.json(out.end().end()));
  }
}
