package dev.fanfare.gateway.dialect.fanfare;

import dev.fanfare.gateway.dialect.Dialect;
import dev.fanfare.gateway.dialect.Encoding;
import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.Match;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.dialect.Seal;
import dev.fanfare.gateway.dialect.fanfare.carrier.Carriers;
import dev.fanfare.gateway.dialect.fanfare.rest.Problem;
import dev.fanfare.gateway.dialect.fanfare.rest.RestApi;
import dev.fanfare.gateway.dialect.fanfare.socket.Clocks;
import dev.fanfare.gateway.dialect.fanfare.socket.Codec;
import dev.fanfare.gateway.dialect.fanfare.socket.FanfareBinaryEncoding;
import dev.fanfare.gateway.dialect.fanfare.socket.FanfareConversation;
import dev.fanfare.gateway.dialect.fanfare.socket.FanfareJsonEncoding;
import dev.fanfare.gateway.dialect.fanfare.stream.StreamRoutes;
import dev.fanfare.protocol.Command.Presented;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The native dialect: WebSockets at {@code GET /v1/connect} and the REST API under {@code /v1}.
 * Addresses that it does not know are left to other dialects.
 */
public final class FanfareDialect implements Dialect {
  private static final String TOKEN_PREFIX = "fanfare.token.";
  private static final String COMES_BACK = "fanfare.resume";
  private static final List<String> CONNECT = List.of("v1", "connect");

  private final Clocks clocks;
  private final RestApi rest;
  private final Optional<Carriers> carriers;
  private final StreamRoutes streams;

  /**
   * The dialect without carriers that need a secret.
   *
   * @param wallMillis milliseconds since 1970; may jump
   * @param monotonicNanos nanoseconds since some moment; never goes back
   */
  public FanfareDialect(
      FanfareOptions options, LongSupplier wallMillis, LongSupplier monotonicNanos) {
    this(options, wallMillis, monotonicNanos, Optional.empty());
  }

  /**
   * The dialect with its other carriers: Server-Sent Events, long polling and raw WebSockets.
   *
   * @param cursors marks the cursors that clients keep; the same in the whole cluster
   * @param random spreads clients in time; any thread
   */
  public FanfareDialect(
      FanfareOptions options,
      LongSupplier wallMillis,
      LongSupplier monotonicNanos,
      Seal cursors,
      RandomGenerator random) {
    this(
        options,
        wallMillis,
        monotonicNanos,
        Optional.of(new Carriers(cursors, monotonicNanos, random)));
  }

  private FanfareDialect(
      FanfareOptions options,
      LongSupplier wallMillis,
      LongSupplier monotonicNanos,
      Optional<Carriers> carriers) {
    this.clocks = new Clocks(wallMillis, monotonicNanos);
    this.rest = new RestApi(wallMillis, options.maxBodyBytes());
    this.carriers = carriers;
    this.streams = new StreamRoutes(clocks, options.maxBodyBytes());
  }

  /** Renders a refusal as this dialect's REST does: {@code application/problem+json}. */
  public static HttpAnswer problem(Fault fault) {
    return Problem.of(fault);
  }

  @Override
  public String name() {
    return "fanfare";
  }

  @Override
  public Optional<Match> match(RequestHead head) {
    return head.segments().equals(CONNECT)
        ? Optional.of(connect(head))
        : carriers
            .flatMap(known -> known.match(head))
            .or(() -> streams.match(head))
            .or(() -> rest.match(head));
  }

  private Match connect(RequestHead head) {
    if (!head.method().equals("GET")) {
      return RestApi.wrongMethod(head, List.of("GET"));
    }
    if (!head.webSocket()) {
      return refused(Fault.of(FaultCode.UPGRADE_REQUIRED));
    }
    if (!head.query().isEmpty()) {
      return refused(
          Fault.of(
              FaultCode.INVALID_FIELD,
              "The address takes no parameters. Send the credential in hello, where no log keeps"
                  + " it."));
    }
    List<String> offered =
        head.headers().getOrDefault("sec-websocket-protocol", List.of()).stream()
            .flatMap(header -> Stream.of(header.split(",", -1)))
            .map(String::strip)
            .toList();
    boolean binary = prefersBinary(offered);
    boolean json = !binary && offered.contains(FanfareJsonEncoding.NAME);
    if (!json && !binary && !offered.isEmpty()) {
      return refused(
          Fault.of(
              FaultCode.UNSUPPORTED,
              "None of the subprotocols is spoken here. Offer "
                  + FanfareJsonEncoding.NAME
                  + " or "
                  + FanfareBinaryEncoding.NAME
                  + ", or none."));
    }
    Optional<Presented> early =
        offered.stream()
            .filter(protocol -> protocol.startsWith(TOKEN_PREFIX))
            .findFirst()
            .map(protocol -> new Presented.Token(protocol.substring(TOKEN_PREFIX.length())));
    Encoding encoding = binary ? FanfareBinaryEncoding.INSTANCE : FanfareJsonEncoding.INSTANCE;
    return new Match.Converse(
        new FanfareConversation(binary ? Codec.BINARY : Codec.JSON, clocks, early),
        encoding,
        json || binary ? Optional.of(encoding.name()) : Optional.empty(),
        early,
        offered.contains(COMES_BACK));
  }

  /** Of the two that are spoken, the client's first offer is taken. */
  private static boolean prefersBinary(List<String> offered) {
    int json = offered.indexOf(FanfareJsonEncoding.NAME);
    int binary = offered.indexOf(FanfareBinaryEncoding.NAME);
    return binary >= 0 && (json < 0 || binary < json);
  }

  private static Match refused(Fault fault) {
    return new Match.Answered(Problem.of(fault));
  }
}
