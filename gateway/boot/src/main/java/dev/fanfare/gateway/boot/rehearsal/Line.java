package dev.fanfare.gateway.boot.rehearsal;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A connection to the gateway, with as much HTTP as its own answers need. Blocking, for one thread;
 * what does not come within ten seconds does not come.
 */
final class Line implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;
  private static final String LENGTH = "content-length:";

  private final Socket socket;
  private final InputStream in;

  private Line(Socket socket) throws IOException {
    this.socket = socket;
    in = new BufferedInputStream(socket.getInputStream());
  }

  static Line open(InetSocketAddress gateway) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(gateway, PATIENCE_MILLIS);
      return new Line(socket);
    } catch (IOException refused) {
      socket.close();
      throw refused;
    }
  }

  /** Sends, and reads an answer whose status must be this one; its body is left out. */
  void ask(String request, int status) throws IOException {
    send(request.getBytes(StandardCharsets.UTF_8));
    String first = line();
    int length = 0;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String name = header.toLowerCase(Locale.ROOT);
      if (name.startsWith(LENGTH)) {
        length = Integer.parseInt(name.substring(LENGTH.length()).strip());
      }
    }
    String body = new String(bytes(length), StandardCharsets.UTF_8);
    if (!first.startsWith("HTTP/1.1 " + status)) {
      throw new IOException("It answered " + first + " " + body);
    }
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  int octet() throws IOException {
    int octet = in.read();
    if (octet < 0) {
      throw new EOFException("The gateway ended the connection.");
    }
    return octet;
  }

  byte[] bytes(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("The gateway ended the connection.");
    }
    return bytes;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = octet(); next != '\n'; next = octet()) {
      line.append((char) next);
    }
    return line.toString().strip();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException gone) {
      // that is what was asked for
    }
  }
}
