package dev.fanfare.gateway.dialect.fanfare.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.protocol.Command.Presented;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.KeyId;
import dev.fanfare.testkit.Spec;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

  @Test
  @Spec("REST-1")
  void aKeyIsPresentedAsBasic() {
    assertThat(Backend.gets("/v1/channels").send().caller())
        .isEqualTo(new Presented.Key(new KeyId("k1"), "secret"));
    assertThat(Backend.gets("/v1/channels").with("authorization", basic("k1:a:b")).send().caller())
        .isEqualTo(new Presented.Key(new KeyId("k1"), "a:b"));
  }

  @Test
  @Spec("REST-1")
  void aTokenIsPresentedAsBearer() {
    assertThat(Backend.gets("/v1/channels").with("authorization", "bearer  a.b.c").send().caller())
        .isEqualTo(new Presented.Token("a.b.c"));
  }

  @ParameterizedTest
  @Spec("REST-1")
  @ValueSource(
      strings = {
        "",
        "Basic",
        "Basic !",
        "Basic azE=",
        "Basic azE6",
        "Basic OnNlY3JldA==",
        "Basic asO/OnNlY3JldA==",
        "Digest x",
        "k1:secret"
      })
  void whatIsNoCredentialIsRefusedWithAChallenge(String header) {
    Backend call = Backend.gets("/v1/channels").with("authorization", header).send();

    call.hearsProblem(FaultCode.UNAUTHENTICATED, "Basic", "Bearer");
    assertThat(call.answer().headers()).containsKey("www-authenticate");
    assertThat(Backend.text(call.answer())).doesNotContain("azE");
  }

  @Test
  @Spec("REST-1")
  void withoutACredentialNothingOfAnAppIsAnswered() {
    Backend.gets("/v1/channels")
        .without("authorization")
        .send()
        .hearsProblem(FaultCode.UNAUTHENTICATED);
    Backend.posts("/v1/messages", "[]")
        .without("authorization")
        .send()
        .hearsProblem(FaultCode.UNAUTHENTICATED);
    Backend.gets("/v1/channels")
        .with("authorization", Backend.KEY, Backend.KEY)
        .send()
        .hearsProblem(FaultCode.UNAUTHENTICATED);
  }

  @Test
  @Spec("REST-1")
  void timeAndFaultsNeedNone() {
    for (String path : new String[] {"/v1/time", "/v1/faults", "/v1/faults/40100"}) {
      assertThat(Backend.gets(path).without("authorization").send().answer().status())
          .isEqualTo(200);
    }
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }
}
