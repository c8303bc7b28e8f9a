package dev.fanfare.gateway.edge;

import dev.fanfare.gateway.dialect.Conversation;
import dev.fanfare.gateway.dialect.Conversation.Action;
import dev.fanfare.gateway.dialect.Exchange.Step;
import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.Match;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.edge.gate.Admission;
import dev.fanfare.gateway.edge.gate.Connection;
import dev.fanfare.gateway.edge.gate.Gatekeeper;
import dev.fanfare.gateway.edge.gate.Link;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.Limits;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Carries conversations and exchanges, and remembers what happened. */
final class EchoGate implements Gatekeeper {
  /** What the edge told of one connection. */
  sealed interface Told {
    record Opened(Link link) implements Told {}

    record Received(int bytes, boolean binary) implements Told {}

    record Delivered(int messages, long bytes) implements Told {}

    record Closed(boolean clean, int code) implements Told {}

    record Abandoned() implements Told {}
  }

  private static final Conversation.Opening OPENING =
      new Conversation.Opening(new ConnectionId("echo"), Limits.DEFAULT, Duration.ofSeconds(25));

  private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
  private final BlockingQueue<Runnable> held = new LinkedBlockingQueue<>();
  private final int trustedBytes;
  private final boolean compresses;

  /**
   * @param trustedBytes everybody is trusted at once, with messages of this length; 0: nobody is
   */
  EchoGate(int trustedBytes) {
    this(trustedBytes, false);
  }

  /** One that also compresses what it sends, where that was agreed. */
  static EchoGate compressing(int trustedBytes) {
    return new EchoGate(trustedBytes, true);
  }

  private EchoGate(int trustedBytes, boolean compresses) {
    this.trustedBytes = trustedBytes;
    this.compresses = compresses;
  }

  /** The next thing that the edge told, within five seconds. */
  Told next() throws InterruptedException {
    return nextWithin(Duration.ofSeconds(5));
  }

  /** The next thing that the edge told, within this time. */
  Told nextWithin(Duration time) throws InterruptedException {
    Told next = told.poll(time.toMillis(), TimeUnit.MILLISECONDS);
    if (next == null) {
      throw new AssertionError("The edge told nothing within " + time);
    }
    return next;
  }

  /** What comes next, where it is there already. */
  Optional<Told> peek() {
    return Optional.ofNullable(told.peek());
  }

  /** The next of one kind; others before it are passed over. */
  <T extends Told> T next(Class<T> kind) throws InterruptedException {
    while (true) {
      Told next = next();
      if (kind.isInstance(next)) {
        return kind.cast(next);
      }
    }
  }

  /** Waits until somebody with {@code ?held} asks to be admitted, and admits them when run. */
  Runnable held() throws InterruptedException {
    Runnable next = held.poll(5, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("Nobody asked to be admitted");
    }
    return next;
  }

  @Override
  public boolean allowsOrigin(String origin) {
    return origin.equals("https://good.example");
  }

  @Override
  public Future<Admission> admit(Match.Converse match, RequestHead head) {
    return admit(match.conversation(), head);
  }

  @Override
  public Future<Admission> admit(Match.Streamed match, RequestHead head) {
    return admit(match.conversation(), head);
  }

  private Future<Admission> admit(Conversation conversation, RequestHead head) {
    if (head.header("origin").filter(origin -> !allowsOrigin(origin)).isPresent()) {
      return Future.succeededFuture(new Admission.Refused(Fault.of(FaultCode.ORIGIN_FORBIDDEN)));
    }
    Admission granted =
        new Admission.Granted(new Entrance(conversation, head.parameter("says-why").isPresent()));
    if (head.parameter("held").isPresent()) {
      Promise<Admission> admission = Promise.promise();
      held.add(() -> admission.complete(granted));
      return admission.future();
    }
    if (head.parameter("later").isEmpty()) {
      return Future.succeededFuture(granted);
    }
    Promise<Admission> later = Promise.promise();
    Thread.startVirtualThread(() -> later.complete(granted));
    return later.future();
  }

  @Override
  public Future<HttpAnswer> exchange(Match.Exchanged match, RequestHead head, byte[] body) {
    if (head.parameter("never").isPresent()) {
      return Promise.<HttpAnswer>promise().future();
    }
    if (head.parameter("throws").isPresent()) {
      throw new IllegalStateException("thrown on purpose");
    }
    if (head.parameter("broken").isPresent()) {
      return Future.failedFuture(new IllegalStateException("broken on purpose"));
    }
    HttpAnswer answer =
        switch (match.exchange().begin(body)) {
          case Step.Answer(HttpAnswer ready) -> ready;
          case Step.Run run -> throw new IllegalStateException("The echo asks for nothing");
        };
    if (head.parameter("later").isEmpty()) {
      return Future.succeededFuture(answer);
    }
    Promise<HttpAnswer> later = Promise.promise();
    Thread.startVirtualThread(() -> later.complete(answer));
    return later.future();
  }

  @Override
  public HttpAnswer refusal(int status, Fault fault) {
    String json =
        "{\"status\":%d,\"code\":%d,\"detail\":\"%s\"}"
            .formatted(status, fault.code().number(), fault.message());
    return HttpAnswer.of(status, "application/problem+json", json);
  }

  private final class Entrance implements Admission.Entrance {
    private final Conversation conversation;
    private final boolean saysWhy;

    Entrance(Conversation conversation, boolean saysWhy) {
      this.conversation = conversation;
      this.saysWhy = saysWhy;
    }

    @Override
    public Connection open(Link link) {
      if (trustedBytes > 0) {
        link.trusted(trustedBytes);
      }
      link.compress(compresses);
      told.add(new Told.Opened(link));
      Carried opened = new Carried(conversation, link, saysWhy);
      opened.perform(conversation.opened(OPENING));
      return opened;
    }

    @Override
    public void abandoned() {
      told.add(new Told.Abandoned());
    }
  }

  private final class Carried implements Connection {
    private final Conversation conversation;
    private final Link link;
    private final boolean saysWhy;

    Carried(Conversation conversation, Link link, boolean saysWhy) {
      this.conversation = conversation;
      this.link = link;
      this.saysWhy = saysWhy;
    }

    @Override
    public void received(byte[] message, boolean binary) {
      told.add(new Told.Received(message.length, binary));
      perform(conversation.received(message, binary));
    }

    private void perform(List<Action> actions) {
      for (Action action : actions) {
        switch (action) {
          case Action.Send(byte[] payload, boolean asBinary, int messages) ->
              link.send(payload, asBinary, Math.max(1, messages));
          case Action.Begin(int status, Map<String, String> headers) -> link.begin(status, headers);
          case Action.Close(int code, String reason) -> link.close(code, reason);
          case Action.Run run -> throw new IllegalStateException("The echo asks for nothing");
          case Action.Start start -> throw new IllegalStateException("The echo has no timers");
          case Action.Stop stop -> throw new IllegalStateException("The echo has no timers");
        }
      }
    }

    @Override
    public void delivered(int messages, long bytes) {
      told.add(new Told.Delivered(messages, bytes));
    }

    @Override
    public void unanswered() {
      if (saysWhy) {
        link.close(4201, "unanswered");
      }
    }

    @Override
    public void closed(boolean clean, int code) {
      told.add(new Told.Closed(clean, code));
    }
  }
}
