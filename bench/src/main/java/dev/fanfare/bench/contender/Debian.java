package dev.fanfare.bench.contender;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the name of a downloaded Debian package tells. */
final class Debian {
  private Debian() {}

  /** The upstream version of a package that {@link Workshop#debian} unpacked. */
  static String version(Path folder, String name) {
    try (Stream<Path> archives = Files.list(folder.resolve("archives"))) {
      return archives
          .map(file -> String.valueOf(file.getFileName()))
          .filter(file -> file.startsWith(name + "_"))
          .map(file -> upstream(file.substring(name.length() + 1)))
          .findFirst()
          .orElse("?");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String upstream(String version) {
    String withoutEpoch =
        version.substring(version.indexOf("%3a") < 0 ? 0 : version.indexOf("%3a") + 3);
    return withoutEpoch.replaceAll("[-_+].*", "");
  }
}
