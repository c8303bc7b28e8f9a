package dev.fanfare.gateway.boot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.fanfare.gateway.boot.Main;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process, which starts a gateway of its own. */
@Timeout(180)
class RehearseCommandTest {
  @TempDir private Path folder = Path.of("");
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void endAll() {
    processes.forEach(process -> process.descendants().forEach(ProcessHandle::destroyForcibly));
    processes.forEach(Process::destroyForcibly);
  }

  @Test
  void whatARehearsalLeavesIsTakenAtTheNextStart() throws Exception {
    assumeThat(Runtime.version().feature()).isGreaterThanOrEqualTo(25);
    String jars = jars();
    Path cache = folder.resolve("fanfare.aot");

    Process rehearsal =
        java(List.of(), jars, "rehearse", "--output", cache.toString(), "--for", "3s");
    assertThat(output(rehearsal)).contains("messages delivered");
    assertThat(rehearsal.waitFor()).isZero();

    List<String> onlyWithIt = List.of("-XX:AOTCache=" + cache, "-XX:AOTMode=on");
    Process help = java(onlyWithIt, jars, "--help");
    assertThat(output(help)).startsWith("Usage: fanfare");
    assertThat(help.waitFor()).isZero();
  }

  @Test
  void whereNothingCanBeWrittenItSaysSo() throws Exception {
    assumeThat(Runtime.version().feature()).isGreaterThanOrEqualTo(25);
    Path nowhere = folder.resolve("missing").resolve("fanfare.aot");

    Process rehearsal =
        java(List.of(), jars(), "rehearse", "--output", nowhere.toString(), "--for", "1s");

    assertThat(output(rehearsal)).contains("There is no folder").hasLineCount(1);
    assertThat(rehearsal.waitFor()).isEqualTo(1);
  }

  private Process java(List<String> flags, String jars, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.add("-XX:+UseSerialGC");
    command.addAll(List.of("-cp", jars, Main.class.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    processes.add(process);
    return process;
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** This test's class path, with folders packed: the JVM learns from jars alone. */
  private String jars() throws IOException {
    List<String> jars = new ArrayList<>();
    for (String element : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(element);
      if (!Files.isDirectory(path)) {
        jars.add(element);
      } else if (!path.endsWith("test-classes")) {
        jars.add(pack(path, folder.resolve("packed-" + jars.size() + ".jar")).toString());
      }
    }
    return String.join(File.pathSeparator, jars);
  }

  private static Path pack(Path classes, Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, out);
      }
    }
    return jar;
  }
}
