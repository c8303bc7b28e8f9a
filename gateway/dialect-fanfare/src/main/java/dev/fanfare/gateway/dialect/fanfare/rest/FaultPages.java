package dev.fanfare.gateway.dialect.fanfare.rest;

import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.dialect.fanfare.json.InvalidInput;
import dev.fanfare.gateway.dialect.fanfare.json.JsonWriter;
import dev.fanfare.protocol.FaultCode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The closed list of faults, for people and for programs. */
final class FaultPages {
  private FaultPages() {}

  /** {@code GET /v1/faults}. */
  static HttpAnswer all(RequestHead head) throws InvalidInput {
    new Query(head).finish();
    List<FaultCode> codes = Arrays.asList(FaultCode.values());
    if (wantsHtml(head)) {
      return html(codes);
    }
    return cacheable(
        Json.answer(
            200,
            json -> {
              json.object().name("faults").array();
              codes.forEach(code -> write(json, code));
              json.endArray().end();
            }));
  }

  /** {@code GET /v1/faults/{number}}. */
  static HttpAnswer one(RequestHead head, String number) throws InvalidInput {
    new Query(head).finish();
    Optional<FaultCode> code =
        number.matches("[0-9]{5}")
            ? FaultCode.ofNumber(Integer.parseInt(number))
            : Optional.empty();
    if (code.isEmpty()) {
      throw InvalidInput.of(
          FaultCode.NOT_FOUND, "There is no fault with this number. /v1/faults lists them.");
    }
    return wantsHtml(head)
        ? html(List.of(code.get()))
        : cacheable(Json.answer(200, json -> write(json, code.get())));
  }

  private static void write(JsonWriter json, FaultCode code) {
    json.object();
    json.field("code", code.number()).field("name", code.slug()).field("title", code.title());
    json.field("remedy", code.remedy()).field("status", code.httpStatus());
    json.field("closeCode", code.closeCode()).name("retryable").truth(code.retryable());
    json.field("href", code.href()).end();
  }

  private static boolean wantsHtml(RequestHead head) {
    String accept = head.header("accept").orElse("");
    return accept.contains("text/html") && !accept.startsWith(Json.MEDIA_TYPE);
  }

  private static HttpAnswer html(List<FaultCode> codes) {
    StringBuilder page =
        new StringBuilder(
            """
            <!doctype html><html lang="en"><meta charset="utf-8">
            <meta name="viewport" content="width=device-width"><title>Fanfare: faults</title>
            <style>body{font:1rem/1.5 system-ui;max-width:60rem;margin:2rem auto;padding:0 1rem}
            dt{font-weight:600;margin-top:1rem}:root{color-scheme:light dark}</style>
            <h1>Faults</h1><p>4xxxx: do not send it again unchanged. 5xxxx: the same may succeed
            later.</p><dl>
            """);
    for (FaultCode code : codes) {
      page.append("<dt id=\"%s\">%d %s</dt>".formatted(code.slug(), code.number(), code.slug()));
      page.append("<dd>%s. %s ".formatted(escaped(code.title()), escaped(code.remedy())));
      page.append("HTTP %d, close code %d.</dd>%n".formatted(code.httpStatus(), code.closeCode()));
    }
    return cacheable(
        HttpAnswer.of(200, "text/html; charset=utf-8", page.append("</dl></html>\n").toString())
            .with("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'"));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static HttpAnswer cacheable(HttpAnswer answer) {
    return answer.with("cache-control", "public, max-age=3600").with("vary", "Accept");
  }
}
