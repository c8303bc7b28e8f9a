package dev.fanfare.gateway.dialect.fanfare;

import java.nio.file.Path;
import java.util.Objects;

/** Where files of the repository are, whatever folder the tests run in. */
public final class Repository {
  private Repository() {}

  /** A file by its path from the root. */
  public static Path file(String path) {
    return Path.of(Objects.requireNonNull(System.getProperty("fanfare.root"))).resolve(path);
  }
}
