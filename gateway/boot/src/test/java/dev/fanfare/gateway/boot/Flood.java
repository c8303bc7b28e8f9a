package dev.fanfare.gateway.boot;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.fanfare.testkit.Patience;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One client that publishes without waiting for anything, and reads what it is answered. */
final class Flood implements AutoCloseable {
  private static final Pattern NUMBER = Pattern.compile("\\{\"i\":([0-9]+),");
  private static final String UPGRADE =
      """
      GET /v1/connect HTTP/1.1
      Host: localhost
      Upgrade: websocket
      Connection: Upgrade
      Sec-WebSocket-Version: 13
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

      """
          .replace("\n", "\r\n");

  private final Socket socket;
  private volatile int answered;

  private Flood(Socket socket) {
    this.socket = socket;
  }

  /** Begins to send so many messages; the requests are numbered from 1 to that. */
  static Flood begin(int port, int messages) throws IOException {
    Flood flood = new Flood(new Socket(InetAddress.getLoopbackAddress(), port));
    daemon("flood", () -> flood.write(messages));
    daemon("flood's answers", flood::read);
    return flood;
  }

  /** The highest number that was answered. */
  int answered() {
    return answered;
  }

  void answersMoreThan(int number) {
    Patience.until("more than " + number + " are answered", () -> answered > number);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void write(int messages) throws IOException {
    OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 65_536);
    out.write(UPGRADE.getBytes(ISO_8859_1));
    frame(out, "{\"i\":1,\"op\":\"hello\",\"v\":1,\"key\":\"loud:loud-secret\"}");
    for (int i = 2; i <= messages; i++) {
      frame(out, "{\"i\":" + i + ",\"op\":\"pub\",\"channel\":\"c\",\"data\":0}");
    }
    out.flush();
  }

  /** Masked with zeros, which is a mask as good as any. */
  private static void frame(OutputStream out, String text) throws IOException {
    out.write(0x81);
    out.write(0x80 | text.length());
    out.write(new byte[4]);
    out.write(text.getBytes(ISO_8859_1));
  }

  private void read() throws IOException {
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[65_536];
    String rest = "";
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      String text = rest + new String(buffer, 0, read, ISO_8859_1);
      Matcher numbers = NUMBER.matcher(text);
      int end = 0;
      while (numbers.find()) {
        answered = Math.max(answered, Integer.parseInt(numbers.group(1)));
        end = numbers.end();
      }
      rest = text.substring(Math.max(end, text.length() - 20));
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void daemon(String name, Work work) {
    Thread.ofPlatform()
        .daemon()
        .name(name)
        .start(
            () -> {
              try {
                work.run();
              } catch (IOException over) {
                // The connection is over; what was answered until then is told.
              }
            });
  }
}
