package dev.fanfare.gateway.dialect.pusher.http;

import dev.fanfare.gateway.dialect.pusher.json.JsonOut;
import dev.fanfare.gateway.dialect.pusher.json.Unreadable;
import dev.fanfare.gateway.dialect.pusher.wire.Names;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.Command;
import dev.fanfare.protocol.Result;
import java.util.List;

/** {@code POST users/ID/terminate_connections}: closes what a signed-in user has open. */
final class TerminateCall implements Call {
  private final String user;

  TerminateCall(String user) {
    this.user = user;
  }

  @Override
  public Next begin(Caller caller, byte[] body) throws Unreadable {
    ClientId client =
        Names.userId(user)
            .orElseThrow(() -> new Unreadable("A user id has 1 to 128 bytes and no outer spaces."));
    return new Next.Run(
        List.of(
            new Command.Disconnect(
                new Command.Target.OfClient(client),
                "The connection was closed by the app's server.")));
  }

  @Override
  public Next answered(List<Result> results) {
    return new Next.Done(Texts.json(new JsonOut().object().end()));
  }
}
