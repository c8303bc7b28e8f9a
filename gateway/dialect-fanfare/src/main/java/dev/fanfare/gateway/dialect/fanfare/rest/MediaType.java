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

  private static final String JSON_ALONE = "Send JSON as application/json, in UTF-8.";

  /**
   * Reads the Content-Type header.
   *
   * @throws InvalidInput when it is missing, another type, or in another charset than UTF-8
   */
  static MediaType of(RequestHead head) throws InvalidInput {
    return of(head, FaultCode.UNSUPPORTED_MEDIA_TYPE.remedy());
  }

  private static MediaType of(RequestHead head, String remedy) throws InvalidInput {
    String header = head.header("content-type").orElse("");
    String[] parts = header.toLowerCase(Locale.ROOT).split(";", -1);
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip().replace("\"", "");
      if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
        throw refused("The body's charset is not UTF-8.", remedy);
      }
    }
    return switch (parts[0].strip()) {
      case "application/json" -> JSON;
      case "text/plain" -> TEXT;
      case "application/octet-stream" -> BINARY;
      case "" -> throw refused("There is no Content-Type header.", remedy);
      default -> throw refused("This Content-Type is not read here.", remedy);
    };
  }

  /** Demands JSON. */
  static void needJson(RequestHead head) throws InvalidInput {
    if (of(head, JSON_ALONE) != JSON) {
      throw refused("Only JSON is read here.", JSON_ALONE);
    }
  }

  private static InvalidInput refused(String what, String remedy) {
    return InvalidInput.of(FaultCode.UNSUPPORTED_MEDIA_TYPE, what + " " + remedy);
  }
}
