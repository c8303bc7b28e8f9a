package dev.fanfare.bench.cluster;

import dev.fanfare.bench.contender.Workshop;
import dev.fanfare.bench.load.BenchFailure;
import dev.fanfare.bench.load.Pause;
import dev.fanfare.bench.measure.ProcessTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Redis, three members of the store and three gateways on free ports of 127.0.0.1, each started as
 * anybody would start it ({@code ./fanfare store}, {@code ./fanfare gateway}). One thread at a
 * time; stopped by its processes' own numbers.
 */
public final class Site implements AutoCloseable {
  /** How many members, and how many gateways. */
  public static final int EACH = 3;

  private static final String HOST = "127.0.0.1";
  private static final Duration START_WITHIN = Duration.ofMinutes(2);

  private final Workshop workshop;
  private final Tenant tenant;
  private final Path folder;
  private final Path config;
  private final HttpClient http = HttpClient.newHttpClient();
  private final int redisPort = freePort();
  private final List<Integer> memberPorts = freePorts();
  private final List<Integer> gatewayPorts = freePorts();
  private final List<Integer> memberManagement = freePorts();
  private final List<Integer> gatewayManagement = freePorts();
  private final List<Part> members = new ArrayList<>();
  private final List<Part> gateways = new ArrayList<>();
  private final List<Part> all = new ArrayList<>();

  /** Ctrl-C must not leave processes behind. */
  private final Thread atExit = new Thread(this::stop, "stop-site");

  private Site(Workshop workshop, Tenant tenant) {
    this.workshop = workshop;
    this.tenant = tenant;
    try {
      folder = Files.createTempDirectory("fanfare-bench-");
      config = Files.writeString(folder.resolve("fanfare.yaml"), configuration());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** The app that everything is published in, and a signing secret of it. */
  public record Tenant(String app, String key, String secret) {}

  /** Starts Redis and the members; returns when they serve. */
  public static Site open(Workshop workshop, Tenant tenant) {
    Site site = new Site(workshop, tenant);
    try {
      site.startStore();
      return site;
    } catch (BenchFailure failed) {
      site.close();
      throw failed;
    }
  }

  private void startStore() {
    launch(
        "redis",
        List.of(
            "redis-server", "--port", Integer.toString(redisPort), "--bind", HOST, "--save", ""));
    for (int i = 0; i < EACH; i++) {
      members.add(
          launch("m" + (i + 1), product("store", memberPorts.get(i), memberManagement.get(i))));
    }
    awaitReady(members, memberManagement);
  }

  /** Starts the gateways where they do not run yet; returns when they serve. */
  public void startGateways() {
    for (int i = gateways.size(); i < EACH; i++) {
      gateways.add(
          launch("g" + (i + 1), product("gateway", gatewayPorts.get(i), gatewayManagement.get(i))));
    }
    awaitReady(gateways, gatewayManagement);
  }

  /** Starts anew what has ended; returns when all of it serves. */
  public void repair() {
    for (Part part : all) {
      if (!part.isAlive()) {
        part.relaunch();
      }
    }
    awaitReady(members, memberManagement);
    awaitReady(gateways, gatewayManagement);
  }

  private Part launch(String name, List<String> command) {
    Part part = Part.start(name, command, folder);
    all.add(part);
    return part;
  }

  private List<String> product(String subcommand, int port, int management) {
    return List.of(
        workshop.root().resolve("fanfare").toString(),
        subcommand,
        "--config",
        config.toString(),
        "--host",
        HOST,
        "--port",
        Integer.toString(port),
        "--management-port",
        Integer.toString(management));
  }

  private String configuration() {
    return """
    cluster: {secret: "%s"}
    internal: {host: %s, port: 0}
    management: {host: %s}
    store: {type: hazelcast, name: %s, members: "%s", size: %d}
    bus: {type: redis, uri: "redis://%s:%d"}
    limits: {connections: 100000}
    logging: {level: warn}
    apps:
      - id: "%s"
        name: Benchmark
        limits: {connections: 100000, publishesPerSecond: 1000000, appPublishesPerSecond: 1000000}
        signingSecrets: [{id: %s, secret: %s, capabilities: all}]
    """
        .formatted(
            tenant.secret(),
            HOST,
            HOST,
            storeName(),
            memberAddresses(),
            EACH,
            HOST,
            redisPort,
            tenant.app(),
            tenant.key(),
            tenant.secret());
  }

  /** The store's name. */
  String storeName() {
    return "bench-" + redisPort;
  }

  /** What its processes share. */
  String storeSecret() {
    return tenant.secret();
  }

  /** Where its members are, with commas between. */
  String memberAddresses() {
    return String.join(",", memberPorts.stream().map(port -> HOST + ":" + port).toList());
  }

  Workshop workshop() {
    return workshop;
  }

  Path folder() {
    return folder;
  }

  /** A member, counted from 0. */
  public Part member(int index) {
    return members.get(index);
  }

  /** A gateway, counted from 0. */
  public Part gateway(int index) {
    return gateways.get(index);
  }

  /** Where clients of the gateways connect. */
  public List<InetSocketAddress> addresses() {
    return gatewayPorts.stream().map(Site::at).toList();
  }

  /** Where Redis listens. */
  public InetSocketAddress redis() {
    return at(redisPort);
  }

  private static InetSocketAddress at(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** User and system time of the members so far. */
  public double memberCpuSeconds() {
    return members.stream().map(Part::tree).mapToDouble(ProcessTree::cpuSeconds).sum();
  }

  /** User and system time of everything so far. */
  public double cpuSeconds() {
    return all.stream().map(Part::tree).mapToDouble(ProcessTree::cpuSeconds).sum();
  }

  private void awaitReady(List<Part> parts, List<Integer> management) {
    long deadline = System.nanoTime() + START_WITHIN.toNanos();
    for (int i = 0; i < parts.size(); i++) {
      while (!isReady(management.get(i))) {
        if (!parts.get(i).isAlive() || System.nanoTime() > deadline) {
          throw new BenchFailure("this did not start: " + parts.get(i).lastWords());
        }
        Pause.of(Duration.ofMillis(50));
      }
    }
  }

  private boolean isReady(int management) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://" + HOST + ":" + management + "/ready"))
              .timeout(Duration.ofSeconds(1))
              .build();
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new BenchFailure("interrupted", interrupted);
    }
  }

  private static List<Integer> freePorts() {
    return Stream.generate(Site::freePort).limit(EACH).toList();
  }

  private static int freePort() {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void close() {
    stop();
    http.close();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException ending) {
      // it runs already
    }
  }

  private void stop() {
    all.reversed().forEach(Part::close);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException leftBehind) {
      // In the folder for temporary files: the system cleans it up.
    }
  }
}
