package dev.fanfare.gateway.dialect.fanfare.wire;

import dev.fanfare.gateway.dialect.fanfare.json.FieldWriter;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Message;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.PresenceMember;
import dev.fanfare.protocol.Result.Ack;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Writes messages, acknowledgements and presence entries. */
public final class Messages {
  private Messages() {}

  /** About how many bytes a message takes. */
  public static int expectedBytes(Message message) {
    return 256 + message.draft().payload().bytes().length * 11 / 8;
  }

  /** A message with its place, as history shows it: one object. */
  public static void withPlace(FieldWriter json, Message message) {
    json.object();
    if (!message.draft().ephemeral()) {
      json.field("e", message.position().epochText());
    }
    fields(json, message);
    json.end();
  }

  /** The fields of a message, except for its epoch, within an object. */
  public static void fields(FieldWriter json, Message message) {
    Draft draft = message.draft();
    if (!draft.ephemeral()) {
      json.field("o", message.position().offset());
    }
    json.field("t", message.timeMicros());
    message.id().ifPresent(id -> json.field("id", id));
    draft.name().ifPresent(name -> json.field("n", name));
    draft.key().ifPresent(key -> json.field("k", key));
    payload(json, draft.payload());
    draft.from().client().ifPresent(client -> json.field("from", client.text()));
    draft.from().connection().ifPresent(connection -> json.field("conn", connection.text()));
    labels(json, draft);
  }

  /** Whether there is something that few messages have. */
  public static boolean hasMore(Draft draft) {
    return !draft.tags().isEmpty()
        || draft.extras().isPresent()
        || draft.change().isPresent()
        || draft.payload().encoding().isPresent();
  }

  /** What few messages have, within an object: encoding chain, tags, extras, what it changes. */
  public static void more(FieldWriter json, Draft draft) {
    draft.payload().encoding().ifPresent(encoding -> json.field("en", encoding));
    labels(json, draft);
  }

  private static void labels(FieldWriter json, Draft draft) {
    if (!draft.tags().isEmpty()) {
      json.name("tags").array();
      draft.tags().forEach(json::text);
      json.endArray();
    }
    draft
        .extras()
        .ifPresent(extras -> json.name("x").json(extras.getBytes(StandardCharsets.UTF_8)));
    draft.change().ifPresent(change -> change(json, change));
  }

  /** A payload: {@code d}, how to read it, and its encoding chain. */
  static void payload(FieldWriter json, Payload payload) {
    json.name("d");
    switch (payload.kind()) {
      case JSON -> json.json(payload.bytes());
      case TEXT -> json.utf8(payload.bytes()).field("s", 1);
      case BINARY -> json.base64(payload.bytes()).field("b", 1);
    }
    payload.encoding().ifPresent(encoding -> json.field("en", encoding));
  }

  /** An acknowledgement, as one object. */
  public static void ack(FieldWriter json, Ack ack) {
    json.object();
    if (ack.position().offset() > 0) {
      json.field("e", ack.position().epochText()).field("o", ack.position().offset());
    }
    ack.id().ifPresent(id -> json.field("id", id));
    json.field("t", ack.timeMicros());
    if (ack.repeated()) {
      json.name("repeated").truth(true);
    }
    json.end();
  }

  /** The fields of a presence entry, within an object. */
  public static void member(FieldWriter json, PresenceMember member) {
    json.field("client", member.client().text());
    json.field("conn", member.connection().text());
    member.data().ifPresent(data -> payload(json, data));
    json.field("o", member.offset()).field("t", member.timeMicros());
  }

  private static void change(FieldWriter json, Draft.Change change) {
    json.field("a", change.action().name().toLowerCase(Locale.ROOT));
    json.field("of", change.serial());
  }
}
