package dev.fanfare.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.testkit.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What README and guides show works as it is written: every shell and JavaScript snippet is run.
 */
@TestInstance(Lifecycle.PER_CLASS)
class GuidesTest {
  private static final Path ROOT = Path.of(System.getProperty("fanfare.root"));
  private static final Pattern SNIPPET = Pattern.compile("```(sh|js)\\n(.*?)```", Pattern.DOTALL);

  private Path folder = Path.of("");
  private final List<DevServer> servers = new ArrayList<>();

  @BeforeAll
  void start(@TempDir Path ownFolder) throws IOException {
    folder = ownFolder;
    servers.add(DevServer.start(folder, "--port", "0"));
  }

  @AfterAll
  void stop() {
    servers.forEach(DevServer::close);
  }

  static Stream<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    try (Stream<Path> guides = Files.list(ROOT.resolve("docs/guide"))) {
      guides.sorted().forEach(pages::add);
    }
    return pages.stream();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void theShellSnippetsOfAPageRun(Path page) throws Exception {
    List<String> snippets =
        snippets(page, "sh").stream().filter(snippet -> snippet.contains("curl ")).toList();
    String script = "set -eu\nFANFARE=" + http() + "\nKEY=dev:dev-secret\n";
    script += "OPERATOR_TOKEN=" + servers.get(0).operatorToken() + "\n";
    script += String.join("\n", snippets).replace("curl -u", "curl -sf -u");

    Process shell = run(page, script, "bash", "sh");

    assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(shell.exitValue()).as(said(shell)).isZero();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void theJavaScriptOfAPageRunsAndSaysSomething(Path page) throws Exception {
    List<String> snippets = snippets(page, "js");
    if (snippets.isEmpty()) {
      return;
    }

    Process node = run(page, String.join("\n", snippets), "node", "cjs");

    Path out = folder.resolve(page.getFileName() + ".out");
    Patience.until("it says something, or ends", () -> !node.isAlive() || size(out) > 0);
    assertThat(node.isAlive() || node.exitValue() == 0).as(said(node)).isTrue();
    node.destroyForcibly().waitFor();
    assertThat(folder.resolve(page.getFileName() + ".err")).isEmptyFile();
  }

  private Process run(Path page, String script, String program, String ending) throws IOException {
    String address = http();
    Path file = folder.resolve(page.getFileName() + "." + ending);
    Files.writeString(
        file,
        script
            .replace("http://127.0.0.1:8080", address)
            .replace("ws://127.0.0.1:8080", address.replace("http", "ws")));
    ProcessBuilder process = new ProcessBuilder(program, file.toString());
    process.environment().put("FANFARE", address);
    process.environment().put("FANFARE_WS", address.replace("http", "ws") + "/v1/connect");
    process.environment().put("NODE_PATH", ROOT.resolve("tests/node/node_modules").toString());
    return process
        .redirectOutput(folder.resolve(page.getFileName() + ".out").toFile())
        .redirectError(folder.resolve(page.getFileName() + ".err").toFile())
        .start();
  }

  private String said(Process process) throws IOException {
    StringBuilder said = new StringBuilder(process.info().toString());
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(it -> it.toString().matches(".*\\.(out|err)")).toList()) {
        said.append('\n').append(file.getFileName()).append(": ").append(Files.readString(file));
      }
    }
    return said.toString();
  }

  private String http() {
    return "http://127.0.0.1:" + servers.get(0).port();
  }

  private static long size(Path file) {
    return file.toFile().length();
  }

  private static List<String> snippets(Path page, String language) throws IOException {
    List<String> snippets = new ArrayList<>();
    Matcher found = SNIPPET.matcher(Files.readString(page));
    while (found.find()) {
      if (found.group(1).equals(language)) {
        snippets.add(found.group(2));
      }
    }
    return snippets;
  }
}
