package dev.fanfare.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.gateway.port.SharedFrame;
import dev.fanfare.testkit.RecordingOutlet.Closed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordingOutletTest {
  private final PlainFraming framing = new PlainFraming();
  private final RecordingOutlet outlet = new RecordingOutlet(framing);

  @Test
  void itRemembersFramesAndPayloadsInTheirOrder() {
    SharedFrame joined = framing.join(List.of(frame("one"), frame("two")));
    outlet.send(joined, 2);
    joined.release();
    outlet.send("three".getBytes(UTF_8), false, 1);

    assertThat(outlet.takeTexts()).containsExactly("one", "two", "three");
    assertThat(outlet.takeTexts()).isEmpty();
    assertThat(outlet.deliveries()).isEqualTo(3);
    assertThat(framing.alive()).isZero();
  }

  @Test
  void behindASlowReaderBytesWait() {
    List<String> happened = new ArrayList<>();
    outlet.whenBelow(1, () -> happened.add("at once"));
    outlet.stopReading();
    outlet.send("12345".getBytes(UTF_8), false, 1);
    outlet.send("12345".getBytes(UTF_8), false, 1);
    outlet.whenBelow(5, () -> happened.add("below 5"));
    assertThat(outlet.waitingBytes()).isEqualTo(10);

    outlet.read(5);
    assertThat(happened).containsExactly("at once");
    outlet.read(1);
    assertThat(happened).containsExactly("at once", "below 5");
    outlet.read();
    assertThat(outlet.waitingBytes()).isZero();
  }

  @Test
  void afterTheCloseNothingGoesOut() {
    outlet.close(4000, "bye");
    outlet.close(4001, "again");
    outlet.send("late".getBytes(UTF_8), false, 1);

    assertThat(outlet.closed()).contains(new Closed(4000, "bye"));
    assertThat(outlet.isOpen()).isFalse();
    assertThat(outlet.texts()).isEmpty();
  }

  @Test
  void aFrameThatIsUsedAfterItsLastReleaseFailsTheTest() {
    SharedFrame frame = frame("gone");
    frame.retain().release();
    assertThat(framing.alive()).isEqualTo(1);
    frame.release();

    assertThatThrownBy(frame::retain).isInstanceOf(AssertionError.class);
    assertThatThrownBy(frame::release).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> outlet.send(frame, 1)).isInstanceOf(AssertionError.class);
  }

  private SharedFrame frame(String text) {
    return framing.frame(text.getBytes(UTF_8), false);
  }
}
