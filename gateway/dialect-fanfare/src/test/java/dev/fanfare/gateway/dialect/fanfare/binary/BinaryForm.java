package dev.fanfare.gateway.dialect.fanfare.binary;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fanfare.testkit.transcript.GatewayStage;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Translates between lines of {@code fanfare.v1.json} and records, as a client would that was
 * written from {@code docs/spec/binary.md} alone.
 */
final class BinaryForm {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> NUMBERS =
      Set.of(
          "i",
          "v",
          "o",
          "last",
          "sinceMs",
          "ttlMs",
          "limit",
          "expiresAtMs",
          "heartbeatMs",
          "now",
          "messageBytes",
          "batchMessages",
          "batchBytes",
          "publishesPerSecond",
          "channels",
          "presenceDataBytes",
          "c",
          "t",
          "code",
          "retryAfterMs",
          "to",
          "top",
          "s",
          "b",
          "inMs",
          "reconnectInMs",
          "jitterMs");
  private static final Set<String> FLAGS = Set.of("ephemeral", "noStore", "echo", "repeated");
  private static final Set<String> OBJECTS = Set.of("ok", "err", "limits", "presence");
  private static final Set<String> LISTS = Set.of("messages", "members", "acks");

  /** Of each channel's alias the epoch that it is in: a message's own id may rest on it. */
  private final Map<Long, String> epochs = new HashMap<>();

  /** What a transcript is played in. */
  GatewayStage.Form form() {
    return new GatewayStage.Form("fanfare.v1.bin", BinaryForm::write, this::read);
  }

  // --- to records

