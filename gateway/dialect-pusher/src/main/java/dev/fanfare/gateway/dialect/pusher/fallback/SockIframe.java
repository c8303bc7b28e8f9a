package dev.fanfare.gateway.dialect.pusher.fallback;

import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.RequestHead;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * The page in whose frame SockJS asks from the gateway's own origin. It runs the script that its
 * address names, so only scripts where pusher-js has them are taken: another one could speak in the
 * name of this origin.
 */
final class SockIframe {
  private static final Pattern SCRIPT =
      Pattern.compile("https?://js\\.pusher\\.com/[0-9A-Za-z._/-]{1,64}\\.js");
  private static final String START =
      "try{document.domain=document.domain}catch(refused){};"
          + "_sockjs_onload=function(){SockJS.bootstrap_iframe();};";
  private static final String START_HASH = hash(START);

  private SockIframe() {}

  /** The page, or why there is none. */
  static HttpAnswer page(RequestHead head) {
    String script = head.parameter("js_path").orElse("");
    if (!SCRIPT.matcher(script).matches()) {
      return HttpAnswer.of(
          400,
          "text/plain; charset=utf-8",
          "The parameter js_path is the address of sockjs.js at js.pusher.com.\n");
    }
    return HttpAnswer.of(
            200,
            "text/html; charset=utf-8",
            "<!DOCTYPE html>\n<html><head><title>SockJS</title>\n<script>"
                + START
                + "</script>\n<script src=\""
                + script
                + "\"></script>\n</head><body></body></html>\n")
        .with(
            "content-security-policy",
            "default-src 'none'; connect-src 'self'; frame-src 'self'; script-src 'sha256-"
                + START_HASH
                + "' "
                + script)
        .with("x-content-type-options", "nosniff")
        .with("cache-control", "public, max-age=3600");
  }

  private static String hash(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
