package dev.fanfare.gateway.boot.config;

import dev.fanfare.protocol.App;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Reads {@code fanfare.yaml}. Blocking: for the start and for reloads, never on a loop. */
public final class ConfigFile {
  private static final long MAX_BYTES = 4 << 20;

  private final Function<String, Optional<String>> environment;

  /**
   * A reader of files.
   *
   * @param environment environment variables by name, for secrets that the file takes from there
   */
  public ConfigFile(Function<String, Optional<String>> environment) {
    this.environment = environment;
  }

  /** What holds without a file: every standard, no app. */
  public static FanfareConfig standard() {
    return new Binder(new Problems("")).absent(FanfareConfig.class, "").orElseThrow();
  }

  /** Reads and checks a file. */
  public Loaded load(Path file) {
    String name = file.toString();
    try {
      if (Files.isRegularFile(file) && Files.size(file) > MAX_BYTES) {
        return refused(name, "The file is larger than 4 MiB.");
      }
      return parse(name, Files.readString(file));
    } catch (NoSuchFileException absent) {
      return refused(
          name, "There is no such file. './fanfare config sample' prints one to start from.");
    } catch (CharacterCodingException notUtf8) {
      return refused(name, "The file is not UTF-8 text.");
    } catch (IOException unreadable) {
      String why =
          Files.isDirectory(file)
              ? "it is a folder"
              : "the system says: " + unreadable.getMessage();
      return refused(name, "The file cannot be read; " + why + ".");
    }
  }

  /** Checks a file's text. */
  public Loaded parse(String name, String text) {
    Problems problems = new Problems(name);
    try {
      Node root = Binder.yaml().compose(new StringReader(text));
      Binder binder = new Binder(problems);
      Optional<FanfareConfig> config =
          root == null
              ? binder.absent(FanfareConfig.class, "")
              : binder.record(FanfareConfig.class, root, "");
      if (config.isPresent() && !problems.any()) {
        FanfareConfig read = new ClusterReader(problems, environment).read(config.get());
        read = new ServicesReader(problems, environment).read(read);
        new StoreReader(problems).check(read);
        new InternalReader(problems).check(read.internal());
        List<App> apps = new AppReader(problems, environment).apps(read);
        if (!problems.any()) {
          return new Loaded.Accepted(read, apps);
        }
      }
    } catch (MarkedYAMLException notYaml) {
      problems.at(Optional.ofNullable(notYaml.getProblemMark()), sentence(notYaml));
    } catch (YAMLException notYaml) {
      problems.at(
          Optional.empty(),
          "This is not YAML: " + oneLine(String.valueOf(notYaml.getMessage())) + ".");
    }
    return new Loaded.Refused(problems.all());
  }

  private static Loaded refused(String name, String sentence) {
    return new Loaded.Refused(List.of(new Problem(name, 0, 0, sentence)));
  }

  private static String sentence(MarkedYAMLException notYaml) {
    String context = notYaml.getContext() == null ? "" : notYaml.getContext() + ": ";
    String hint = "";
    if (context.contains("alias")) {
      hint = " Patterns with * need quotes.";
    } else if (String.valueOf(notYaml.getProblem()).contains("\\t")) {
      hint = " YAML wants spaces, not tabs.";
    }
    return "This is not YAML: " + oneLine(context + notYaml.getProblem()) + "." + hint;
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }
}
