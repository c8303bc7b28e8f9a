package dev.fanfare.testkit;

import dev.fanfare.gateway.dialect.Conversation;
import dev.fanfare.gateway.dialect.Encoding;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.session.Session;
import dev.fanfare.gateway.session.Sessions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
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

  void open(Sessions sessions, Conversation conversation, Encoding encoding, RequestHead head) {
    session =
        sessions.open(
            "test", conversation, encoding, outlet, loop, head.header("origin"), limits -> {});
  }

  /** Sends a text message. */
  public TestClient sends(String text) {
    act(session -> session.received(text.getBytes(StandardCharsets.UTF_8), false));
    return this;
  }

  /** Sends a binary message. */
  public TestClient sends(byte[] message) {
    act(session -> session.received(message, true));
    return this;
  }

  /** Sends a text message whose consequences are left to the loops, for tests that run those. */
  public void posts(String text) {
    Session open = session();
    loop.act(() -> open.received(text.getBytes(StandardCharsets.UTF_8), false));
  }

  /** From now on it reads nothing: what is sent to it waits. */
  public void stopsReading() {
    outlet.stopReading();
  }

  /** It reads everything that waits, and goes on reading. */
  public void reads() {
    loop.act(outlet::read);
    gateway.settle();
  }

  /** It reads so many of the bytes that wait. */
  public void reads(long bytes) {
    loop.act(() -> outlet.read(bytes));
    gateway.settle();
  }

  /** The network cuts it off, without a goodbye. */
  public void isCutOff() {
    act(session -> session.closed(false));
  }

  /** It answers no pings any more. */
  public void fallsSilent() {
    act(Session::unanswered);
  }

  /** It goes, saying goodbye. */
  public void leaves() {
    act(session -> session.closed(true));
  }

  /** What came since this was last asked, a line of text each. */
  public List<String> received() {
    return outlet.takeTexts();
  }

  /** The same as bytes. */
  public List<byte[]> receivedBytes() {
    return outlet.takePayloads();
  }

  /** Its way out, to make it slow. */
  public RecordingOutlet outlet() {
    return outlet;
  }

  private void act(Consumer<Session> act) {
    Session open = session();
    loop.act(() -> act.accept(open));
    gateway.settle();
  }

  private Session session() {
    Session open = session;
    if (open == null) {
      throw new AssertionError("The client is not connected");
    }
    return open;
  }
}
