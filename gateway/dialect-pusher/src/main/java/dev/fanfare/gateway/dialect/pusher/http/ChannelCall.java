package dev.fanfare.gateway.dialect.pusher.http;

import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.dialect.pusher.http.Attributes.Attribute;
import dev.fanfare.gateway.dialect.pusher.json.JsonOut;
import dev.fanfare.gateway.dialect.pusher.json.Unreadable;
import dev.fanfare.gateway.dialect.pusher.wire.Data;
import dev.fanfare.gateway.dialect.pusher.wire.Names;
import dev.fanfare.gateway.dialect.pusher.wire.PusherLimits;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Command;
import dev.fanfare.protocol.Message;
import dev.fanfare.protocol.Result;
import dev.fanfare.protocol.Result.Authenticated;
import dev.fanfare.protocol.Result.ChannelStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** {@code GET channels/NAME}. */
final class ChannelCall implements Call {
  private final String name;
  private final RequestHead head;
  private final LongSupplier wallMillis;
  private Attributes attributes = new Attributes(Set.of());

  ChannelCall(String name, RequestHead head, LongSupplier wallMillis) {
    this.wallMillis = wallMillis;
    this.name = name;
    this.head = head;
  }

  @Override
  public Next begin(Caller caller, byte[] body) throws Unreadable {
    Optional<String> objection = Names.objection(name);
    if (objection.isPresent()) {
      throw new Unreadable("Invalid channel name. " + objection.get());
    }
    attributes = Attributes.read(head.parameter("info").orElse(""));
    boolean presence = Names.kind(name) == Names.Kind.PRESENCE;
    ChannelName channel = new ChannelName(name);
    if (attributes.has(Attribute.USER_COUNT) && !presence) {
      throw new Unreadable("user_count is for presence channels only.");
    }
    if (attributes.has(Attribute.SUBSCRIPTION_COUNT) && presence) {
      throw new Unreadable("subscription_count is not for presence channels; ask for user_count.");
    }
    if (attributes.has(Attribute.CACHE) && !channel.isCache()) {
      throw new Unreadable("'cache' is for cache channels only.");
    }
    List<Command> commands = new ArrayList<>();
    commands.add(new Command.Authenticate(caller.credential()));
    commands.add(new Command.ReadChannel(channel));
    return new Next.Run(commands);
  }

  @Override
  public Next answered(List<Result> results) {
    Authenticated who = (Authenticated) results.get(0);
    ChannelStatus status = (ChannelStatus) results.get(1);
    JsonOut out =
        new JsonOut()
            .object()
            .name("occupied")
            .truth(status.subscribers() > 0 || status.presenceMembers() > 0);
    attributes.write(status, who.options().subscriptionCounts(), out);
    if (attributes.has(Attribute.CACHE)) {
      out.name("cache");
      cache(status.last(), out);
    }
    return new Next.Done(Texts.json(out.end()));
  }

  private void cache(Optional<Message> last, JsonOut out) {
    if (last.isEmpty()) {
      out.json("null".getBytes(StandardCharsets.US_ASCII));
      return;
    }
    out.object().name("data").utf8(Data.text(last.get().draft().payload()));
    long age = wallMillis.getAsLong() / 1_000 - last.get().timeMicros() / 1_000_000;
    out.field("ttl", Math.max(0, PusherLimits.CACHE_SECONDS - Math.max(0, age))).end();
  }
}
