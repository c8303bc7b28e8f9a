package dev.fanfare.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class TravellerTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String FULL =
      "{\"i\":2,\"ok\":{\"c\":1,\"state\":\"full\",\"e\":\"x\",\"o\":4}}";

  private final List<String> faults = new ArrayList<>();
  private int turnedAway;
  private long waitMillis = -1;
  private final Traveller traveller = new Traveller(new Told(), "token", "news", 0, 0, 0);
  private final Talk talk = new Talk(traveller, false);

  @Test
  void whatItHasNotHadIsMissing() {
    hear(FULL, message(5, 0), message(6, 1), message(7, 3));

    assertThat(traveller.missing(upTo(4))).isEqualTo(1);
    assertThat(traveller.repeated()).isZero();
    assertThat(traveller.late()).isZero();
    assertThat(faults).isEmpty();
  }

  @Test
  void whatComesAgainAfterItHasResumedIsRepeatedAndLate() {
    hear(FULL, message(5, 0), message(6, 1), FULL.replace("\"o\":4", "\"o\":6"), message(6, 1));

    assertThat(traveller.repeated()).isEqualTo(1);
    assertThat(traveller.late()).isEqualTo(1);
    assertThat(traveller.missing(upTo(2))).isZero();
  }

  @Test
  void aLossThatIsToldIsAFault() {
    hear(FULL, "{\"p\":\"gap\",\"c\":1,\"from\":5,\"to\":6,\"why\":\"lost\"}");
    hear(FULL.replace("full", "reset"));

    assertThat(faults).hasSize(2);
  }

  @Test
  void whoIsAskedToComeLaterIsNotAtFault() {
    hear("{\"i\":1,\"err\":{\"code\":50300,\"retryAfterMs\":700}}");

    assertThat(turnedAway).isEqualTo(1);
    assertThat(waitMillis).isEqualTo(700);
    assertThat(faults).isEmpty();
  }

  @Test
  void whoIsRefusedForGoodIsAFault() {
    hear("{\"i\":1,\"err\":{\"code\":40100}}");

    assertThat(faults).hasSize(1);
  }

  private void hear(String... frames) {
    for (String frame : frames) {
      try {
        traveller.heard(talk, JSON.readTree(frame));
      } catch (JsonProcessingException broken) {
        throw new AssertionError(broken);
      }
    }
  }

  private static String message(int offset, int number) {
    return "{\"p\":\"msg\",\"c\":1,\"o\":" + offset + ",\"d\":" + number + "}";
  }

  private static BitSet upTo(int count) {
    BitSet numbers = new BitSet();
    numbers.set(0, count);
    return numbers;
  }

  private final class Told implements Traveller.Host {
    @Override
    public void subscribed() {}

    @Override
    public void ended(Traveller client, long wait) {
      waitMillis = wait;
    }

    @Override
    public void turnedAway() {
      turnedAway++;
    }

    @Override
    public void fault(String why) {
      faults.add(why);
    }
  }
}
