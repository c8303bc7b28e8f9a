package dev.fanfare.testkit.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TranscriptTest {

  @Test
  void everyKindOfLineIsAStep() {
    Transcript transcript =
        Transcript.parse(
            "all",
            """
            # a comment

            alice connects
            bob connects fanfare.v1.json other
            bob connects /app/x?protocol=7
            alice > {"i":1}
            + {"i":2}
            alice < {"i":1}
            bob hears nothing
            alice closed 4400
            bob leaves
            time passes 25s
            rest > GET /v1/time
            rest < 200 {"now":"$_"}
            rest > POST /v1/messages [1]
            rest < 201
            alice opens POST /a/xhr?b=c
            alice's response ends
            webhook < {"name":"x"}
            for n in 1..2
              c$n > [$n]
            end
            """);

    assertThat(transcript.steps())
        .containsExactly(
            new Step.Connect(3, "alice", Optional.empty(), List.of()),
            new Step.Connect(4, "bob", Optional.empty(), List.of("fanfare.v1.json", "other")),
            new Step.Connect(5, "bob", Optional.of("/app/x?protocol=7"), List.of()),
            new Step.Send(6, "alice", "{\"i\":1}\n{\"i\":2}"),
            new Step.Receive(8, "alice", "{\"i\":1}"),
            new Step.Nothing(9, "bob"),
            new Step.Closed(10, "alice", 4400),
            new Step.Leave(11, "bob"),
            new Step.Pass(12, Duration.ofSeconds(25)),
            new Step.Call(13, "GET", "/v1/time", Optional.empty()),
            new Step.Answer(14, 200, Optional.of("{\"now\":\"$_\"}")),
            new Step.Call(15, "POST", "/v1/messages", Optional.of("[1]")),
            new Step.Answer(16, 201, Optional.empty()),
            new Step.Open(17, "alice", "POST", "/a/xhr?b=c"),
            new Step.End(18, "alice"),
            new Step.Told(19, "{\"name\":\"x\"}"),
            new Step.Send(21, "c1", "[1]"),
            new Step.Send(21, "c2", "[2]"));
  }

  @Test
  void aLineThatIsNoStepIsNamed() {
    assertThatThrownBy(() -> Transcript.parse("x", "\nalice says hello"))
        .hasMessage("x:2: not a step: alice says hello");
  }

  @Test
  void aLoopEndsAndHasNoOtherWithin() {
    assertThatThrownBy(() -> Transcript.parse("x", "for n in 1..2\nc$n connects"))
        .hasMessage("x:1: the loop has no line that says 'end'");
    assertThatThrownBy(() -> Transcript.parse("x", "for n in 1..2\n for m in 1..2\nend\nend"))
        .hasMessage("x:2: a loop within a loop");
  }

  @Test
  void aNameTakesWhatItMeetsFirstAndStandsForItAfterwards() {
    Bindings bindings = new Bindings();

    assertThat(bindings.difference("{\"e\":\"$e\",\"o\":1}", "{\"o\":1,\"e\":\"abc\"}")).isEmpty();
    assertThat(bindings.difference("{\"e\":\"$e\"}", "{\"e\":\"abc\"}")).isEmpty();
    assertThat(bindings.difference("{\"e\":\"$e\"}", "{\"e\":\"abd\"}"))
        .hasValue(".e ($e) is \"abd\" instead of \"abc\"");
    assertThat(bindings.substitute("{\"at\":\"$e\",\"path\":\"/x/$e-1\"}"))
        .isEqualTo("{\"at\":\"abc\",\"path\":\"/x/abc-1\"}");
  }

  @Test
  void aNameInsideALongerTextTakesAsLittleAsItCan() {
    Bindings bindings = new Bindings();

    assertThat(
            bindings.difference(
                "{\"data\":\"{\\\"id\\\":\\\"$id\\\",\\\"n\\\":$_}\"}",
                "{\"data\":\"{\\\"id\\\":\\\"1.2\\\",\\\"n\\\":120}\"}"))
        .isEmpty();
    assertThat(bindings.substitute("/users/$id")).isEqualTo("/users/1.2");
    assertThat(bindings.difference("\"is $id\"", "\"is 1.3\"")).isPresent();
  }

  @Test
  void whatIsToBeSignedIsReplacedByItsSignature() {
    Bindings bindings = new Bindings().with("id", "1.2").signing(text -> "<" + text + ">");

    assertThat(bindings.substitute("{\"auth\":\"$sign($id:room:{\\\"a\\\":1})\"}"))
        .isEqualTo("{\"auth\":\"<1.2:room:{\"a\":1}>\"}");
  }

  @Test
  void aNumberIsTakenAsANumber() {
    Bindings bindings = new Bindings();

    assertThat(bindings.difference("[\"$o\"]", "[7]")).isEmpty();

    assertThat(bindings.substitute("{\"o\":\"$o\"}")).isEqualTo("{\"o\":7}");
  }

  @Test
  void fieldsAreNeitherMissingNorTooMany() {
    Bindings bindings = new Bindings();

    assertThat(bindings.difference("{\"a\":1}", "{}")).hasValue(".a is missing");
    assertThat(bindings.difference("{}", "{\"a\":1}")).hasValue(".a is there, unexpected");
    assertThat(bindings.difference("{\"$more\":\"$_\"}", "{\"a\":1}")).isEmpty();
    assertThat(bindings.difference("[{\"a\":\"$_\"}]", "[{\"a\":{}}]")).isEmpty();
    assertThat(bindings.difference("[1]", "[1,2]")).hasValue(" has 2 elements instead of 1");
    assertThat(bindings.difference("1", "nothing")).isPresent();
  }

  @Test
  void aNameWithoutAValueIsNotSent() {
    assertThatThrownBy(() -> new Bindings().substitute("{\"key\":\"$key\"}"))
        .hasMessage("Nothing has given a value to $key yet");
  }
}
