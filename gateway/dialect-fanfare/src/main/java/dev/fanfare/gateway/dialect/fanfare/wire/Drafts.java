package dev.fanfare.gateway.dialect.fanfare.wire;

import dev.fanfare.gateway.dialect.fanfare.json.Fields;
import dev.fanfare.gateway.dialect.fanfare.json.InvalidInput;
import dev.fanfare.gateway.dialect.fanfare.json.PlainText;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Draft.Sender;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.MessageId;
import dev.fanfare.protocol.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads messages that somebody wants to publish. */
public final class Drafts {
  /** The longest name, key, tag or encoding chain in bytes of UTF-8. */
  public static final int MAX_LABEL_BYTES = 255;

  /** How many tags a message has at most. */
  public static final int MAX_TAGS = 16;

  /** More messages than any app's limits allow in one publish, and few enough to read. */
  public static final int MAX_BATCH = 10_000;

  private static final Duration MAX_TTL = Duration.ofDays(1);

  private Drafts() {}

  /**
   * Reads the fields of one message; the caller reads its own fields of the same object and
   * finishes it.
   */
  public static Draft read(Fields fields, Sender from) throws InvalidInput {
    Optional<String> name = fields.plainText("name", MAX_LABEL_BYTES);
    Payload payload = payload(fields);
    Optional<String> key = fields.plainText("key", MAX_LABEL_BYTES);
    Optional<MessageId> id = id(fields.text("id"));
    List<String> tags = tags(fields);
    Optional<String> extras =
        fields.objectBytes("extras").map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    boolean ephemeral = fields.flag("ephemeral");
    boolean noStore = fields.flag("noStore");
    Optional<Duration> ttl = fields.integer("ttlMs", 1, MAX_TTL.toMillis()).map(Duration::ofMillis);
    return new Draft(
        name,
        payload,
        key,
        id,
        tags,
        extras,
        ephemeral,
        noStore,
        Optional.empty(),
        ttl,
        Optional.empty(),
        from);
  }

  /** A channel's name from outside. */
  public static ChannelName channel(String text) throws InvalidInput {
    if (!ChannelName.isValid(text)) {
      throw InvalidInput.of(
          FaultCode.INVALID_CHANNEL,
          "'"
              + InvalidInput.shown(text)
              + "' is not a channel name. "
              + FaultCode.INVALID_CHANNEL.remedy());
    }
    return new ChannelName(text);
  }

  /** A message id from outside. */
  public static Optional<MessageId> id(Optional<String> text) throws InvalidInput {
    if (text.isPresent() && !MessageId.isValid(text.get())) {
      throw InvalidInput.of(
          FaultCode.INVALID_ID,
          "'"
              + InvalidInput.shown(text.get())
              + "' is not a message id. "
              + FaultCode.INVALID_ID.remedy());
    }
    return text.map(MessageId::new);
  }

  /** A payload: {@code data} read as {@code kind} says, with its {@code encoding}. */
  static Payload payload(Fields fields) throws InvalidInput {
    String kind = fields.oneOf("kind", "json", "text", "binary").orElse("json");
    Optional<String> encoding = fields.plainText("encoding", MAX_LABEL_BYTES);
    return switch (kind) {
      case "text" ->
          new Payload(
              Payload.Kind.TEXT, fields.need(fields.utf8("data"), "data", "a string"), encoding);
      case "binary" ->
          new Payload(
              Payload.Kind.BINARY, fields.need(fields.bytes("data"), "data", "a string"), encoding);
      default ->
          new Payload(
              Payload.Kind.JSON,
              fields.need(fields.value("data"), "data", "any JSON value"),
              encoding);
    };
  }

  /** A presence entry's data: any JSON value, or none. */
  public static Optional<Payload> presenceData(Fields fields) throws InvalidInput {
    return fields.has("data") ? Optional.of(payload(fields)) : noData(fields);
  }

  private static Optional<Payload> noData(Fields fields) throws InvalidInput {
    if (fields.has("kind") || fields.has("encoding")) {
      throw fields.refused("data", "is missing, though its kind or encoding is there.");
    }
    return Optional.empty();
  }

  private static List<String> tags(Fields fields) throws InvalidInput {
    List<String> tags = fields.texts("tags", MAX_TAGS).orElse(List.of());
    for (String tag : tags) {
      if (!PlainText.isValid(tag, MAX_LABEL_BYTES)) {
        throw fields.refused("tags", "holds a tag that " + PlainText.demand(MAX_LABEL_BYTES));
      }
    }
    return tags;
  }
}
