package dev.fanfare.gateway.dialect.fanfare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The numbers of the specification and of the tests are the same. */
class SpecTest {
  private static final List<String> DOCUMENTS =
      List.of("native.md", "rest.md", "sse.md", "polling.md", "raw.md", "tickets.md", "binary.md");
  private static final Pattern NUMBER =
      Pattern.compile("(?:NAT|REST|SSE|POLL|RAW|TIC|BIN)-[1-9][0-9]*");
  private static final Pattern STATEMENT = Pattern.compile("(?m)^- \\*\\*([A-Z]+-[0-9]+)\\*\\*");
  private static final Pattern ANNOTATION = Pattern.compile("@Spec\\(([^)]*)\\)");

  @Test
  void everyStatementHasATestAndEveryTestAStatement() {
    TreeSet<String> tested = new TreeSet<>();
    sources()
        .flatMap(source -> ANNOTATION.matcher(source).results())
        .flatMap(annotation -> NUMBER.matcher(annotation.group(1)).results())
        .map(MatchResult::group)
        .forEach(tested::add);

    TreeSet<String> stated = new TreeSet<>();
    for (String document : DOCUMENTS) {
      stated.addAll(statements(document));
    }
    assertThat(tested).isEqualTo(stated);
  }

  @ParameterizedTest
  @FieldSource("DOCUMENTS")
  void numbersRiseWithoutAHole(String document) {
    List<String> numbers = statements(document);
    String prefix = numbers.get(0).replaceFirst("[0-9]+$", "");
    for (int i = 0; i < numbers.size(); i++) {
      assertThat(numbers.get(i)).isEqualTo(prefix + (i + 1));
    }
  }

  private static List<String> statements(String document) {
    return STATEMENT
        .matcher(read(Repository.file("docs/spec/" + document)))
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  private static Stream<String> sources() {
    try (Stream<Path> files =
        Files.walk(Repository.file("gateway/dialect-fanfare/src/test/java"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(SpecTest::read)
          .toList()
          .stream();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
