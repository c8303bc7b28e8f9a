package dev.fanfare.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The numbers of {@code docs/spec/http.md} and of the tests of this module are the same. */
class HttpSpecTest {
  private static final Path ROOT = Path.of(System.getProperty("fanfare.root"));
  private static final Pattern STATEMENT = Pattern.compile("(?m)^- \\*\\*(HTTP-[0-9]+)\\*\\*");
  private static final Pattern TESTED = Pattern.compile("@Spec\\(\"(HTTP-[0-9]+)\"\\)");

  @Test
  void everyStatementHasATestAndEveryTestAStatement() throws IOException {
    TreeSet<String> tested = new TreeSet<>();
    try (Stream<Path> files = Files.walk(ROOT.resolve("gateway/boot/src/test/java"))) {
      for (Path file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
        tested.addAll(found(TESTED, file));
      }
    }
    assertThat(tested).isEqualTo(new TreeSet<>(stated()));
  }

  @Test
  void numbersRiseWithoutAHole() throws IOException {
    List<String> numbers = new ArrayList<>();
    for (int i = 1; i <= stated().size(); i++) {
      numbers.add("HTTP-" + i);
    }
    assertThat(stated()).isEqualTo(numbers);
  }

  private static List<String> stated() throws IOException {
    return found(STATEMENT, ROOT.resolve("docs/spec/http.md"));
  }

  private static List<String> found(Pattern pattern, Path file) throws IOException {
    return pattern.matcher(Files.readString(file)).results().map(HttpSpecTest::number).toList();
  }

  private static String number(MatchResult match) {
    return match.group(1);
  }
}
