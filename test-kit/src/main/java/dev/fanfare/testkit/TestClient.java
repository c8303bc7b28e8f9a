package dev.fanfare.testkit;

import dev.fanfare.gateway.dialect.Match;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.session.Session;
import dev.fanfare.gateway.session.Sessions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client of a {@link TestGateway}: what it sends is handled, and what that causes has happened,
 * when a call returns.
 */
public final class TestClient {
  private final TestGateway gateway;
  private final ManualLoop loop;
  private final RecordingOutlet outlet;
  private @Nullable Session session;

  TestClient(TestGateway gateway, ManualLoop loop, RecordingOutlet outlet) {
    this.gateway = gateway;
    this.loop = loop;
    this.outlet = outlet;
  }

  void open(Sessions sessions, Match.Converse match, RequestHead head) {
    session =
        sessions.open(
            "test",
            match.conversation(),
            match.encoding(),
            outlet,
            loop,
            head.header("origin"),
            limits -> {});
  }

  /** Sends a text message. */
  public TestClient sends(String text) {
    act(session -> session.received(text.getBytes(StandardCharsets.UTF_8), false));
    return this;
  }

  /** The network cuts it off, without a goodbye. */
  public void isCutOff() {
    act(session -> session.closed(false));
  }

  /** It goes, saying goodbye. */
  public void leaves() {
    act(session -> session.closed(true));
  }

  /** What came since this was last asked, a line of text each. */
  public List<String> received() {
    return outlet.takeTexts();
  }

  /** Its way out, to make it slow. */
  public RecordingOutlet outlet() {
    return outlet;
  }

  private void act(java.util.function.Consumer<Session> act) {
    Session open = session;
    if (open == null) {
      throw new AssertionError("The client is not connected");
    }
    loop.act(() -> act.accept(open));
    gateway.settle();
  }
}
