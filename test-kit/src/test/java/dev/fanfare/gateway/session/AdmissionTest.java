package dev.fanfare.gateway.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.auth.Authenticator;
import dev.fanfare.gateway.backend.memory.MemoryAppDirectory;
import dev.fanfare.gateway.backend.memory.MemoryBus;
import dev.fanfare.gateway.backend.memory.MemoryChannelStore;
import dev.fanfare.gateway.dialect.Conversation;
import dev.fanfare.gateway.dialect.Encoding;
import dev.fanfare.gateway.limits.LocalAllowance;
import dev.fanfare.gateway.metering.Meter;
import dev.fanfare.gateway.port.Allowance;
import dev.fanfare.gateway.port.Loop;
import dev.fanfare.gateway.port.Loops;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.Capabilities;
import dev.fanfare.protocol.Command;
import dev.fanfare.protocol.Event;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.KeyId;
import dev.fanfare.protocol.Limits;
import dev.fanfare.protocol.Result;
import dev.fanfare.testkit.ManualClock;
import dev.fanfare.testkit.ManualLoop;
import dev.fanfare.testkit.RecordingOutlet;
import dev.fanfare.testkit.SilentTelemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How a connection comes into its app, and what it holds of it until it is gone. */
class AdmissionTest {
  private static final KeyId KEY = new KeyId("key");

  private final ManualClock clock = new ManualClock();
  private final ManualLoop loop = new ManualLoop(0, clock);
  private final MemoryAppDirectory directory = new MemoryAppDirectory();
  private final Meddling allowance = new Meddling(new LocalAllowance(clock));
  private final Talker talker = new Talker();
  private final RecordingOutlet outlet = new RecordingOutlet();
  private final Core core = core();

  @Test
  void aKeyThatIsRevokedWhileItIsShownLetsNobodyIn() {
    directory.put(app(1, false));
    allowance.meanwhile = () -> directory.put(app(2, true));
    connect();

    assertThat(talker.endings).containsExactly(FaultCode.REVOKED);
    assertThat(outlet.closed()).isPresent();
    assertThat(allowance.connections).isZero();
    assertThat(core.sessions().size()).isZero();
  }

  @Test
  void anAppThatIsRemovedWhileItsKeyIsShownLetsNobodyIn() {
    directory.put(app(1, false));
    allowance.meanwhile = () -> directory.remove(new AppId("a"));
    connect();

    assertThat(talker.endings).containsExactly(FaultCode.UNAUTHENTICATED);
    assertThat(allowance.connections).isZero();
  }

  @Test
  void aConnectionHoldsItsPlaceInTheAppUntilItIsGone() {
    directory.put(app(1, false));
    Session session = connect();
    assertThat(talker.results).singleElement().isInstanceOf(Result.Authenticated.class);
    assertThat(allowance.connections).isEqualTo(1);
    loop.act(() -> session.closed(false));
    loop.act(() -> session.closed(false));

    assertThat(allowance.connections).isZero();
    assertThat(core.sessions().size()).isZero();
  }

  @Test
  void whoeverShowsNoCredentialInTimeIsClosed() {
    talker.silent = true;
    clock.settle();
    int timersBefore = loop.timers();
    connect();
    clock.advance(Duration.ofSeconds(9));
    assertThat(outlet.closed()).isEmpty();
    clock.advance(Duration.ofSeconds(2));

    assertThat(talker.endings).containsExactly(FaultCode.UNAUTHENTICATED);
    assertThat(outlet.closed()).isPresent();
    assertThat(loop.timers()).isEqualTo(timersBefore);
  }

  @Test
  void aServerThatGoesAwayTellsItsClientsAndComesToAnEnd() {
    directory.put(app(1, false));
    connect();
    connect();
    assertThat(core.sessions().shed(1, Duration.ofSeconds(5))).isEqualTo(2);
    clock.settle();
    assertThat(core.sessions().size()).isEqualTo(1);
    core.sessions().shed(10, Duration.ofSeconds(5));
    clock.settle();

    assertThat(core.sessions().size()).isZero();
    assertThat(talker.endings).containsExactly(FaultCode.GOING_AWAY, FaultCode.GOING_AWAY);
  }

  private Session connect() {
    List<Session> opened = new ArrayList<>();
    loop.act(
        () ->
            opened.add(
                core.sessions()
                    .open(
                        "test",
                        talker,
                        Mute.INSTANCE,
                        outlet,
                        loop,
                        Optional.empty(),
                        limits -> {})));
    clock.settle();
    return opened.get(0);
  }

  private Core core() {
    Random random = new Random(3);
    MemoryChannelStore store = new MemoryChannelStore(clock, random, 100);
    return Core.start(
        new Core.Parts(
            store,
            store,
            new MemoryBus(),
            directory,
            new Authenticator(directory, clock),
            allowance,
            new Meter(1, clock),
            SilentTelemetry.INSTANCE,
            clock,
            random,
            new Loops(List.<Loop>of(loop))),
        SessionSettings.DEFAULT);
  }

  private static App app(long version, boolean revoked) {
    return new App(
        new AppId("a"),
        version,
        "a",
        true,
        Limits.DEFAULT,
        List.of(
            new App.SigningSecret(KEY, "secret".getBytes(UTF_8), Capabilities.ALL, true, revoked)),
        List.of(),
        List.of("*"));
  }

  /** Shows its key when it is open, and writes down what becomes of it. */
  private static final class Talker implements Conversation {
    private final List<Result> results = new ArrayList<>();
    private final List<FaultCode> endings = new ArrayList<>();
    private boolean silent;

    @Override
    public List<Action> opened(Opening opening) {
      return silent
          ? List.of()
          : List.of(
              new Action.Run(
                  new Command.Authenticate(new Command.Presented.Key(KEY, "secret")), "hello"));
    }

    @Override
    public List<Action> received(byte[] message, boolean binary) {
      return List.of();
    }

    @Override
    public List<Action> answered(Object tag, Result result) {
      results.add(result);
      return List.of();
    }

    @Override
    public List<Action> elapsed(Object timer) {
      return List.of();
    }

    @Override
    public List<Action> told(Notice notice) {
      if (notice instanceof Notice.Ending ending) {
        endings.add(ending.fault().code());
      }
      return List.of();
    }
  }

  /** Lets something happen just when a connection is let in. */
  private static final class Meddling implements Allowance {
    private final Allowance inner;
    private Runnable meanwhile = () -> {};
    private int connections;

    Meddling(Allowance inner) {
      this.inner = inner;
    }

    @Override
    public Verdict takePublishes(AppId app, int messages, int perSecond) {
      return inner.takePublishes(app, messages, perSecond);
    }

    @Override
    public Verdict takeConnection(AppId app, int limit) {
      meanwhile.run();
      connections++;
      return inner.takeConnection(app, limit);
    }

    @Override
    public void giveConnectionBack(AppId app) {
      connections--;
      inner.giveConnectionBack(app);
    }
  }

  private enum Mute implements Encoding {
    INSTANCE;

    @Override
    public boolean binary() {
      return false;
    }

    @Override
    public Optional<byte[]> render(Event event) {
      return Optional.empty();
    }
  }
}
