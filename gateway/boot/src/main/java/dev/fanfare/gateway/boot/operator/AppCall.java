package dev.fanfare.gateway.boot.operator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fanfare.gateway.boot.config.AppSettings;
import dev.fanfare.gateway.dialect.Exchange;
import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.dialect.fanfare.FanfareDialect;
import dev.fanfare.gateway.port.AppOverrides;
import dev.fanfare.gateway.port.AppOverrides.AppOverride;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.Result;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** One request about one app. */
final class AppCall implements Exchange, Deferred {
  private static final int MOST_TRIES = 10;
  private static final Pattern MEDIA_TYPE =
      Pattern.compile("application/(merge-patch\\+)?json *(;.*)?", Pattern.CASE_INSENSITIVE);

  private final AppId id;
  private final RequestHead head;
  private final OverriddenApps apps;
  private final AppOverrides overrides;
  private final boolean webhooksCanBeDelivered;

  AppCall(
      AppId id,
      RequestHead head,
      OverriddenApps apps,
      AppOverrides overrides,
      boolean webhooksCanBeDelivered) {
    this.id = id;
    this.head = head;
    this.apps = apps;
    this.overrides = overrides;
    this.webhooksCanBeDelivered = webhooksCanBeDelivered;
  }

  /** Whoever answers exchanges asks {@link #answer} instead. */
  @Override
  public Step begin(byte[] body) {
    return new Step.Answer(FanfareDialect.problem(Fault.of(FaultCode.UNAVAILABLE)));
  }

  @Override
  public Step answered(List<Result> results) {
    return begin(new byte[0]);
  }

  @Override
  public Future<HttpAnswer> answer(byte[] body) {
    Future<HttpAnswer> answer =
        switch (head.method()) {
          case "PATCH" -> patch(body);
          case "DELETE" -> change(Optional.empty(), MOST_TRIES);
          default -> Future.succeededFuture(page());
        };
    return answer
        .otherwise(
            broken ->
                FanfareDialect.problem(
                    Fault.of(FaultCode.UNAVAILABLE).retryAfter(Duration.ofSeconds(1))))
        .map(ready -> ready.with("cache-control", "no-store"));
  }

  private Future<HttpAnswer> patch(byte[] body) {
    String type = head.header("content-type").orElse("application/json");
    if (!MEDIA_TYPE.matcher(type).matches()) {
      return refused(
          Fault.of(
              FaultCode.UNSUPPORTED_MEDIA_TYPE,
              "Send a JSON object as application/merge-patch+json."));
    }
    Optional<ObjectNode> patch = Overriding.object(new String(body, StandardCharsets.UTF_8));
    if (patch.isEmpty()) {
      return refused(
          Fault.of(
              FaultCode.MALFORMED,
              "The body is not one JSON object. Send what is to change, such as {\"options\":{\"clientEvents\":true}}; null takes a change back."));
    }
    return change(patch, MOST_TRIES);
  }

  /** Changes what is changed; without a patch takes everything back. */
  private Future<HttpAnswer> change(Optional<ObjectNode> patch, int tries) {
    Optional<App> own = apps.withoutChanges(id);
    Optional<AppOverride> before = overrides.of(id);
    if (own.isEmpty()) {
      return refused(Fault.of(FaultCode.NOT_FOUND));
    }
    if (!isWhatTheClientSaw(own.get(), before)) {
      return Future.succeededFuture(changedMeanwhile());
    }
    ObjectNode old = document(before);
    ObjectNode next =
        patch.map(some -> Overriding.merge(old, some)).orElseGet(() -> document(Optional.empty()));
    Optional<Fault> mistake = mistake(own.get(), next);
    if (mistake.isPresent()) {
      return refused(mistake.get());
    }
    if (next.equals(old)) {
      return Future.succeededFuture(done(patch.isPresent()));
    }
    long version = before.map(AppOverride::version).orElse(0L) + 1;
    return overrides
        .replace(new AppOverride(id, version, next.toString()))
        .compose(
            replaced ->
                replaced || tries == 0
                    ? Future.succeededFuture(
                        replaced ? done(patch.isPresent()) : changedMeanwhile())
                    : change(patch, tries - 1));
  }

  private HttpAnswer done(boolean patched) {
    HttpAnswer page = page();
    return patched ? page : new HttpAnswer(204, page.headers(), new byte[0]);
  }

  private Optional<Fault> mistake(App own, ObjectNode change) {
    return switch (Overriding.settings(own, change)) {
      case AppSettings.Result.Refused(List<String> mistakes) ->
          Optional.of(Fault.of(FaultCode.INVALID_FIELD, String.join(" ", mistakes)));
      case AppSettings.Result.Accepted(var options, var limits) ->
          options.webhooks().isEmpty() || webhooksCanBeDelivered
              ? Optional.empty()
              : Optional.of(
                  Fault.of(
                      FaultCode.CONFLICT,
                      "Webhooks need a database. Name one as 'database.url' in the configuration."));
    };
  }

  private HttpAnswer page() {
    Optional<App> own = apps.withoutChanges(id);
    if (own.isEmpty()) {
      return FanfareDialect.problem(Fault.of(FaultCode.NOT_FOUND));
    }
    Optional<AppOverride> override = overrides.of(id);
    App app = Overriding.applied(own.get(), override);
    ObjectNode page = AppSettings.document(app.options(), app.limits());
    page.put("id", id.text());
    page.put("version", app.version());
    page.set("changed", document(override));
    return HttpAnswer.of(200, "application/json", page.toString())
        .with("etag", tag(own.get(), override));
  }

  private boolean isWhatTheClientSaw(App own, Optional<AppOverride> override) {
    List<String> wanted = head.headers().getOrDefault("if-match", List.of());
    if (wanted.isEmpty()) {
      return true;
    }
    String now = tag(own, override);
    return wanted.stream()
        .flatMap(line -> Pattern.compile(",").splitAsStream(line))
        .map(String::strip)
        .anyMatch(tag -> tag.equals("*") || tag.equals(now));
  }

  private static String tag(App own, Optional<AppOverride> override) {
    return "\"" + own.version() + "." + override.map(AppOverride::version).orElse(0L) + "\"";
  }

  private static ObjectNode document(Optional<AppOverride> override) {
    return Overriding.object(override.map(AppOverride::document).orElse(Overriding.NOTHING))
        .orElseThrow(() -> new IllegalStateException("Not an object: the stored change"));
  }

  private static HttpAnswer changedMeanwhile() {
    return HttpAnswer.of(
        412,
        "application/problem+json",
        "{\"type\":\"about:blank\",\"title\":\"Precondition Failed\",\"status\":412,"
            + "\"detail\":\"The app was changed meanwhile. Read it again, and send your change with its ETag.\"}");
  }

  private static Future<HttpAnswer> refused(Fault fault) {
    return Future.succeededFuture(FanfareDialect.problem(fault));
  }
}
