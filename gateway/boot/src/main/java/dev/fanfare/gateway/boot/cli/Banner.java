package dev.fanfare.gateway.boot.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** What {@code dev} prints when it is ready: where everything is, and lines to copy. */
final class Banner {
  private final String host;
  private final String managementHost;
  private final AppOption ready;
  private final List<AppOption> apps;
  private final String operatorToken;

  /**
   * A banner for a server on these addresses.
   *
   * @param ready the ready app
   * @param apps those of the command line
   * @param operatorToken opens the operator's API
   */
  Banner(
      String host,
      String managementHost,
      AppOption ready,
      List<AppOption> apps,
      String operatorToken) {
    this.host = host;
    this.managementHost = managementHost;
    this.ready = ready;
    this.apps = List.copyOf(apps);
    this.operatorToken = operatorToken;
  }

  String text(int port, OptionalInt tlsPort, int managementPort) {
    String place = reachable(host) + ":" + port;
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("  Fanfare " + Version.text() + " is ready. Ctrl-C ends it.");
    lines.add("");
    lines.add("  Demo page    http://" + place + "/   (open it in two tabs)");
    lines.add("  WebSocket    ws://" + place + "/v1/connect");
    lines.add("  REST         http://" + place + "/v1");
    tlsPort.ifPresent(
        secure ->
            lines.add(
                "  With TLS     https://"
                    + reachable(host)
                    + ":"
                    + secure
                    + "/   (self-signed: clients have to be told to trust it)"));
    lines.add(
        "  Management   http://" + reachable(managementHost) + ":" + managementPort + "/metrics");
    lines.add(line(ready));
    apps.forEach(app -> lines.add(line(app)));
    lines.add("  Operator     http://" + place + "/v1/operator   token " + operatorToken);
    lines.add("");
    addTour(ready, place, lines);
    if (!DevApp.isLoopback(host)) {
      lines.add(
          "  Others can reach this server, so the ready app has a secret of its own for this run;");
      lines.add("  the demo page gets its tokens on this machine only.");
      lines.add("");
    }
    return String.join(System.lineSeparator(), lines) + System.lineSeparator();
  }

  private static String line(AppOption app) {
    return "  App          " + app.id() + "   key " + app.key() + "   secret " + app.secret();
  }

  private static void addTour(AppOption app, String place, List<String> lines) {
    lines.add("  Subscribe (any WebSocket client; paste the second line into it):");
    lines.add("    npx wscat -c ws://" + place + "/v1/connect");
    lines.add(
        "    {\"i\":1,\"op\":\"hello\",\"v\":1,\"key\":\""
            + app.key()
            + ":"
            + app.secret().replace("\\", "\\\\").replace("\"", "\\\"")
            + "\",\"subs\":{\"demo:chat\":{}}}");
    lines.add("");
    int colon = place.lastIndexOf(':');
    lines.add(
        "  Pusher clients (npm pusher-js; servers: host, port, app id, key and secret as above):");
    lines.add(
        "    new Pusher('"
            + app.key()
            + "', {cluster: '', wsHost: '"
            + place.substring(0, colon)
            + "', wsPort: "
            + place.substring(colon + 1)
            + ", forceTLS: false, enabledTransports: ['ws']}).subscribe('news')");
    lines.add("");
    lines.add("  Publish:");
    lines.add(
        "    curl -u "
            + quoted(app.key() + ":" + app.secret())
            + " http://"
            + place
            + "/v1/channels/demo:chat/messages \\");
    lines.add(
        "      -H 'content-type: application/json' -d '{\"name\":\"chat\",\"data\":{\"text\":\"hello from curl\"}}'");
    lines.add("");
  }

  /** Safe for a shell: plain where that is enough. */
  private static String quoted(String text) {
    return text.matches("[A-Za-z0-9._:@%+=,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /** An address that a client on this machine can use. */
  private static String reachable(String host) {
    return switch (host) {
      case "0.0.0.0", "::", "127.0.0.1", "::1", "localhost" -> "localhost";
      default -> host.contains(":") ? "[" + host + "]" : host;
    };
  }
}
