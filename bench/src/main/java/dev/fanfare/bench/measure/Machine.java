package dev.fanfare.bench.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The machine that everything runs on. */
public final class Machine {
  private static final double TICKS_PER_SECOND = 100;

  private Machine() {}

  /** What to know of it when figures are compared. */
  public static Map<String, String> describe() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("cpu", valueOf("/proc/cpuinfo", "model name"));
    facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    String kib = valueOf("/proc/meminfo", "MemTotal").replaceAll("[^0-9]", "");
    if (!kib.isEmpty()) {
      facts.put("memory", String.format(Locale.ROOT, "%.0f GiB", Long.parseLong(kib) / 1048576.0));
    }
    facts.put("system", valueOf("/etc/os-release", "PRETTY_NAME").replace("\"", ""));
    facts.put("kernel", System.getProperty("os.version", ""));
    facts.put(
        "jvm", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    return facts;
  }

  /** CPU time that was not idle since the machine started. */
  static double busyCpuSeconds() {
    for (String line : lines("/proc/stat")) {
      if (line.startsWith("cpu ")) {
        return busyTicks(line) / TICKS_PER_SECOND;
      }
    }
    return 0;
  }

  /** Of the line "cpu user nice system idle iowait irq softirq steal …" all but idle and iowait. */
  static long busyTicks(String line) {
    String[] fields = line.trim().split(" +", -1);
    long busy = 0;
    for (int i = 1; i < Math.min(fields.length, 9); i++) {
      if (i != 4 && i != 5) {
        busy += Long.parseLong(fields[i]);
      }
    }
    return busy;
  }

  private static String valueOf(String file, String name) {
    for (String line : lines(file)) {
      int at = line.startsWith(name) ? Math.max(line.indexOf(':'), line.indexOf('=')) : -1;
      if (at >= 0) {
        return line.substring(at + 1).strip();
      }
    }
    return "";
  }

  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      return List.of();
    }
  }
}
