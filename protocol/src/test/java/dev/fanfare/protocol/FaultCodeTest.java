package dev.fanfare.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FaultCodeTest {

  @Test
  void noNumberIsUsedTwice() {
    assertThat(Arrays.stream(FaultCode.values()).map(FaultCode::number)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void aCodeSaysWhatHappenedAndWhatToDo(FaultCode code) {
    assertThat(code.title()).matches("[A-Z].{8,}[^.]");
    assertThat(code.remedy()).matches("[A-Z].{8,}\\.");
    assertThat(code.httpStatus()).isBetween(400, 599);
    assertThat(code.slug()).matches("[a-z-]+");
    assertThat(FaultCode.ofNumber(code.number())).contains(code);
  }

  @ParameterizedTest
  @EnumSource
  void aClientWithoutTheTableStillKnowsWhetherToRetry(FaultCode code) {
    assertThat(code.number()).isBetween(40000, 59999);
    assertThat(code.retryable()).isEqualTo(code.number() >= 50000);
    assertThat(code.closeCode()).isBetween(4400, 4599).isEqualTo(4000 + code.number() / 100);
  }

  @Test
  void aNumberThatNobodyUsesIsNoCode() {
    assertThat(FaultCode.ofNumber(0)).isEmpty();
    assertThat(FaultCode.ofNumber(49999)).isEmpty();
  }
}
