package dev.fanfare.bench.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Times from a line of {@code /proc/PID/stat}, in ticks; see proc(5), fields 14 to 17. */
record Stat(long user, long system, long childrenUser, long childrenSystem) {
  private static final Pattern SPACE = Pattern.compile(" ");

  /** Of a process; all 0 when it has ended. */
  static Stat read(String pid) {
    try {
      return parse(Files.readString(Path.of("/proc", pid, "stat"), StandardCharsets.ISO_8859_1));
    } catch (IOException ended) {
      return new Stat(0, 0, 0, 0);
    }
  }

  static Stat parse(String line) {
    // The name stands in brackets and may itself hold spaces and brackets; field 3 follows the
    // last.
    String[] fields = SPACE.split(line.substring(line.lastIndexOf(')') + 2), -1);
    return new Stat(
        Long.parseLong(fields[11]),
        Long.parseLong(fields[12]),
        Long.parseLong(fields[13]),
        Long.parseLong(fields[14].strip()));
  }

  long ownTicks() {
    return user + system;
  }

  long allTicks() {
    return user + system + childrenUser + childrenSystem;
  }
}
