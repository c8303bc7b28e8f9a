package dev.fanfare.gateway.dialect.pusher.http;

import dev.fanfare.gateway.dialect.pusher.json.JsonOut;
import dev.fanfare.gateway.dialect.pusher.json.Unreadable;
import dev.fanfare.gateway.dialect.pusher.wire.Names;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Command;
import dev.fanfare.protocol.Result;
import dev.fanfare.protocol.Result.PresencePage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code GET channels/NAME/users}: who is in a presence channel, each user once. */
final class UsersCall implements Call {
  private static final int PAGE = 1_000;

  private final String name;
  private final Set<String> users = new LinkedHashSet<>();

  UsersCall(String name) {
    this.name = name;
  }

  @Override
  public Next begin(Caller caller, byte[] body) throws Unreadable {
    if (Names.kind(name) != Names.Kind.PRESENCE || Names.objection(name).isPresent()) {
      throw new Unreadable("Users are listed for presence channels only: presence-NAME.");
    }
    return page(Optional.empty());
  }

  private Next page(Optional<String> cursor) {
    return new Next.Run(
        List.of(new Command.ReadPresence(new ChannelName(name), Optional.empty(), PAGE, cursor)));
  }

  @Override
  public Next answered(List<Result> results) {
    PresencePage page = (PresencePage) results.get(0);
    page.members().forEach(member -> users.add(member.client().text()));
    if (page.next().isPresent()) {
      return page(page.next());
    }
    JsonOut out = new JsonOut().object().name("users").array();
    users.forEach(user -> out.object().field("id", user).end());
    return new Next.Done(Texts.json(out.endArray().end()));
  }
}
