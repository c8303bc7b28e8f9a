package dev.fanfare.gateway.dialect.fanfare.rest;

import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.dialect.fanfare.json.InvalidInput;
import dev.fanfare.protocol.FaultCode;
import java.util.Locale;

/** What a body is. */
enum MediaType {
  JSON,
  TEXT,
  BINARY;

  /**
   * Reads the Content-Type header.
   *
   * @throws InvalidInput when it is missing, another type, or in another charset than UTF-8
   */
  static MediaType of(RequestHead head) throws InvalidInput {
    String header = head.header("content-type").orElse("");
    String[] parts = header.toLowerCase(Locale.ROOT).split(";", -1);
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip().replace("\"", "");
      if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
        throw refused("The body's charset is not UTF-8.");
      }
    }
    return switch (parts[0].strip()) {
      case "application/json" -> JSON;
      case "text/plain" -> TEXT;
      case "application/octet-stream" -> BINARY;
      case "" -> throw refused("There is no Content-Type header.");
      default -> throw refused("This Content-Type is not read here.");
    };
  }

  /** Demands JSON. */
  static void needJson(RequestHead head) throws InvalidInput {
    if (of(head) != JSON) {
      throw refused("Only JSON is read here.");
    }
  }

  private static InvalidInput refused(String what) {
    return InvalidInput.of(
        FaultCode.UNSUPPORTED_MEDIA_TYPE, what + " " + FaultCode.UNSUPPORTED_MEDIA_TYPE.remedy());
  }
}
