package dev.fanfare.gateway.auth;

import static dev.fanfare.gateway.auth.TokenMaker.header;
import static dev.fanfare.gateway.auth.TokenMaker.sign;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.protocol.Command.Presented;
import dev.fanfare.protocol.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is tried against tokens, each with its one outcome. */
final class TokenAttackTest {
  private final Authenticator authenticator = new Authenticator(Attack.apps(), Attack.TIME);

  static Stream<Attack> attacks() {
    return Stream.concat(SignatureAttacks.all(), ClaimAttacks.all());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("attacks")
  void isRefusedWithOneAnswerThatSaysWhatToDo(Attack attack) {
    Authentication answer = authenticator.authenticate(new Presented.Token(attack.jwt()));

    assertThat(answer).isInstanceOf(Authentication.Refused.class);
    Fault fault = ((Authentication.Refused) answer).fault();
    assertThat(fault.code()).isEqualTo(attack.outcome());
    assertThat(fault.message())
        .matches("[A-Z].{20,250}\\.")
        .doesNotContain(Attack.SECRET, Attack.OTHER_SECRET);
    for (String part : attack.jwt().split("\\.", -1)) {
      if (part.length() > 8) {
        assertThat(fault.message()).doesNotContain(part);
      }
    }
  }

  @Test
  void theTokenThatTheAttacksAreMadeFromIsAccepted() {
    assertThat(authenticator.authenticate(new Presented.Token(Attack.good())))
        .isInstanceOf(Authentication.Granted.class);
  }

  @Test
  void aForgerHearsTheSameWhetherTheKeyExistsOrNot() {
    List<Authentication> answers = new ArrayList<>();
    for (String kid : List.of("good", "gone", "asleep", "other", "api", "nobodys")) {
      String forged = sign(header(kid), Attack.CLAIMS, "not the secret");
      answers.add(authenticator.authenticate(new Presented.Token(forged)));
    }

    assertThat(answers).hasSize(6).containsOnly(answers.get(0));
  }
}
