package dev.fanfare.testkit.transcript;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What clients and a server say to each other, a step a line.
 *
 * <p>Empty lines and lines that begin with {@code #} are comments. A line that begins with {@code
 * +} goes on with the message of the line before: {@code alice > {…}}, {@code + {…}} is one
 * transport message of two frames. Lines between {@code for n in 1..100} and {@code end} are played
 * once for each number, which stands there for {@code $n}.
 *
 * <p>Within JSON that is expected, {@code "$name"} takes what stands there and, from then on,
 * stands for it; {@code "$_"} takes anything; a field {@code "$more": "$_"} lets an object have
 * more fields than are named. Within what is sent, {@code "$name"} is replaced by what was taken,
 * and {@code $name} inside a longer text likewise; {@code $sign(text)} is a signature over the
 * text. A name inside a longer text that is expected takes as little as it can.
 *
 * @param name the file's name without its ending
 */
public record Transcript(String name, List<Step> steps) {
  /** What lines look like; the first that fits holds. */
  private static final List<Form> FORMS =
      List.of(
          new Form(
              "rest > ([A-Z]+) (\\S+)(?: (.*))?",
              (line, m) ->
                  new Step.Call(line, m.group(1), m.group(2), Optional.ofNullable(m.group(3)))),
          new Form(
              "rest < (\\d{3})(?: (.*))?",
              (line, m) ->
                  new Step.Answer(
                      line, Integer.parseInt(m.group(1)), Optional.ofNullable(m.group(2)))),
          new Form("webhook < (.*)", (line, m) -> new Step.Told(line, m.group(1))),
          new Form("(\\w+) connects((?: \\S+)*)", Transcript::connect),
          new Form(
              "(\\w+) opens (GET|POST) (\\S+)",
              (line, m) -> new Step.Open(line, m.group(1), m.group(2), m.group(3))),
          new Form("(\\w+)'s response ends", (line, m) -> new Step.End(line, m.group(1))),
          new Form("(\\w+) > (.*)", (line, m) -> new Step.Send(line, m.group(1), m.group(2))),
          new Form("(\\w+) < (.*)", (line, m) -> new Step.Receive(line, m.group(1), m.group(2))),
          new Form("(\\w+) hears nothing", (line, m) -> new Step.Nothing(line, m.group(1))),
          new Form(
              "(\\w+) closed (\\d{4})",
              (line, m) -> new Step.Closed(line, m.group(1), Integer.parseInt(m.group(2)))),
          new Form("(\\w+) leaves", (line, m) -> new Step.Leave(line, m.group(1))),
          new Form(
              "time passes (\\d+)(ms|s|m)",
              (line, m) -> new Step.Pass(line, duration(Long.parseLong(m.group(1)), m.group(2)))));

  private record Form(Pattern pattern, Making making) {
    Form(String regex, Making making) {
      this(Pattern.compile(regex), making);
    }
  }

  @FunctionalInterface
  private interface Making {
    Step step(int line, Matcher match);
  }

  public Transcript {
    steps = List.copyOf(steps);
  }

  @Override
  public String toString() {
    return name;
  }

  /** All transcripts of a folder, in the order of their names. */
  public static List<Transcript> ofFolder(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".txt"))
          .sorted()
          .map(Transcript::ofFile)
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Transcript ofFile(Path file) {
    try {
      String name = String.valueOf(file.getFileName()).replaceFirst("\\.txt$", "");
      return parse(name, Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /**
   * Reads a transcript.
   *
   * @throws IllegalArgumentException when a line is no step; the message names it
   */
  public static Transcript parse(String name, String text) {
    List<Step> steps = new ArrayList<>();
    for (Lines.Line line : Lines.of(name, text)) {
      if (line.text().startsWith("+") && !steps.isEmpty()) {
        steps.set(steps.size() - 1, joined(name, steps.get(steps.size() - 1), line.text()));
      } else if (!line.text().isEmpty() && !line.text().startsWith("#")) {
        steps.add(step(name, line.number(), line.text()));
      }
    }
    return new Transcript(name, steps);
  }

  private static Step joined(String name, Step step, String line) {
    if (step instanceof Step.Send send) {
      return new Step.Send(
          send.line(), send.client(), send.message() + "\n" + line.substring(1).strip());
    }
    throw new IllegalArgumentException(name + ": '+' goes on with a message that is sent: " + line);
  }

  private static Step step(String name, int number, String line) {
    for (Form form : FORMS) {
      Matcher match = form.pattern.matcher(line);
      if (match.matches()) {
        return form.making.step(number, match);
      }
    }
    throw new IllegalArgumentException(name + ":" + number + ": not a step: " + line);
  }

  private static Step connect(int line, Matcher match) {
    String said = match.group(2).strip();
    List<String> words = said.isEmpty() ? List.of() : List.of(said.split(" ", -1));
    boolean target = !words.isEmpty() && words.get(0).startsWith("/");
    return target
        ? new Step.Connect(
            line, match.group(1), Optional.of(words.get(0)), words.subList(1, words.size()))
        : new Step.Connect(line, match.group(1), Optional.empty(), words);
  }

  private static Duration duration(long amount, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      default -> Duration.ofMinutes(amount);
    };
  }
}