  static byte[] write(String lines) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    lines.lines().forEach(line -> out.writeBytes(record(line)));
    return out.toByteArray();
  }

  static byte[] record(String line) {
    JsonNode frame = parsed(line);
    if (frame.isEmpty()) {
      return new byte[] {0};
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(0);
    body.writeBytes(fields(frame));
    return block(body.toByteArray());
  }

  private static byte[] fields(JsonNode object) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    object
        .properties()
        .forEach(
            field -> {
              out.write(FieldNumbers.NAMES.indexOf(field.getKey()) + 1);
              out.writeBytes(block(value(field.getKey(), field.getValue(), object)));
            });
    return out.toByteArray();
  }

  private static byte[] value(String name, JsonNode value, JsonNode within) {
    if (name.equals("data")) {
      return switch (within.path("kind").asText("json")) {
        case "text" -> value.textValue().getBytes(UTF_8);
        case "binary" -> Base64.getDecoder().decode(value.textValue());
        default -> value.toString().getBytes(UTF_8);
      };
    }
    if (name.equals("extras")) {
      return value.toString().getBytes(UTF_8);
    }
    if (name.equals("subs")) {
      ByteArrayOutputStream map = new ByteArrayOutputStream();
      value
          .properties()
          .forEach(
              entry -> {
                map.writeBytes(block(entry.getKey().getBytes(UTF_8)));
                map.writeBytes(block(fields(entry.getValue())));
              });
      return map.toByteArray();
    }
    if (value.isArray()) {
      ByteArrayOutputStream list = new ByteArrayOutputStream();
      value.forEach(element -> list.writeBytes(block(value("", element, value))));
      return list.toByteArray();
    }
    if (value.isObject()) {
      return fields(value);
    }
    if (value.isBoolean()) {
      return new byte[] {(byte) (value.booleanValue() ? 1 : 0)};
    }
    return value.isIntegralNumber() ? varint(value.longValue()) : value.asText().getBytes(UTF_8);
  }

  static byte[] block(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(varint(bytes.length));
    out.writeBytes(bytes);
    return out.toByteArray();
  }

  static byte[] varint(long value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long rest = value;
    while (rest > 0x7F) {
      out.write((int) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
    return out.toByteArray();
  }

  // --- from records

  List<String> read(byte[] message) {
    List<String> lines = new ArrayList<>();
    ByteBuffer bytes = ByteBuffer.wrap(message);
    while (bytes.hasRemaining()) {
      byte[] body = block(bytes);
      lines.add(body.length == 0 ? "{}" : frame(ByteBuffer.wrap(body)).toString());
    }
    return lines;
  }

  private ObjectNode frame(ByteBuffer body) {
    return switch (body.get()) {
      case 0 -> remembered(object(body, false));
      case 1 -> shortMessage(body);
      default -> throw new AssertionError("A record of an unknown kind");
    };
  }

  private ObjectNode remembered(ObjectNode frame) {
    JsonNode place = frame.has("ok") ? frame.get("ok") : frame;
    if (place.has("c") && place.has("e")) {
      epochs.put(place.get("c").longValue(), place.get("e").textValue());
    }
    return frame;
  }

  private ObjectNode shortMessage(ByteBuffer body) {
    ObjectNode push = JSON.createObjectNode().put("p", "msg").put("c", number(body));
    long offset = number(body);
    if (offset > 0) {
      push.put("o", offset);
    }
    push.put("t", number(body));
    int flags = body.get() & 0xFF;
    String[] texts = {"n", "k", "id", "from", "conn"};
    for (int bit = 0; bit < texts.length; bit++) {
      if ((flags & 1 << bit) != 0) {
        push.put(texts[bit], text(block(body)));
      }
    }
    if (!push.has("id") && offset > 0) {
      push.put("id", epochs.get(push.get("c").longValue()) + "-" + offset);
    }
    if ((flags & 32) != 0) {
      ByteBuffer more = ByteBuffer.wrap(block(body));
      more.get();
      push.setAll(object(more, true));
    }
    byte[] payload = new byte[body.remaining()];
    body.get(payload);
    payload(push, payload, flags >> 6);
    return push;
  }

  private static void payload(ObjectNode object, byte[] payload, int kind) {
    switch (kind) {
      case 0 -> object.set("d", parsed(text(payload)));
      case 1 -> object.put("d", text(payload)).put("s", 1);
      default -> object.put("d", Base64.getEncoder().encodeToString(payload)).put("b", 1);
    }
  }

  /**
   * Fields to the end.
   *
   * @param message whether it is a message, whose {@code n} and {@code from} are texts
   */
  private static ObjectNode object(ByteBuffer bytes, boolean message) {
    ObjectNode object = JSON.createObjectNode();
    byte[] payload = null;
    while (bytes.hasRemaining()) {
      String name = FieldNumbers.NAMES.get((bytes.get() & 0xFF) - 1);
      byte[] value = block(bytes);
      ByteBuffer inner = ByteBuffer.wrap(value);
      if (name.equals("d")) {
        payload = value;
      } else if (name.equals("x")) {
        object.set(name, parsed(text(value)));
      } else if (name.equals("tags")) {
        ArrayNode list = object.putArray(name);
        while (inner.hasRemaining()) {
          list.add(text(block(inner)));
        }
      } else if (name.equals("gap")) {
        ArrayNode list = object.putArray(name);
        while (inner.hasRemaining()) {
          list.add(number(ByteBuffer.wrap(block(inner))));
        }
      } else if (LISTS.contains(name)) {
        ArrayNode list = object.putArray(name);
        while (inner.hasRemaining()) {
          list.add(object(ByteBuffer.wrap(block(inner)), name.equals("messages")));
        }
      } else if (OBJECTS.contains(name)) {
        object.set(name, object(inner, false));
      } else if (FLAGS.contains(name)) {
        object.put(name, value[0] == 1);
      } else if (name.equals("i") && value.length == 0) {
        object.putNull(name);
      } else if (NUMBERS.contains(name)
          || (!message && (name.equals("n") || name.equals("from")))) {
        object.put(name, number(inner));
      } else {
        object.put(name, text(value));
      }
    }
    if (payload != null) {
      payload(object, payload, object.has("b") ? 2 : object.has("s") ? 1 : 0);
    }
    return object;
  }

  private static byte[] block(ByteBuffer bytes) {
    byte[] block = new byte[(int) number(bytes)];
    bytes.get(block);
    return block;
  }

  private static long number(ByteBuffer bytes) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte part = bytes.get();
      value |= (long) (part & 0x7F) << shift;
      if (part >= 0) {
        return value;
      }
    }
  }

  private static String text(byte[] utf8) {
    return new String(utf8, UTF_8);
  }

  private static JsonNode parsed(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
