package dev.fanfare.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.fanfare.bench.load.BenchFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A run of the benchmark: where, what, and every sample.
 *
 * @param begun an ISO 8601 instant
 * @param smoke whether it was too short to mean anything
 * @param versions of the contenders, in their order
 * @param workloads their descriptions by name, in their order
 */
public record Results(
    String begun,
    String commit,
    boolean smoke,
    Map<String, String> machine,
    Map<String, String> method,
    Map<String, String> versions,
    Map<String, String> workloads,
    List<Sample> samples) {
  /** The part of the method that only runs of a whole cluster have. */
  public static final String CLUSTER = "cluster";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  public Results {
    machine = new LinkedHashMap<>(machine);
    method = new LinkedHashMap<>(method);
    versions = new LinkedHashMap<>(versions);
    workloads = new LinkedHashMap<>(workloads);
    samples = List.copyOf(samples);
  }

  /** Whether they are of a whole cluster, which has a place of its own on the page. */
  public boolean ofCluster() {
    return method.containsKey(CLUSTER);
  }

  /** The same with one sample more. */
  public Results with(Sample sample) {
    List<Sample> more = new ArrayList<>(samples);
    more.add(sample);
    return new Results(begun, commit, smoke, machine, method, versions, workloads, more);
  }

  /**
   * These, begun after others and together with them: what both measured stands as it is measured
   * now.
   *
   * @throws BenchFailure when only one of them is too short to mean anything
   */
  public Results after(Results before) {
    if (before.smoke != smoke) {
      throw new BenchFailure("--quick runs and long ones do not go together: leave --more away.");
    }
    List<Sample> kept =
        before.samples.stream()
            .filter(
                s -> !versions.containsKey(s.contender()) || !workloads.containsKey(s.workload()))
            .toList();
    return new Results(
        before.begun,
        before.commit.contains(commit) ? before.commit : before.commit + ", " + commit,
        smoke,
        machine,
        both(before.method, method),
        both(before.versions, versions),
        both(before.workloads, workloads),
        kept);
  }

  private static Map<String, String> both(Map<String, String> first, Map<String, String> second) {
    Map<String, String> both = new LinkedHashMap<>(first);
    both.putAll(second);
    return both;
  }

  /** Contenders that have samples, in their order. */
  public Set<String> contenders() {
    Set<String> names = new LinkedHashSet<>();
    versions.keySet().stream().filter(this::hasSamples).forEach(names::add);
    return names;
  }

  private boolean hasSamples(String contender) {
    return samples.stream().anyMatch(sample -> sample.contender().equals(contender));
  }

  /** A figure over the rounds. */
  public Optional<Spread> spread(String contender, String workload, Figure figure) {
    List<Double> values =
        of(contender, workload).flatMap(sample -> sample.figure(figure).stream()).toList();
    return values.isEmpty() ? Optional.empty() : Optional.of(Spread.of(values));
  }

  /** A figure of one contender divided by another's, round by round. */
  public Optional<Spread> ratio(String of, String to, String workload, Figure figure) {
    List<Double> ratios = new ArrayList<>();
    for (Sample sample : of(of, workload).toList()) {
      Optional<Double> ours = sample.figure(figure);
      Optional<Double> theirs =
          of(to, workload)
              .filter(other -> other.round() == sample.round())
              .flatMap(other -> other.figure(figure).stream())
              .findFirst();
      if (ours.isPresent() && theirs.isPresent() && theirs.get() > 0) {
        ratios.add(ours.get() / theirs.get());
      }
    }
    return ratios.isEmpty() ? Optional.empty() : Optional.of(Spread.of(ratios));
  }

  /** All samples of a contender in a workload. */
  public Stream<Sample> of(String contender, String workload) {
    return samples.stream()
        .filter(sample -> sample.contender().equals(contender))
        .filter(sample -> sample.workload().equals(workload));
  }

  /**
   * Writes it to {@code FOLDER/BEGUN.json}, and over what was written there before: whole or, where
   * the bench is killed meanwhile, not at all.
   */
  public Path write(Path folder) {
    try {
      Path file = Files.createDirectories(folder).resolve(begun.replace(':', '-') + ".json");
      Path part = folder.resolve(file.getFileName() + ".part");
      JSON.writeValue(part.toFile(), this);
      return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Reads a file. */
  public static Results read(Path file) {
    try {
      return JSON.readValue(file.toFile(), Results.class);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The newest of a folder, of a cluster or not. */
  public static Optional<Path> newest(Path folder, boolean ofCluster) {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .filter(file -> read(file).ofCluster() == ofCluster)
          .max(Comparator.comparing(Path::toString));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
