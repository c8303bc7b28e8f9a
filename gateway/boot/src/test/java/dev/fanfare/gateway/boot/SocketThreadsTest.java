package dev.fanfare.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the file says about the threads that carry sockets, and how they ask the system. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class SocketThreadsTest {
  /** As the system shows it: it keeps 15 characters of a thread's name. */
  private static final String EVENT_LOOP = "vert.x-eventloo";

  @TempDir private Path folder = Path.of("");

  @Test
  void thereAreAsManyAsTheFileSays() throws Exception {
    assumeTrue(
        Files.isDirectory(Path.of("/proc/self/task")),
        "skipped: only Linux shows the threads of a process");
    try (ProductProcess gateway = gateway("eventLoops: 3", List.of())) {
      gateway.ready();

      assertThat(threads(gateway.pid())).filteredOn(EVENT_LOOP::equals).hasSize(3);
    }
  }

  @Test
  void aTransportThatDoesNotWorkHereIsRefusedInOneLine() throws Exception {
    try (ProductProcess gateway =
        gateway("transport: epoll", List.of("-Dio.netty.transport.noNative=true"))) {
      assertThat(gateway.exitCode()).isEqualTo(1);
    }
    assertThat(Files.readAllLines(output().toPath()))
        .contains("fanfare: The transport epoll does not work on this machine; nio does.");
  }

  private ProductProcess gateway(String setting, List<String> flags) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("fanfare.yaml"), "server: {warmUp: 0s, %s}\n".formatted(setting));
    return ProductProcess.gateway(file, List.of(), flags, output());
  }

  private File output() {
    return folder.resolve("output").toFile();
  }

  private static List<String> threads(long pid) throws Exception {
    List<String> names = new ArrayList<>();
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
      for (Path task : tasks.toList()) {
        Path name = task.resolve("comm");
        if (Files.exists(name)) {
          names.add(Files.readString(name).strip());
        }
      }
    }
    return names;
  }
}
