package dev.fanfare.gateway.boot.cli;

import dev.fanfare.protocol.KeyId;
import java.io.PrintWriter;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes an API key. */
@Command(
    name = "hash-key",
    description =
        "Makes an API key: prints its secret, once, and the lines for the configuration file, where only the secret's SHA-256 stands.")
final class HashKeyCommand implements Callable<Integer> {
  private final Surroundings around;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "The key's id. Without it: a random one.")
  private Optional<KeyId> id = Optional.empty();

  HashKeyCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    String secret = Secrets.fresh(around.random());
    KeyId key = id.orElseGet(this::randomId);
    PrintWriter out = around.out();
    out.println("key     " + key);
    out.println("secret  " + secret + "   (shown this once: keep it where your server finds it)");
    out.println();
    out.println("For the file, under the app's apiKeys:");
    out.println();
    out.println("      - id: " + key);
    out.println("        secretSha256: " + Secrets.sha256(secret));
    out.println("        capabilities: all");
    out.println();
    out.println("Your server then calls with: curl -u " + key + ":SECRET …");
    return 0;
  }

  private KeyId randomId() {
    byte[] bytes = new byte[5];
    around.random().nextBytes(bytes);
    return new KeyId("key-" + HexFormat.of().formatHex(bytes));
  }
}
