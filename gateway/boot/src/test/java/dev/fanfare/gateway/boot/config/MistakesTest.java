package dev.fanfare.gateway.boot.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mistake is told with its place, and says what to do. */
class MistakesTest {
  private final ConfigFile reader = new ConfigFile(name -> Optional.empty());

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake(
            "server:\n  prot: 8081\n",
            "f.yaml:2:3: 'server' has no key 'prot' (its value: '8081'). Did you mean 'port'?"),
        mistake(
            "server:\n  zzzzzz: [1]\n",
            "f.yaml:2:3: 'server' has no key 'zzzzzz' (its value: not shown). Known here: host, port, drainGrace, warmUp, deflate, eventLoops, transport."),
        mistake(
            "sever: {}\n",
            "f.yaml:1:1: The file has no key 'sever' (its value: not shown). Did you mean 'server'?"),
        mistake(
            "server:\n  port: 80\n  port: 81\n",
            "f.yaml:3:3: The key 'port' stands twice; the first one is in line 2."),
        mistake(
            "server: 8080\n",
            "f.yaml:1:9: 'server' must be a section of keys, not the single value '8080'."),
        mistake(
            "server: {port: eighty}\n",
            "f.yaml:1:16: 'server.port' must be a whole number; this is 'eighty'."),
        mistake(
            "server: {port: \"80\"}\n",
            "f.yaml:1:16: 'server.port' must be a whole number without quotes; this is '80'."),
        mistake(
            "server: {port: 65536}\n",
            "f.yaml:1:16: 'server.port' must be from 0 to 65535; this is '65536'."),
        mistake(
            "server: {port: 99999999999999999999}\n",
            "f.yaml:1:16: 'server.port' must be a whole number; this is '99999999999999999999'."),
        mistake(
            "server: {port: }\n",
            "f.yaml:1:15: 'server.port' must be a whole number, not nothing."),
        mistake(
            "cluster: {secret: short}\n",
            "f.yaml:1:19: 'cluster.secret' needs a secret of 32 bytes or more; this one is missing or shorter. 'openssl rand -hex 32' makes one."),
        mistake(
            "cluster: {secretFrom: \"env:NOT_THERE\"}\n",
            "f.yaml:1:23: 'cluster.secretFrom' needs a secret of 32 bytes or more; this one is missing or shorter. 'openssl rand -hex 32' makes one."),
        mistake(
            "cluster: {previousSecret: 0123456789abcdef0123456789abcdef}\n",
            "f.yaml:1:27: 'cluster.previousSecret' stands without a 'cluster.secret' that follows it."),
        mistake(
            "store: {type: hazelcast, members: \"dns:store\", size: 3}\n",
            "f.yaml:1:15: 'store.type: hazelcast' needs a 'cluster.secret', the same in all its processes: whoever has another one is not let in."),
        mistake(
            store("members: \"a:1,b:1,c:1,d:1\", size: 4"),
            "f.yaml:2:60: 'store.size' is 3 or 5, so that a majority can be told; it says 4."),
        mistake(
            store("members: \"a:1,b:1\", size: 3"),
            "f.yaml:2:35: 'store.members' must name each of the 3 members that 'store.size' says once; it names 2."),
        mistake(
            store("members: \"a:1,b:1,a:1\", size: 3"),
            "f.yaml:2:35: 'store.members' must name each of the 3 members that 'store.size' says once; it names 2."),
        mistake(
            store("members: \"a:1,b,c:1\", size: 3"),
            "f.yaml:2:35: 'store.members' names members as host:port, separated by commas; this is 'b'."),
        mistake(
            "internal: {port: 0, address: \"http://g1:8081\"}\n",
            "f.yaml:1:30: 'internal.address' must be a name or an address, with a port if you like, such as"
                + " g1.example or 10.0.0.11:8081; this is 'http://g1:8081'."),
        mistake("server: {host: [a]}\n", "f.yaml:1:16: 'server.host' must be text, not a list."),
        mistake(
            "heartbeat: {every: 25}\n",
            "f.yaml:1:20: 'heartbeat.every' must be a duration such as 500ms, 30s, 2m, 1h or 7d; this is '25'."),
        mistake(
            "heartbeat: {every: 1h}\n",
            "f.yaml:1:20: 'heartbeat.every' must be from 1s to 10m; this is '1h'."),
        mistake(
            "limits: {headerBytes: 16kb}\n",
            "f.yaml:1:23: 'limits.headerBytes' must be a size such as 4096, 64KiB (1,024 bytes each) or 2MB"
                + " (1,000,000 bytes each); this is '16kb'."),
        mistake(
            "logging: {level: verbose}\n",
            "f.yaml:1:18: 'logging.level' must be one of error, warn, info, debug, trace; this is 'verbose'."),
        mistake(
            "apps: {id: 1}\n",
            "f.yaml:1:7: 'apps' must be a list: lines that start with '-', or [a, b]; this is a section."),
        mistake("apps:\n  - name: x\n", "f.yaml:2:5: 'apps[0]' needs the key 'id', such as 1001."),
        mistake(
            "apps:\n  - id: a b\n",
            "f.yaml:2:9: 'apps[0].id' must be 1 to 64 letters, digits, '.', '_' or '-'; this is 'a b'."),
        mistake(
            "apps:\n  - id: a\n    enabled: yes\n",
            "f.yaml:3:14: 'apps[0].enabled' must be true or false; this is 'yes'."),
        mistake(
            "apps:\n  - id: a\n  - id: a\n",
            "f.yaml:3:9: The app id 'a' stands twice; the first one is 'apps[0].id' (line 2)."),
        mistake(
            "apps:\n  - id: a\n    origins: [https://a.example/]\n",
            "f.yaml:3:15: 'apps[0].origins[0]' must be an origin such as https://shop.example (scheme, host and"
                + " perhaps port, no path), or \"*\"; this is 'https://a.example/'."),
        mistake(
            app("apiKeys:\n      - {id: k, secretSha256: abc, capabilities: all}\n"),
            "f.yaml:4:31: 'apps[0].apiKeys[0].secretSha256' must be the SHA-256 of a secret, 64 hexadecimal"
                + " digits; './fanfare hash-key' makes one; this is 'abc'."),
        mistake(
            app("signingSecrets:\n      - {id: k, secret: s, capabilities: some}\n"),
            "f.yaml:4:42: 'apps[0].signingSecrets[0].capabilities' must be all, or a section such as"
                + " {\"chat:*\": [subscribe, publish]}, not the single value 'some'."),
        mistake(
            app(
                "signingSecrets:\n      - {id: k, secret: s, capabilities: {\"*\": [subscirbe]}}\n"),
            "f.yaml:4:49: 'apps[0].signingSecrets[0].capabilities' names no operation with the single value"
                + " 'subscirbe'. Did you mean 'subscribe'?"),
        mistake(
            app("signingSecrets:\n      - {id: k, secret: s, capabilities: {\"*\": publish}}\n"),
            "f.yaml:4:48: The operations in 'apps[0].signingSecrets[0].capabilities' must be a list such as"
                + " [subscribe, publish], or \"*\" for all, not the single value 'publish'."),
        mistake(
            app("signingSecrets:\n      - {id: k, capabilities: all}\n"),
            "f.yaml:4:9: 'apps[0].signingSecrets[0]' needs either 'secret' or 'secretFrom', one of them."),
        mistake(
            app("signingSecrets:\n      - {id: k, secretFrom: WEB, capabilities: all}\n"),
            "f.yaml:4:29: 'apps[0].signingSecrets[0].secretFrom' must be env: and the name of an environment"
                + " variable; this is 'WEB'."),
        mistake(
            app("signingSecrets:\n      - {id: k, secretFrom: \"env:WEB\", capabilities: all}\n"),
            "f.yaml:4:29: The environment variable WEB is not set or empty; 'apps[0].signingSecrets[0].secretFrom'"
                + " asks for it."),
        mistake(
            app("signingSecrets:\n      - {id: k, secret: \"\", capabilities: all}\n"),
            "f.yaml:4:25: 'apps[0].signingSecrets[0].secret' must not be empty."),
        mistake(
            app("rules:\n      - {pattern: \"a:*\"}\n      - {pattern: \"a:*\"}\n"),
            "f.yaml:5:19: The pattern 'a:*' stands twice; the first one is 'apps[0].rules[0].pattern' (line 4)."),
        mistake(
            app("rules:\n      - pattern: *\n"),
            "f.yaml:4:19: This is not YAML: while scanning an alias: unexpected character found (10). Patterns"
                + " with * need quotes."),
        mistake(
            "server:\n\tport: 1\n",
            "f.yaml:2:1: This is not YAML: while scanning for the next token:"),
        mistake("- a\n", "f.yaml:1:1: The file must be a section of keys, not a list."));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsToldWithItsPlace(String text, String problem) {
    assertThat(problems(text)).hasSize(1);
    assertThat(problems(text).get(0)).startsWith(problem);
  }

  @Test
  void keysAreUniqueOverAllApps() {
    String key = "{id: k, secret: s, capabilities: all}";

    assertThat(
            problems(
                "apps:\n"
                    + "  - {id: a, signingSecrets: ["
                    + key
                    + "]}\n"
                    + "  - {id: b, signingSecrets: ["
                    + key
                    + "]}\n"))
        .containsExactly(
            "f.yaml:3:35: The key id 'k' stands twice; the first one is"
                + " 'apps[0].signingSecrets[0].id' (line 2).");
  }

  @Test
  void oneRunFindsAllMistakesInTheOrderOfTheFile() {
    assertThat(
            problems("server: {port: x, hots: a}\nheartbeat: {every: never}\napps: [{name: n}]\n"))
        .extracting(problem -> problem.substring(0, problem.indexOf(": ")))
        .containsExactly("f.yaml:1:16", "f.yaml:1:19", "f.yaml:2:20", "f.yaml:3:8");
  }

  @Test
  void aMistypedSecretIsNotShown() {
    String file =
        """
        apps:
          - id: a
            signingSecrets:
              - {id: k, secrte: hush-hush, capabilities: all}
              - {id: l, secret: [hush-hush], capabilities: all}
        """;

    assertThat(problems(file)).hasSize(2).noneMatch(problem -> problem.contains("hush"));
  }

  @Test
  void aFileThatIsNotThereIsSaidSo(@TempDir Path folder) throws IOException {
    Path absent = folder.resolve("absent.yaml");
    assertThat(sentence(absent)).startsWith("There is no such file.");
    assertThat(sentence(folder)).isEqualTo("The file cannot be read; it is a folder.");

    Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xff, 0});
    assertThat(sentence(binary)).isEqualTo("The file is not UTF-8 text.");
    Path huge = Files.write(folder.resolve("huge.yaml"), new byte[(4 << 20) + 1]);
    assertThat(sentence(huge)).isEqualTo("The file is larger than 4 MiB.");
  }

  @Test
  void aFileThatExplodesIsRefused() {
    StringBuilder bomb = new StringBuilder("a: &a [x]\n");
    for (char c = 'b'; c < 'z'; c++) {
      String before = "*" + (char) (c - 1);
      bomb.append(c).append(": &").append(c).append(" [");
      bomb.append(String.join(", ", before, before, before, before)).append("]\n");
    }

    assertThat(problems(bomb.toString())).hasSize(1);
    assertThat(problems("[".repeat(100_000))).hasSize(1);
  }

  private String sentence(Path file) {
    Loaded loaded = reader.load(file);
    assertThat(loaded).isInstanceOf(Loaded.Refused.class);
    return ((Loaded.Refused) loaded).problems().get(0).sentence();
  }

  private List<String> problems(String text) {
    Loaded loaded = reader.parse("f.yaml", text);
    assertThat(loaded).isInstanceOf(Loaded.Refused.class);
    return ((Loaded.Refused) loaded).problems().stream().map(Problem::toString).toList();
  }

  private static Arguments mistake(String text, String problem) {
    return Arguments.of(text, problem);
  }

  private static String store(String keys) {
    return "cluster: {secret: 0123456789abcdef0123456789abcdef}\nstore: {type: hazelcast, "
        + keys
        + "}\n";
  }

  private static String app(String rest) {
    return "apps:\n  - id: a\n    " + rest;
  }
}
