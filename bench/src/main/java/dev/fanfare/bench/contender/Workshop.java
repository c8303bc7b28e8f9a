package dev.fanfare.bench.contender;

import dev.fanfare.bench.load.BenchFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where peers are installed, once, outside git: {@code bench/.cache}. Debian packages are only
 * unpacked there: nothing is installed on the machine and no service is started.
 */
public final class Workshop {
  private final Path root;

  /** In a checkout of the repository. */
  public Workshop(Path root) {
    this.root = root.toAbsolutePath();
  }

  /** The checkout. */
  public Path root() {
    return root;
  }

  /** Our own servers and configurations for peers. */
  Path peers() {
    return root.resolve("bench/peers");
  }

  private Path cache() {
    return root.resolve("bench/.cache");
  }

  /** The folder with our Node servers and, installed beside them, what they stand on. */
  Path node() {
    Path node = cache().resolve("node");
    try {
      Files.createDirectories(node);
      boolean stale = false;
      try (Stream<Path> files = Files.list(peers())) {
        for (Path file : files.toList()) {
          String name = String.valueOf(file.getFileName());
          if (name.endsWith(".js") || name.endsWith(".json")) {
            stale |= copyWhenChanged(file, node.resolve(name)) && name.endsWith(".json");
          }
        }
      }
      if (stale || !Files.exists(node.resolve("node_modules"))) {
        Shell.run(node, List.of("npm", "ci", "--silent", "--no-audit", "--no-fund"));
      }
      return node;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The version of an installed npm package. */
  String nodeVersion(String module) {
    return Shell.run(
        node(),
        List.of("node", "-p", "require('./node_modules/" + module + "/package.json').version"));
  }

  /** A folder with Debian packages unpacked in it. */
  Path debian(String name, String... packages) {
    Path folder = cache().resolve(name);
    Path done = folder.resolve(".complete");
    if (Files.exists(done)) {
      return folder;
    }
    try {
      Path archives = Files.createDirectories(folder.resolve("archives"));
      List<String> download = new ArrayList<>(List.of("apt-get", "download", "-q"));
      download.addAll(List.of(packages));
      try {
        Shell.run(archives, download);
      } catch (BenchFailure maybeNoLists) {
        Shell.run(archives, List.of("apt-get", "update", "-q"));
        Shell.run(archives, download);
      }
      try (Stream<Path> files = Files.list(archives)) {
        for (Path file : files.toList()) {
          Shell.run(folder, List.of("dpkg", "-x", file.toString(), folder.toString()));
        }
      }
      Files.createFile(done);
      return folder;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The first line of what a command prints. */
  public static String version(String... command) {
    return Shell.run(Path.of("."), List.of(command)).lines().findFirst().orElse("");
  }

  private static boolean copyWhenChanged(Path from, Path to) throws IOException {
    if (Files.exists(to) && Files.mismatch(from, to) < 0) {
      return false;
    }
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    return true;
  }
}
