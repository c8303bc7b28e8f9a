package dev.fanfare.chaos.cluster;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./fanfare cluster}. */
@Command(
    name = "cluster",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Starts gateways, three members of the store and a Redis on free loopback ports, and waits for Ctrl-C.",
      "From another terminal: kill (-9), stop (TERM), pause, continue or restart one of them by its name."
    })
public final class ClusterCommand implements Callable<Integer> {
  private static final Pattern APP = Pattern.compile("[0-9]{1,64}:[A-Za-z0-9._-]{1,64}:[!-9;-~]+");

  @Spec private CommandSpec spec = CommandSpec.create();

  /** What can be done to a node. */
  enum Action {
    KILL,
    STOP,
    PAUSE,
    CONTINUE,
    RESTART
  }

  @Parameters(
      arity = "0..2",
      paramLabel = "ACTION NAME",
      description = "Nothing, to start a cluster; or for example: kill m2")
  private List<String> words = new ArrayList<>();

  @Option(names = "--gateways", paramLabel = "N", description = "How many. Default: 3.")
  private int gateways = 3;

  @Option(
      names = "--app",
      paramLabel = "ID:KEY:SECRET",
      description =
          "An app: a numeric id, a key, a secret. The key may do everything; names without private-, presence- or # are open to subscribers. May stand several times. Default: one with a fixed key.")
  private List<String> apps = new ArrayList<>();

  @Option(names = "--json", description = "Prints one line of JSON.")
  private boolean json;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "Where configuration, logs and state are. Default: target/cluster.")
  private Path folder = Path.of("target", "cluster");

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new ClusterCommand()).execute(arguments));
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      if (words.isEmpty()) {
        run();
      } else {
        act();
      }
      return 0;
    } catch (IOException | IllegalArgumentException | IllegalStateException wrong) {
      spec.commandLine().getErr().println("cluster: " + wrong.getMessage());
      return 2;
    }
  }

  private void run() throws IOException, InterruptedException {
    if (gateways < 1 || gateways > 20) {
      throw new IllegalArgumentException("--gateways is from 1 to 20, not " + gateways + ".");
    }
    if (Files.exists(StateFile.in(folder))
        && StateFile.read(folder).stream().anyMatch(Node::isAlive)) {
      throw new IllegalArgumentException(
          "a cluster runs in " + folder + " already; stop it, or give another --folder.");
    }
    Cluster cluster = Cluster.in(folder.toAbsolutePath(), gateways, address -> configuration());
    CountDownLatch stopped = new CountDownLatch(1);
    Thread hook = new Thread(() -> stop(cluster));
    Runtime.getRuntime().addShutdownHook(hook);
    try (HttpClient http = HttpClient.newHttpClient()) {
      cluster.start(http);
    }
    StateFile.write(cluster.folder(), cluster.nodes());
    print(cluster.nodes());
    stopped.await(); // for ever: a signal runs the hook
  }

  /** Others may have restarted nodes since: the state file knows the last pids. */
  private static void stop(Cluster cluster) {
    try {
      if (Files.exists(StateFile.in(cluster.folder()))) {
        for (Node known : StateFile.read(cluster.folder())) {
          cluster.nodes().stream()
              .filter(node -> node.name().equals(known.name()) && known.isAlive())
              .forEach(node -> node.adopt(known.pid(), known.since()));
        }
      }
      cluster.stop();
      Files.deleteIfExists(StateFile.in(cluster.folder()));
    } catch (IOException | InterruptedException | IllegalStateException unclean) {
      cluster.close();
    }
  }

  private void act() throws IOException, InterruptedException {
    List<Node> nodes = StateFile.read(folder);
    Action action = action(words.getFirst());
    String wanted = words.size() > 1 ? words.get(1) : "";
    Node node =
        nodes.stream()
            .filter(it -> it.name().equals(wanted))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "there is no '%s'; there are: %s"
                            .formatted(
                                wanted,
                                String.join(", ", nodes.stream().map(Node::name).toList()))));
    if (action != Action.RESTART && !node.isAlive()) {
      throw new IllegalArgumentException(
          wanted + " does not run; './fanfare cluster restart " + wanted + "' starts it.");
    }
    switch (action) {
      case KILL -> end(node, "KILL");
      case STOP -> {
        node.signal("CONT");
        end(node, "TERM");
      }
      case PAUSE -> node.signal("STOP");
      case CONTINUE -> node.signal("CONT");
      case RESTART -> restart(node);
    }
    if (action == Action.RESTART) {
      StateFile.replace(folder, node);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(action.name().toLowerCase(Locale.ROOT) + " " + wanted + ": done");
    out.flush();
  }

  private static void end(Node node, String signal) throws IOException, InterruptedException {
    node.signal(signal);
    node.awaitEnd();
  }

  private static void restart(Node node) throws IOException, InterruptedException {
    if (node.isAlive()) {
      end(node, "KILL");
    }
    try (HttpClient http = HttpClient.newHttpClient()) {
      node.start(http);
    }
  }

  private static Action action(String word) {
    for (Action action : Action.values()) {
      if (action.name().toLowerCase(Locale.ROOT).equals(word)) {
        return action;
      }
    }
    throw new IllegalArgumentException(
        "there is no '" + word + "'; there are: kill, stop, pause, continue, restart.");
  }

  private String configuration() {
    List<String> all =
        apps.isEmpty() ? List.of("1001:demo-key:demo-secret-of-this-machine-alone") : apps;
    StringBuilder yaml = new StringBuilder("server: {warmUp: 0s}\napps:\n");
    for (String app : all) {
      if (!APP.matcher(app).matches()) {
        throw new IllegalArgumentException(
            "an app is id:key:secret with a numeric id, such as 1001:my-key:my-secret.");
      }
      String[] parts = app.split(":", -1);
      String secret = parts[2].replace("'", "''");
      yaml.append(
          """
            - id: "%s"
              options: {clientEvents: true}
              signingSecrets: [{id: "%s", secret: '%s', presentable: true, capabilities: all}]
              rules: [{pattern: "*", publicSubscribe: true}]
          """
              .formatted(parts[0], parts[1], secret));
    }
    return yaml.toString();
  }

  private void print(List<Node> nodes) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(StateFile.line(nodes, false));
    } else {
      for (Node node : nodes) {
        out.printf(
            "%-6s %-8s 127.0.0.1:%-6d pid %d%s%n",
            node.name(),
            node.role().name().toLowerCase(Locale.ROOT),
            node.port(),
            node.pid(),
            Optional.of(node)
                .filter(it -> it.role() != Node.Role.REDIS)
                .map(it -> ", http://127.0.0.1:" + it.managementPort() + "/ready")
                .orElse(""));
      }
      out.println("logs and configuration: " + folder + "; Ctrl-C stops all");
    }
    out.flush();
  }
}
