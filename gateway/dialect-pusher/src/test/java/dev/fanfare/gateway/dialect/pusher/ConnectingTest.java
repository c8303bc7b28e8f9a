package dev.fanfare.gateway.dialect.pusher;

import static dev.fanfare.testkit.UsualLimits.usual;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.dialect.Match;
import dev.fanfare.protocol.AppOptions;
import dev.fanfare.protocol.Limits;
import dev.fanfare.testkit.Spec;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectingTest {
  private final World world = new World();

  @ParameterizedTest
  @ValueSource(strings = {"5", "6", "7"})
  @Spec({"PUS-1", "PUS-2"})
  void aClientIsGreetedWithItsSocketId(String protocol) {
    List<String> frames =
        world
            .socket(
                world.first(), "/app/" + World.KEY, "protocol=" + protocol + "&client=x&flash=0")
            .received();

    assertThat(frames).hasSize(1);
    assertThat(frames.get(0))
        .matches(
            "\\{\"event\":\"pusher:connection_established\",\"data\":\"\\{\\\\\"socket_id\\\\\":"
                + "\\\\\"\\d+\\.\\d+\\\\\",\\\\\"activity_timeout\\\\\":120\\}\"\\}");
  }

  @ParameterizedTest
  @Spec({"PUS-2", "PUS-3"})
  @CsvSource({
    "client=js,4008",
    "protocol=,4008",
    "protocol=x,4006",
    "protocol=4,4007",
    "protocol=8,4007"
  })
  void aProtocolThatIsNotSpokenIsTold(String query, int code) {
    world.connect(query).receivesPart("pusher:error", "\"code\":" + code).isClosedWith(code);
  }

  @Test
  @Spec("PUS-3")
  void anUnknownKeyIsToldForGood() {
    for (String key : List.of("nobody", "not%20a%20key")) {
      new Pusher(world, world.socket(world.first(), "/app/" + key, "protocol=7"))
          .receivesPart("pusher:error", "\"code\":4001")
          .isClosedWith(4001);
    }
  }

  @Test
  @Spec("PUS-3")
  void aDisabledAppTakesNobodyAndSendsEverybodyAway() {
    Pusher early = world.connect();

    world.change(false, Limits.DEFAULT, World.EVERYTHING);

    early.receivesPart("pusher:error").isClosedWith(4001);
    world.connect().receivesPart("\"code\":4003").isClosedWith(4003);
  }

  @Test
  @Spec("PUS-3")
  void oneConnectionTooManyIsToldSo() {
    world.change(true, usual().connections(1).limits(), World.EVERYTHING);
    Pusher only = world.connect();

    world.connect().receivesPart("\"code\":4004").isClosedWith(4004);
    only.isOpen();
  }

  @Test
  @Spec("PUS-4")
  void aGatewayThatGoesAwaySendsItsClientsToAnotherAtOnce() {
    Pusher client = world.connect();

    world.first().core().sessions().shed(10, Duration.ofSeconds(1));

    client.receivesPart("\"code\":4200").isClosedWith(4200);
  }

  @Test
  @Spec("PUS-5")
  void aPingIsAnswered() {
    world
        .connect()
        .sends("{\"event\":\"pusher:ping\",\"data\":{}}")
        .receives("{\"event\":\"pusher:pong\",\"data\":{}}")
        .sends("{\"event\":\"pusher:pong\"}")
        .receivesNothingMore();
  }

  @Test
  @Spec({"PUS-4", "PUS-5"})
  void whoeverAnswersNoPingIsClosedWith4201() {
    world.connect().fallsSilent().receivesPart("pusher:error", "\"code\":4201").isClosedWith(4201);
  }

  @ParameterizedTest
  @Spec("PUS-6")
  @ValueSource(
      strings = {
        "",
        "hello",
        "[]",
        "{\"event\":1}",
        "{}",
        "{\"event\":\"pusher:subscribe\"}",
        "{\"event\":\"pusher:subscribe\",\"data\":[]}",
        "{\"event\":\"pusher:subscribe\",\"data\":{}}",
        "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":3}}",
        "{\"event\":\"pusher:subscribe\",\"event\":\"pusher:ping\"}"
      })
  void whatCannotBeReadIsToldAndHarmsNothing(String frame) {
    world
        .connect()
        .sends(frame)
        .receivesPart("pusher:error", "\"code\":4200")
        .subscribes("news")
        .succeeds("news")
        .isOpen();
  }

  @Test
  @Spec("PUS-6")
  void whoeverSendsNothingReadableIsSentAway() {
    Pusher client = world.connect();
    Collections.nCopies(19, "?").forEach(client::sends);
    client.isOpen();

    client.sends("?").isClosedWith(4009);
  }

  @Test
  @Spec("PUS-6")
  void dataMayBeAnObjectInAString() {
    world
        .connect()
        .sends("{\"event\":\"pusher:subscribe\",\"data\":\"{\\\"channel\\\":\\\"news\\\"}\"}")
        .succeeds("news");
  }

  @Test
  @Spec("PUS-7")
  void whoeverProvesNothingInTimeIsSentAway() {
    world.change(true, Limits.DEFAULT, signInWithin(Duration.ofSeconds(30)));
    Pusher open = world.connect().subscribes("news").forgets();
    Pusher signed = world.connect().subscribesSigned("private-room").forgets();
    Pusher user = world.connect().signsIn("{\"id\":\"ann\"}").forgets();

    world.advance(Duration.ofSeconds(31));

    open.receivesPart("\"code\":4009").isClosedWith(4009);
    signed.isOpen();
    user.isOpen();
  }

  @Test
  void theAddressIsForWebSocketsOnly() {
    var match =
        new PusherDialect(() -> 0, () -> 0, 1_000)
            .match(World.head("GET", "/app/" + World.KEY, "protocol=7", false));
    assertThat(match.orElseThrow())
        .isInstanceOfSatisfying(
            Match.Answered.class, answer -> assertThat(answer.answer().status()).isEqualTo(426));
  }

  private static AppOptions signInWithin(Duration time) {
    return new AppOptions(true, 10, Optional.of(time), false, false, false, List.of());
  }
}
