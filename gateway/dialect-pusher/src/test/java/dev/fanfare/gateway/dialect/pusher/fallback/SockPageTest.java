package dev.fanfare.gateway.dialect.pusher.fallback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.testkit.Spec;
import org.junit.jupiter.api.Test;

class SockPageTest {
  private static final String FRAME = "<script>\np(\"a%s\");\n</script>\r\n";

  @Test
  @Spec("PUS-47")
  void nothingThatIsPublishedBreaksOutOfItsScript() {
    assertThat(script("[\"</script><!--\\\\\"]"))
        .isEqualTo(FRAME.formatted("[\\\"\\u003c/script\\u003e\\u003c!--\\\\\\\\\\\"]"));
  }

  @Test
  @Spec("PUS-47")
  void endsOfLinesThatOldScriptsDoNotKnowAreEscapedAndOtherTextIsNot() {
    char lineEnd = 0x2028;
    char paragraphEnd = 0x2029;
    assertThat(script("é€" + lineEnd + paragraphEnd + "…"))
        .isEqualTo(FRAME.formatted("é€\\u2028\\u2029…"));
  }

  private static String script(String json) {
    return new String(SockPage.script('a', json.getBytes(UTF_8)), UTF_8);
  }
}
