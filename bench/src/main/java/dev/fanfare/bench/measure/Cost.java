package dev.fanfare.bench.measure;

import java.util.function.DoubleSupplier;

/**
 * What was used up to a moment, or between two.
 *
 * @param wallNanos time that passed
 * @param serverCpuSeconds user and system time of the server's processes
 * @param generatorCpuSeconds the same of the load generator
 * @param machineCpuSeconds the same of everything on the machine, with interrupts and what the
 *     hypervisor took
 */
public record Cost(
    long wallNanos, double serverCpuSeconds, double generatorCpuSeconds, double machineCpuSeconds) {

  /** Of a server, until now. */
  public static Cost until(ProcessTree server) {
    return until(server::cpuSeconds);
  }

  /** Of several servers, until now. */
  public static Cost until(DoubleSupplier serverCpuSeconds) {
    return new Cost(
        System.nanoTime(),
        serverCpuSeconds.getAsDouble(),
        ProcessTree.ownCpuSeconds(),
        Machine.busyCpuSeconds());
  }

  /** What was used since an earlier moment. */
  public Cost since(Cost earlier) {
    return new Cost(
        wallNanos - earlier.wallNanos,
        serverCpuSeconds - earlier.serverCpuSeconds,
        generatorCpuSeconds - earlier.generatorCpuSeconds,
        machineCpuSeconds - earlier.machineCpuSeconds);
  }

  /** Seconds that passed. */
  public double wallSeconds() {
    return wallNanos / 1e9;
  }

  /** What neither server nor generator used: other people's work, which disturbs. */
  public double othersCpuSeconds() {
    return Math.max(0, machineCpuSeconds - serverCpuSeconds - generatorCpuSeconds);
  }
}
