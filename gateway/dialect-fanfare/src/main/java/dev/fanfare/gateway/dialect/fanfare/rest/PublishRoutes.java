package dev.fanfare.gateway.dialect.fanfare.rest;

import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.dialect.fanfare.json.Fields;
import dev.fanfare.gateway.dialect.fanfare.json.InvalidInput;
import dev.fanfare.gateway.dialect.fanfare.json.JsonArray;
import dev.fanfare.gateway.dialect.fanfare.json.JsonObject;
import dev.fanfare.gateway.dialect.fanfare.json.JsonText;
import dev.fanfare.gateway.dialect.fanfare.wire.Drafts;
import dev.fanfare.gateway.dialect.fanfare.wire.Messages;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Command.Publish;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.MessageId;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code POST /v1/channels/{channel}/messages}: one message, or several as one atomic batch. */
final class PublishRoutes {
  private PublishRoutes() {}

  static Call.Plan toChannel(RequestHead head, String channelText) throws InvalidInput {
    ChannelName channel = Drafts.channel(channelText);
    MediaType type = MediaType.of(head);
    Query query = new Query(head);
    Optional<MessageId> key = Drafts.id(head.header("idempotency-key"));
    if (type == MediaType.JSON) {
      query.finish();
      return body -> JsonArray.isArray(body) ? many(channel, key, body) : one(channel, key, body);
    }
    Optional<String> name = query.text("name", Drafts.MAX_LABEL_BYTES);
    query.finish();
    return body -> single(channel, raw(type, body, name, key));
  }

  private static Draft raw(
      MediaType type, byte[] body, Optional<String> name, Optional<MessageId> key)
      throws InvalidInput {
    if (type == MediaType.TEXT && !JsonText.isUtf8(body, 0, body.length)) {
      throw InvalidInput.of(FaultCode.MALFORMED, "The body is not UTF-8. Send text in UTF-8.");
    }
    Payload.Kind kind = type == MediaType.TEXT ? Payload.Kind.TEXT : Payload.Kind.BINARY;
    Draft draft = Draft.of(new Payload(kind, body, Optional.empty()));
    Draft named = name.isPresent() ? draft.named(name.get()) : draft;
    return key.isPresent() ? named.withId(key.get()) : named;
  }

  private static Call.Planned one(ChannelName channel, Optional<MessageId> key, byte[] body)
      throws InvalidInput {
    JsonObject fields = JsonObject.read(body, 0, body.length);
    Draft draft = MessageBody.read(fields);
    fields.finish();
    if (key.isPresent() && draft.id().isPresent() && !key.equals(draft.id())) {
      throw fields.refused("id", "differs from the Idempotency-Key header. Send one of them.");
    }
    return single(channel, key.isPresent() ? draft.withId(key.get()) : draft);
  }

  private static Call.Planned many(ChannelName channel, Optional<MessageId> key, byte[] body)
      throws InvalidInput {
    List<Draft> drafts = new ArrayList<>();
    for (Fields fields : JsonArray.objects(body, 0, body.length, "", Drafts.MAX_BATCH)) {
      Draft draft = MessageBody.read(fields);
      fields.finish();
      drafts.add(
          key.isPresent() && draft.id().isEmpty()
              ? draft.withId(derived(key.get(), drafts.size()))
              : draft);
    }
    return Call.Planned.one(
        new Publish(channel, drafts), result -> acknowledged((Result.Published) result, false));
  }

  private static MessageId derived(MessageId key, int index) throws InvalidInput {
    String id = key.text() + ":" + index;
    if (!MessageId.isValid(id)) {
      throw InvalidInput.of(
          FaultCode.INVALID_ID,
          "The Idempotency-Key of a batch may have at most 120 bytes. Send a shorter one.");
    }
    return new MessageId(id);
  }

  private static Call.Planned single(ChannelName channel, Draft draft) {
    return Call.Planned.one(
        new Publish(channel, List.of(draft)),
        result -> acknowledged((Result.Published) result, true));
  }

  private static HttpAnswer acknowledged(Result.Published published, boolean single) {
    boolean news = published.acks().stream().anyMatch(ack -> !ack.repeated());
    return Json.answer(
        news ? 201 : 200,
        json -> {
          if (single) {
            Messages.ack(json, published.acks().get(0));
          } else {
            json.object().name("acks").array();
            published.acks().forEach(ack -> Messages.ack(json, ack));
            json.endArray().end();
          }
        });
  }
}
