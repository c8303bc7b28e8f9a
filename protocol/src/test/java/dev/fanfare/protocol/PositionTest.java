package dev.fanfare.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PositionTest {

  @Property
  void everyEpochComesBackFromItsText(@ForAll long epoch) {
    assertThat(Position.parseEpoch(Position.epochText(epoch))).contains(epoch);
    assertThat(Position.epochText(epoch)).matches("[0-9a-z]{1,13}");
  }

  @Property
  void noTwoTextsAreTheSameEpoch(@ForAll String text) {
    Position.parseEpoch(text)
        .ifPresent(epoch -> assertThat(Position.epochText(epoch)).isEqualTo(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-1",
        "+1",
        "01",
        "A",
        " 1",
        "1 ",
        "1_000",
        "é",
        "１",
        "3w5e11264sgsg",
        "zzzzzzzzzzzzz",
        "00000000000000"
      })
  void whatNobodyWroteIsNoEpoch(String text) {
    assertThat(Position.parseEpoch(text)).isEmpty();
  }

  @Test
  void theGreatestEpochFits() {
    assertThat(Position.epochText(-1)).isEqualTo("3w5e11264sgsf");
    assertThat(Position.parseEpoch("3w5e11264sgsf")).contains(-1L);
  }

  @Test
  void anOffsetIsNeverBelowZero() {
    assertThatThrownBy(() -> new Position(1, -1)).isInstanceOf(IllegalArgumentException.class);
  }
}
