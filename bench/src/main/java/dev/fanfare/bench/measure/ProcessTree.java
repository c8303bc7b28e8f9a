package dev.fanfare.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** A process and everything it started, as {@code /proc} sees them. */
public final class ProcessTree {
  /** What {@code /proc/PID/stat} counts in; 100 on every Linux that a JVM of today runs on. */
  private static final double TICKS_PER_SECOND = 100;

  private final ProcessHandle root;

  /** Of a process and its descendants. */
  public ProcessTree(ProcessHandle root) {
    this.root = root;
  }

  /** This process, without what it started. */
  public static double ownCpuSeconds() {
    return Stat.read("self").ownTicks() / TICKS_PER_SECOND;
  }

  /** User and system time so far, of ended and waited-for children too. */
  public double cpuSeconds() {
    return pids().mapToObj(Long::toString).mapToLong(pid -> Stat.read(pid).allTicks()).sum()
        / TICKS_PER_SECOND;
  }

  /** Proportional set size in KiB. */
  public long pssKib() {
    return pids().map(pid -> pssKib(Path.of("/proc", Long.toString(pid), "smaps_rollup"))).sum();
  }

  /** Open file descriptors. */
  public long openFiles() {
    return pids().map(ProcessTree::openFiles).sum();
  }

  private LongStream pids() {
    return LongStream.concat(
        LongStream.of(root.pid()), root.descendants().mapToLong(ProcessHandle::pid));
  }

  private static long openFiles(long pid) {
    try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return files.count();
    } catch (IOException ended) {
      return 0;
    }
  }

  private static long pssKib(Path rollup) {
    try {
      for (String line : Files.readAllLines(rollup, StandardCharsets.ISO_8859_1)) {
        if (line.startsWith("Pss:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", ""));
        }
      }
      return 0;
    } catch (NoSuchFileException ended) {
      return 0;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
