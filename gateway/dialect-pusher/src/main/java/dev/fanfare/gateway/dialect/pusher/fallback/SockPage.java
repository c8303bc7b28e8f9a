package dev.fanfare.gateway.dialect.pusher.fallback;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The page that SockJS calls {@code htmlfile}: it never ends, and runs a script for each frame. For
 * browsers without {@code EventSource}. Nothing of a frame can end its script or its string.
 */
final class SockPage {
  /** An expression of JavaScript that names a function and does nothing. */
  private static final Pattern CALLBACK = Pattern.compile("[a-zA-Z0-9_.]{1,64}");

  private static final byte[] START = ascii("<script>\np(\"");
  private static final byte[] END = ascii("\");\n</script>\r\n");

  /** Browsers show nothing of a page before it has so much. */
  private static final int LEAST_BYTES = 1_024;

  private SockPage() {}

  /** Whether the page may call this in the window around it. */
  static boolean mayCall(String callback) {
    return CALLBACK.matcher(callback).matches();
  }

  /** How the page begins whose frames this takes. */
  static byte[] beginning(String callback) {
    String page =
        """
        <!doctype html>
        <html><head>
          <meta http-equiv="X-UA-Compatible" content="IE=edge" />
          <meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />
        </head><body><h2>SockJS</h2>
          <script>
            try { document.domain = document.domain; } catch (refused) {}
            var c = parent.CALLBACK;
            c.start();
            function p(d) {c.message(d);};
            window.onload = c.stop;
          </script>
        """
            .replace("CALLBACK", callback);
    return ascii(page + " ".repeat(Math.max(0, LEAST_BYTES - page.length())) + "\r\n\r\n");
  }

  /** One frame. */
  static byte[] script(char kind, byte[] json) {
    ByteArrayOutputStream script = new ByteArrayOutputStream(json.length * 5 / 4 + 48);
    script.writeBytes(START);
    script.write(kind);
    for (int i = 0; i < json.length; i++) {
      switch (json[i]) {
        case '"', '\\' -> {
          script.write('\\');
          script.write(json[i]);
        }
        case '<' -> script.writeBytes(ascii("\\u003c"));
        case '>' -> script.writeBytes(ascii("\\u003e"));
        case (byte) 0xE2 -> {
          // Two ends of lines that JSON may have in a string, and old JavaScript not.
          boolean line = i + 2 < json.length && json[i + 1] == (byte) 0x80;
          if (line && (json[i + 2] == (byte) 0xA8 || json[i + 2] == (byte) 0xA9)) {
            script.writeBytes(ascii(json[i + 2] == (byte) 0xA8 ? "\\u2028" : "\\u2029"));
            i += 2;
          } else {
            script.write(json[i]);
          }
        }
        default -> script.write(json[i]);
      }
    }
    script.writeBytes(END);
    return script.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
