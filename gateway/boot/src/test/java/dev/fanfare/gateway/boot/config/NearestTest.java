package dev.fanfare.gateway.boot.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static final List<String> KNOWN = List.of("port", "host", "drainGrace", "origins");

  @Test
  void aTypingErrorFindsItsWord() {
    assertThat(Nearest.to("prot", KNOWN)).contains("port");
    assertThat(Nearest.to("Port", KNOWN)).contains("port");
    assertThat(Nearest.to("draingrcae", KNOWN)).contains("drainGrace");
    assertThat(Nearest.to("origin", KNOWN)).contains("origins");
  }

  @Test
  void anythingElseFindsNone() {
    assertThat(Nearest.to("database", KNOWN)).isEmpty();
    assertThat(Nearest.to("", KNOWN)).isEmpty();
    assertThat(Nearest.to("port", List.of())).isEmpty();
  }
}
