package dev.fanfare.gateway.dialect.fanfare.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.gateway.dialect.HttpAnswer;

/** The published description, for tests of other rooms. */
public final class OpenApiCheck {
  private OpenApiCheck() {}

  /** Fails unless the answer is one that the description foresees. */
  public static void accepts(
      String method, String path, int status, String contentType, String body) {
    OpenApi.DOCUMENT.accepts(
        method, path, HttpAnswer.of(status, contentType, body.getBytes(UTF_8)));
  }
}
