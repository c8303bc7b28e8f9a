package dev.fanfare.gateway.dialect.fanfare.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.dialect.Exchange;
import dev.fanfare.gateway.dialect.Exchange.Step;
import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.Match;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.dialect.fanfare.FanfareDialect;
import dev.fanfare.gateway.dialect.fanfare.FanfareOptions;
import dev.fanfare.protocol.Command;
import dev.fanfare.protocol.Command.Presented;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.Result;
import dev.fanfare.testkit.transcript.Bindings;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A customer's backend that calls the API, and the core that answers: the test plays both. Every
 * answer is also checked against the published description.
 */
final class Backend {
  static final String KEY =
      "Basic " + Base64.getEncoder().encodeToString("k1:secret".getBytes(UTF_8));

  private static final FanfareDialect DIALECT =
      new FanfareDialect(FanfareOptions.DEFAULT, () -> 1_700_000_000_000L, () -> 0);

  private final String method;
  private final String path;
  private final Map<String, List<String>> query;
  private final Map<String, List<String>> headers = new LinkedHashMap<>();
  private byte[] body = {};
  private Optional<Exchange> exchange = Optional.empty();
  private Optional<Step.Run> run = Optional.empty();
  private Optional<HttpAnswer> answer = Optional.empty();

  private Backend(String method, String target) {
    this.method = method;
    int mark = target.indexOf('?');
    this.path = mark < 0 ? target : target.substring(0, mark);
    this.query = mark < 0 ? Map.of() : parameters(target.substring(mark + 1));
    headers.put("authorization", List.of(KEY));
  }

  static Backend gets(String target) {
    return new Backend("GET", target);
  }

  static Backend calls(String method, String target) {
    return new Backend(method, target);
  }

  /** Posts JSON; an apostrophe stands for a quotation mark. */
  static Backend posts(String target, String json) {
    return new Backend("POST", target)
        .with("content-type", "application/json")
        .body(json.replace('\'', '"').getBytes(UTF_8));
  }

  Backend with(String header, String... values) {
    headers.put(header, List.of(values));
    return this;
  }

  Backend without(String header) {
    headers.remove(header);
    return this;
  }

  Backend body(byte[] bytes) {
    body = bytes;
    return this;
  }

  /** Sends it. */
  Backend send() {
    List<String> segments = new ArrayList<>();
    for (String segment : path.substring(1).split("/", -1)) {
      segments.add(URLDecoder.decode(segment.replace("+", "%2B"), UTF_8));
    }
    RequestHead head = new RequestHead(method, path, segments, query, headers, false, "::1");
    switch (DIALECT.match(head).orElseThrow()) {
      case Match.Answered answered -> answered(answered.answer());
      case Match.Exchanged exchanged -> {
        assertThat(body.length).isLessThanOrEqualTo(exchanged.maxBodyBytes());
        exchange = Optional.of(exchanged.exchange());
        next(exchanged.exchange().begin(body));
      }
      case Match.Converse converse -> throw new AssertionError(converse);
      case Match.Streamed streamed -> throw new AssertionError(streamed);
      case Match.Carried carried -> throw new AssertionError(carried);
    }
    return this;
  }

  /** The commands that run. */
  List<Command> runs() {
    assertThat(run).as(answer.map(Backend::text).orElse("")).isPresent();
    return run.orElseThrow().commands();
  }

  Presented caller() {
    return run.orElseThrow().credential().orElseThrow();
  }

  Backend result(Result... results) {
    next(exchange.orElseThrow().answered(List.of(results)));
    return this;
  }

  Backend refused(Fault fault) {
    Result[] all = new Result[runs().size()];
    Arrays.fill(all, new Result.Refused(fault));
    return result(all);
  }

  /** The answer has this status and body. */
  Backend hears(int status, String expected) {
    HttpAnswer got = answer.orElseThrow();
    assertThat(got.status()).as(text(got)).isEqualTo(status);
    assertThat(new Bindings().difference(expected.replace('\'', '"'), text(got)))
        .as(text(got))
        .isEmpty();
    return this;
  }

  /** The answer is this problem, and its detail has these words. */
  Backend hearsProblem(FaultCode code, String... words) {
    HttpAnswer got = answer.orElseThrow();
    assertThat(got.headers()).containsEntry("content-type", "application/problem+json");
    assertThat(got.status()).as(text(got)).isEqualTo(code.httpStatus());
    assertThat(text(got)).contains("\"code\":" + code.number());
    for (String word : words) {
      assertThat(text(got)).contains(word);
    }
    return this;
  }

  HttpAnswer answer() {
    return answer.orElseThrow();
  }

  static String text(HttpAnswer answer) {
    return new String(answer.body(), UTF_8);
  }

  private void next(Step step) {
    switch (step) {
      case Step.Run running -> run = Optional.of(running);
      case Step.Answer given -> answered(given.answer());
    }
  }

  private void answered(HttpAnswer got) {
    answer = Optional.of(got);
    OpenApi.DOCUMENT.accepts(method, path, got);
  }

  private static Map<String, List<String>> parameters(String query) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      parameters
          .computeIfAbsent(parts[0], name -> new ArrayList<>())
          .add(URLDecoder.decode(parts[1], UTF_8));
    }
    return parameters;
  }
}
