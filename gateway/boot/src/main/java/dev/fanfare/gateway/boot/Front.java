package dev.fanfare.gateway.boot;

import dev.fanfare.gateway.auth.Authentication;
import dev.fanfare.gateway.auth.Authenticator;
import dev.fanfare.gateway.auth.Grant;
import dev.fanfare.gateway.boot.operator.Deferred;
import dev.fanfare.gateway.dialect.Conversation;
import dev.fanfare.gateway.dialect.Encoding;
import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.Match;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.dialect.fanfare.FanfareDialect;
import dev.fanfare.gateway.edge.gate.Admission;
import dev.fanfare.gateway.edge.gate.Connection;
import dev.fanfare.gateway.edge.gate.Gatekeeper;
import dev.fanfare.gateway.edge.gate.Link;
import dev.fanfare.gateway.port.AppDirectory;
import dev.fanfare.gateway.session.Core;
import dev.fanfare.gateway.session.Session;
import dev.fanfare.protocol.Command.Presented;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import io.vertx.core.Future;
import java.util.Optional;

/** Where the edge meets the core: who may come in, and who hears them. */
final class Front implements Gatekeeper {
  private final Core core;
  private final Authenticator authenticator;
  private final AppDirectory directory;

  Front(Core core, Authenticator authenticator, AppDirectory directory) {
    this.core = core;
    this.authenticator = authenticator;
    this.directory = directory;
  }

  @Override
  public boolean allowsOrigin(String origin) {
    return directory.originKnown(origin);
  }

  /**
   * A credential that stands in the request already decides before the upgrade; without one the
   * page's origin must at least be known to some app, and its own app decides with the first
   * message.
   */
  @Override
  public Future<Admission> admit(Match.Converse match, RequestHead head) {
    return admit(match.conversation(), match.encoding(), match.early(), head);
  }

  @Override
  public Future<Admission> admit(Match.Streamed match, RequestHead head) {
    return admit(match.conversation(), match.encoding(), match.early(), head);
  }

  private Future<Admission> admit(
      Conversation conversation, Encoding encoding, Optional<Presented> early, RequestHead head) {
    Optional<String> origin = head.header("origin");
    Optional<Fault> refusal =
        early.isPresent()
            ? refusal(early.get(), origin)
            : origin
                .filter(page -> !directory.originKnown(page))
                .map(page -> Fault.of(FaultCode.ORIGIN_FORBIDDEN));
    return Future.succeededFuture(
        refusal
            .<Admission>map(Admission.Refused::new)
            .orElseGet(() -> new Admission.Granted(new Entrance(conversation, encoding, origin))));
  }

  @Override
  public Future<HttpAnswer> exchange(Match.Exchanged match, RequestHead head, byte[] body) {
    if (match.exchange() instanceof Deferred deferred) {
      return deferred.answer(body);
    }
    return core.exchanges().run(match.exchange(), body);
  }

  @Override
  public HttpAnswer refusal(int status, Fault fault) {
    HttpAnswer answer = FanfareDialect.problem(fault);
    return new HttpAnswer(status, answer.headers(), answer.body());
  }

  private Optional<Fault> refusal(Presented credential, Optional<String> origin) {
    return switch (authenticator.authenticate(credential)) {
      case Authentication.Refused(Fault fault) -> Optional.of(fault);
      case Authentication.Granted(Grant grant) ->
          directory
                  .app(grant.app())
                  .filter(app -> origin.isEmpty() || app.allowsOrigin(origin.get()))
                  .isPresent()
              ? Optional.empty()
              : Optional.of(Fault.of(FaultCode.ORIGIN_FORBIDDEN));
    };
  }

  /** One conversation that may be opened. */
  private final class Entrance implements Admission.Entrance {
    private final Conversation conversation;
    private final Encoding encoding;
    private final Optional<String> origin;

    Entrance(Conversation conversation, Encoding encoding, Optional<String> origin) {
      this.conversation = conversation;
      this.encoding = encoding;
      this.origin = origin;
    }

    @Override
    public Connection open(Link link) {
      Session session =
          core.sessions()
              .open(
                  encoding.name(),
                  conversation,
                  encoding,
                  link,
                  link.loop(),
                  origin,
                  limits -> link.trusted(limits.batchBytes()));
      return new Attached(session);
    }

    @Override
    public void abandoned() {
      // Nothing was reserved.
    }
  }

  /** One session behind its socket. */
  private record Attached(Session session) implements Connection {
    @Override
    public void received(byte[] message, boolean binary) {
      session.received(message, binary);
    }

    @Override
    public void delivered(int messages, long bytes) {
      session.delivered(messages, bytes);
    }

    @Override
    public void unanswered() {
      session.unanswered();
    }

    @Override
    public void closed(boolean clean, int code) {
      session.closed(clean);
    }
  }
}
