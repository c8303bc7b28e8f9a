package dev.fanfare.gateway.boot.cli;

import dev.fanfare.gateway.boot.tokens.TokenMaker;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.Capabilities;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.KeyId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a client token, as a customer's server would. */
@Command(
    name = "token",
    description =
        "Makes a client token (JWT) and prints it. Without --app, --key and --secret it is for the development app of './fanfare dev'.",
    sortOptions = false)
final class TokenCommand implements Callable<Integer> {
  private static final Duration LONGEST = Duration.ofHours(24);

  private final Surroundings around;

  @Option(
      names = "--sub",
      paramLabel = "CLIENT",
      description = "The client id that the token speaks for.")
  private Optional<ClientId> client = Optional.empty();

  @Option(
      names = "--cap",
      paramLabel = "PATTERN=OPERATION,…",
      description =
          "What it grants, such as 'chat:*=subscribe,publish' or 'news=*'. May stand several times. Without it: everything that the signing secret may.")
  private List<Grant> grants = new ArrayList<>();

  @Option(
      names = "--ttl",
      paramLabel = "TIME",
      defaultValue = "1h",
      description = "How long it holds, at most 24h. Default: ${DEFAULT-VALUE}.")
  private Duration life = Duration.ofHours(1);

  @Option(
      names = "--app",
      paramLabel = "ID",
      defaultValue = "1001",
      description = "The app. Default: ${DEFAULT-VALUE}.")
  private AppId app = new AppId(Integer.toString(DevApp.FIRST_ID));

  @Option(
      names = "--key",
      paramLabel = "KEY",
      defaultValue = "dev",
      description = "The id of the signing secret. Default: ${DEFAULT-VALUE}.")
  private KeyId key = new KeyId(DevApp.FIRST_KEY);

  @Option(
      names = "--secret",
      paramLabel = "SECRET",
      description = "The signing secret, or env:NAME to read it from the environment.")
  private String secret = DevApp.DOCUMENTED_SECRET;

  TokenCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    if (life.isZero() || life.compareTo(LONGEST) > 0) {
      throw new CommandFailure("A token holds between 1s and 24h; --ttl says otherwise.");
    }
    TokenMaker maker =
        new TokenMaker(around.clock(), app, key, secretText().getBytes(StandardCharsets.UTF_8));
    Optional<Capabilities> capabilities =
        grants.isEmpty() ? Optional.empty() : Optional.of(Grant.together(grants));
    around.out().println(maker.token(client, capabilities, life));
    return 0;
  }

  private String secretText() {
    if (!secret.startsWith("env:")) {
      return secret;
    }
    String variable = secret.substring("env:".length());
    return around
        .environment()
        .apply(variable)
        .filter(text -> !text.isEmpty())
        .orElseThrow(
            () -> new CommandFailure("The environment variable " + variable + " is not set."));
  }
}
