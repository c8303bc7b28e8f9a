package dev.fanfare.gateway.dialect.pusher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The numbers of the specification and of the tests are the same, and deviations name tests. */
class SpecTest {
  private static final Path ROOT =
      Path.of(Objects.requireNonNull(System.getProperty("fanfare.root")));
  private static final Pattern NUMBER = Pattern.compile("PUS-[1-9][0-9]*");
  private static final Pattern STATEMENT = Pattern.compile("(?m)^- \\*\\*(PUS-[0-9]+)\\*\\*");
  private static final Pattern ANNOTATION = Pattern.compile("@Spec\\(([^)]*)\\)");
  private static final Pattern NAMED_TEST = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

  @Test
  void everyStatementHasATestAndEveryTestAStatement() throws IOException {
    TreeSet<String> tested = new TreeSet<>();
    for (String source : sources()) {
      ANNOTATION
          .matcher(source)
          .results()
          .flatMap(annotation -> NUMBER.matcher(annotation.group(1)).results())
          .map(MatchResult::group)
          .forEach(tested::add);
    }
    assertThat(tested).isEqualTo(new TreeSet<>(statements()));
  }

  @Test
  void numbersRiseWithoutAHole() throws IOException {
    List<String> numbers = statements();
    for (int i = 0; i < numbers.size(); i++) {
      assertThat(numbers.get(i)).isEqualTo("PUS-" + (i + 1));
    }
  }

  @Test
  void everyTestThatADeviationNamesIsThere() throws IOException {
    String all = String.join("\n", sources());
    String deviations = Files.readString(ROOT.resolve("gateway/dialect-pusher/DEVIATIONS.md"));
    List<MatchResult> named = NAMED_TEST.matcher(deviations).results().toList();
    assertThat(named).isNotEmpty();
    for (MatchResult test : named) {
      assertThat(all)
          .contains("class " + test.group(1) + " ")
          .contains("void " + test.group(2) + "(");
    }
  }

  private static List<String> statements() throws IOException {
    return STATEMENT
        .matcher(Files.readString(ROOT.resolve("docs/spec/pusher.md")))
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  private static List<String> sources() throws IOException {
    List<String> texts = new ArrayList<>();
    for (String tests : List.of("gateway/dialect-pusher/src/test/java", "gateway/boot/src/test")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(tests))) {
        List<Path> java = files.filter(file -> file.toString().endsWith(".java")).toList();
        for (Path file : java) {
          texts.add(Files.readString(file));
        }
      }
    }
    return texts;
  }
}
