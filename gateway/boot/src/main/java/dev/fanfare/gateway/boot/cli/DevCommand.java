package dev.fanfare.gateway.boot.cli;

import dev.fanfare.gateway.boot.config.FanfareConfig;
import dev.fanfare.gateway.boot.config.FanfareConfig.Logging.Format;
import dev.fanfare.gateway.boot.config.Loaded;
import dev.fanfare.gateway.boot.demo.DemoDialect;
import dev.fanfare.gateway.boot.logging.Logs;
import dev.fanfare.gateway.boot.tokens.TokenMaker;
import dev.fanfare.gateway.dialect.Dialect;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.Limits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Everything in one process, ready to try. */
@Command(
    name = "dev",
    description =
        "Runs everything in one process, with a ready app and a demo page. Nothing is kept when it ends. Ctrl-C ends it.",
    sortOptions = false)
final class DevCommand implements Callable<Integer> {
  private static final int TLS_PORT = 8443;

  private final Surroundings around;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A configuration, for more apps and other settings. Default: none.")
  private Optional<Path> file = Optional.empty();

  @Mixin private ServeOptions flags = new ServeOptions();

  @Option(
      names = "--app",
      paramLabel = "ID:KEY:SECRET",
      description =
          "An app beside the ready one: a numeric id, a key, a secret. The key may do everything; names without private-, presence- or # are open to subscribers. May stand several times.")
  private List<AppOption> apps = new ArrayList<>();

  @Option(
      names = "--webhook",
      paramLabel = "URL",
      description =
          "Where events of the ready app and of those of --app are sent: channels occupied and vacated, members, client events, cache misses, counts. May stand several times.")
  private List<WebhookOption> webhooks = new ArrayList<>();

  @Option(
      names = "--tls",
      description =
          "Opens a second port with TLS and a certificate made for this run, which clients have to be told to trust.")
  private boolean tls;

  @Option(
      names = "--tls-port",
      paramLabel = "PORT",
      description = "The port of --tls; 0 takes any free one. Default: 8443.")
  private Optional<Port> tlsPort = Optional.empty();

  @Option(
      names = "--store",
      paramLabel = "TYPE",
      description =
          "memory, or hazelcast: one member of the real store in this process, to try it. Default: what the configuration says, else memory.")
  private Optional<DevStore> store = Optional.empty();

  DevCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws Exception {
    Server server = new Server(around);
    Optional<Loaded.Accepted> read = server.read(file);
    if (read.isEmpty()) {
      return ExitCode.SOFTWARE;
    }
    Loaded.Accepted accepted = read.get();
    FanfareConfig config =
        flags.over(accepted.config()).forDevelopment(Secrets.fresh(around.random()));
    if (store.isPresent()) {
      config = config.withStore(store.get().over(config.store()));
    }
    if (tls || tlsPort.isPresent()) {
      Logs.write(config.logging().level(), Format.TEXT);
      SelfSigned made = SelfSigned.fresh(around.clock().instant());
      config =
          config.withTls(
              config
                  .tls()
                  .with(
                      tlsPort.map(Port::number).orElse(TLS_PORT),
                      made.certificate().toString(),
                      made.privateKey().toString()));
    }
    Limits limits = config.appLimits().over(Limits.DEFAULT);

    List<App> fixed = new ArrayList<>(apps.stream().map(app -> app.toApp(limits)).toList());
    AppOption ready =
        DevApp.credentials(
            config.server().host(), around.random(), AppSource.together(accepted.apps(), fixed));
    fixed.add(DevApp.app(ready, limits));
    fixed.replaceAll(app -> WebhookOption.added(app, webhooks));

    Server.Plan plan =
        new Server.Plan(
            file,
            accepted.config(),
            config,
            accepted.apps(),
            fixed,
            List.of(demo(ready)),
            config.logging().format().orElse(Format.TEXT));
    Banner banner =
        new Banner(
            config.server().host(),
            config.management().host(),
            ready,
            apps,
            config.operator().token().orElse(""));
    return server.run(
        plan,
        gateway -> {
          around
              .out()
              .print(banner.text(gateway.port(), gateway.tlsPort(), gateway.managementPort()));
          around.out().flush();
        });
  }

  private Dialect demo(AppOption app) {
    return new DemoDialect(
        new TokenMaker(
            around.clock(), app.id(), app.key(), app.secret().getBytes(StandardCharsets.UTF_8)));
  }
}
