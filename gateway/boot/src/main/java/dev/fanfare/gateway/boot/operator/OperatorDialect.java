package dev.fanfare.gateway.boot.operator;

import dev.fanfare.gateway.dialect.Dialect;
import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.Match;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.dialect.fanfare.FanfareDialect;
import dev.fanfare.gateway.port.AppOverrides;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The operator's API under {@code /v1/operator}: {@code GET}, {@code PATCH} and {@code DELETE} of
 * {@code apps/{id}}. Whoever has the token is asked nothing else; whoever has not learns nothing,
 * not even which apps there are.
 */
public final class OperatorDialect implements Dialect {
  private static final int MAX_BODY_BYTES = 65_536;
  private static final List<String> METHODS = List.of("GET", "PATCH", "DELETE");
  private static final String BEARER = "Bearer ";

  private final byte[] tokenHash;
  private final OverriddenApps apps;
  private final AppOverrides overrides;
  private final boolean webhooksCanBeDelivered;
  private final byte[] description = load();

  /**
   * An API that opens to a token.
   *
   * @param webhooksCanBeDelivered whether there is a database for them; without, they are refused
   */
  public OperatorDialect(
      String token, OverriddenApps apps, AppOverrides overrides, boolean webhooksCanBeDelivered) {
    this.tokenHash = sha256(token);
    this.apps = apps;
    this.overrides = overrides;
    this.webhooksCanBeDelivered = webhooksCanBeDelivered;
  }

  @Override
  public String name() {
    return "operator";
  }

  @Override
  public Optional<Match> match(RequestHead head) {
    List<String> path = head.segments();
    boolean ours = path.size() >= 2 && path.get(0).equals("v1") && path.get(1).equals("operator");
    if (head.webSocket() || !ours) {
      return Optional.empty();
    }
    if (path.equals(List.of("v1", "operator", "openapi.json")) && head.method().equals("GET")) {
      return answered(HttpAnswer.of(200, "application/json", description));
    }
    if (!isOperator(head)) {
      return answered(
          FanfareDialect.problem(
                  Fault.of(
                      FaultCode.UNAUTHENTICATED,
                      "The operator's API needs the operator's token: 'Authorization: Bearer …'. It stands in the configuration; dev prints it."))
              .with("www-authenticate", "Bearer realm=\"fanfare-operator\""));
    }
    if (path.size() != 4 || !path.get(2).equals("apps")) {
      return answered(FanfareDialect.problem(Fault.of(FaultCode.NOT_FOUND)));
    }
    if (!METHODS.contains(head.method())) {
      return answered(
          FanfareDialect.problem(Fault.of(FaultCode.METHOD_NOT_ALLOWED))
              .with("allow", String.join(", ", METHODS)));
    }
    String id = path.get(3);
    if (!AppId.isValid(id) || apps.withoutChanges(new AppId(id)).isEmpty()) {
      return answered(
          FanfareDialect.problem(
              Fault.of(FaultCode.NOT_FOUND, "There is no app with this id. Check the id.")));
    }
    return Optional.of(
        new Match.Exchanged(
            new AppCall(new AppId(id), head, apps, overrides, webhooksCanBeDelivered),
            MAX_BODY_BYTES));
  }

  private boolean isOperator(RequestHead head) {
    String shown = head.header("authorization").orElse("");
    return shown.regionMatches(true, 0, BEARER, 0, BEARER.length())
        && MessageDigest.isEqual(sha256(shown.substring(BEARER.length()).strip()), tokenHash);
  }

  private static Optional<Match> answered(HttpAnswer answer) {
    return Optional.of(new Match.Answered(answer.with("cache-control", "no-store")));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  private static byte[] load() {
    try (InputStream in =
        Objects.requireNonNull(OperatorDialect.class.getResourceAsStream("openapi.json"))) {
      return in.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
