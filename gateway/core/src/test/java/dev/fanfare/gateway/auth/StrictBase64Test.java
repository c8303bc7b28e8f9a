package dev.fanfare.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

final class StrictBase64Test {

  @Property
  void readsWhatEveryEncoderWrites(@ForAll @Size(min = 1, max = 100) byte[] bytes) {
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);

    assertThat(StrictBase64.decode(text))
        .hasValueSatisfying(decoded -> assertThat(decoded).isEqualTo(bytes));
  }

  @Property
  void noTwoTextsStandForTheSameBytes(
      @ForAll
          @AlphaChars
          @NumericChars
          @Chars({'-', '_', '=', '+', '/', '\n', 'é'})
          @StringLength(min = 1, max = 12)
          String text) {
    StrictBase64.decode(text)
        .ifPresent(
            bytes ->
                assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes))
                    .isEqualTo(text));
  }
}
