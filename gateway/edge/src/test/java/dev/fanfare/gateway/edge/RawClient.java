package dev.fanfare.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A client that may break every rule: bytes out, bytes in, five seconds for each answer. */
final class RawClient implements AutoCloseable {
  static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
  private static final byte[] MASK = {0x37, (byte) 0xFA, 0x21, 0x3D};

  private final Socket socket;
  private final InputStream in;

  /** A frame of the server. */
  record Frame(int opcode, boolean fin, byte[] payload) {
    String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }

    int closeCode() {
      assertThat(opcode).as("a close frame").isEqualTo(8);
      return payload.length == 0 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xFFFF;
    }
  }

  /** An answer of the server. */
  record Answer(int status, String head, String body) {
    String header(String name) {
      for (String line : head.split("\r\n", -1)) {
        if (line.toLowerCase(Locale.ROOT).startsWith(name + ": ")) {
          return line.substring(name.length() + 2);
        }
      }
      throw new AssertionError("No header " + name + " in\n" + head);
    }

    boolean has(String name) {
      return head.toLowerCase(Locale.ROOT).contains("\r\n" + name + ": ");
    }
  }

  RawClient(int port) throws IOException {
    this(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  RawClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(5_000);
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  RawClient send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** Sends until the server does not listen any more, which is no error. */
  RawClient sendWhatGoes(byte[] bytes) throws IOException {
    try {
      return send(bytes);
    } catch (SocketException closed) {
      return this;
    }
  }

  static String upgrade(String path, String... moreHeaders) {
    return "GET "
        + path
        + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
        + "Sec-WebSocket-Key: "
        + KEY
        + "\r\nSec-WebSocket-Version: 13\r\n"
        + (moreHeaders.length == 0 ? "" : String.join("\r\n", moreHeaders) + "\r\n")
        + "\r\n";
  }

  /** Becomes a WebSocket. */
  RawClient open() throws IOException {
    Answer answer = send(upgrade("/echo")).answer();
    assertThat(answer.status()).isEqualTo(101);
    return this;
  }

  Answer answer() throws IOException {
    return answer(true);
  }

  Answer answer(boolean withBody) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int matched = 0;
    while (matched < 4) {
      int octet = octet();
      head.write(octet);
      matched = octet == "\r\n\r\n".charAt(matched) ? matched + 1 : octet == '\r' ? 1 : 0;
    }
    String text = head.toString(StandardCharsets.ISO_8859_1);
    Answer answer = new Answer(Integer.parseInt(text.substring(9, 12)), text, "");
    if (!withBody || !answer.has("content-length")) {
      return answer;
    }
    byte[] body = bytes(Integer.parseInt(answer.header("content-length")));
    return new Answer(answer.status(), text, new String(body, StandardCharsets.UTF_8));
  }

  /** The next chunk of a response; empty: it was the last. */
  String chunk() throws IOException {
    StringBuilder length = new StringBuilder();
    for (int octet = octet(); octet != '\n'; octet = octet()) {
      length.append((char) octet);
    }
    byte[] chunk = bytes(Integer.parseInt(length.toString().trim(), 16));
    assertThat(bytes(2)).isEqualTo(new byte[] {'\r', '\n'});
    return new String(chunk, StandardCharsets.UTF_8);
  }

  /** All chunks of a response. */
  String body() throws IOException {
    StringBuilder body = new StringBuilder();
    for (String chunk = chunk(); !chunk.isEmpty(); chunk = chunk()) {
      body.append(chunk);
    }
    return body.toString();
  }

  /** So many bytes as they are. */
  String text(int length) throws IOException {
    return new String(bytes(length), StandardCharsets.UTF_8);
  }

  Frame frame() throws IOException {
    return frame(0);
  }

  /** The next frame, which says that it is compressed. */
  Frame compressedFrame() throws IOException {
    return frame(0x40);
  }

  private Frame frame(int reserved) throws IOException {
    int first = octet();
    int second = octet();
    assertThat(first & 0x70).as("reserved bits").isEqualTo(reserved);
    assertThat(second & 0x80).as("a server does not mask").isZero();
    long length = second;
    if (second == 126) {
      length = ByteBuffer.wrap(bytes(2)).getShort() & 0xFFFF;
    } else if (second == 127) {
      length = ByteBuffer.wrap(bytes(8)).getLong();
    }
    return new Frame(first & 0x0F, (first & 0x80) != 0, bytes((int) length));
  }

  /** The next frame is a close with this code. */
  void receivesClose(int code) throws IOException {
    assertThat(frame().closeCode()).isEqualTo(code);
  }

  void receivesText(String text) throws IOException {
    Frame frame = frame();
    assertThat(frame.opcode()).isEqualTo(1);
    assertThat(frame.text()).isEqualTo(text);
  }

  /** The server has nothing more to say and hangs up. */
  void receivesEnd() throws IOException {
    int next;
    try {
      next = in.read();
    } catch (SocketException reset) {
      next = -1;
    }
    assertThat(next).as("the end of the connection").isEqualTo(-1);
  }

  static byte[] text(String payload) {
    return frame(0x81, payload.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] close(int code, String reason) {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    return frame(
        0x88, ByteBuffer.allocate(2 + text.length).putShort((short) code).put(text).array());
  }

  /** A masked frame with this first byte. */
  static byte[] frame(int first, byte[] payload) {
    byte[] header = header(first, payload.length);
    byte[] frame = java.util.Arrays.copyOf(header, header.length + payload.length);
    for (int i = 0; i < payload.length; i++) {
      frame[header.length + i] = (byte) (payload[i] ^ MASK[i & 3]);
    }
    return frame;
  }

  /** The header of a masked frame of this length. */
  static byte[] header(int first, long length) {
    int bytes = length < 126 ? 6 : length <= 0xFFFF ? 8 : 14;
    ByteBuffer header = ByteBuffer.allocate(bytes).put((byte) first);
    switch (bytes) {
      case 6 -> header.put((byte) (0x80 | length));
      case 8 -> header.put((byte) 0xFE).putShort((short) length);
      default -> header.put((byte) 0xFF).putLong(length);
    }
    return header.put(MASK).array();
  }

  /** Whether the server has said something; waits as long as the socket's time-out. */
  boolean hasSomething() throws IOException {
    in.mark(1);
    try {
      boolean something = in.read() >= 0;
      in.reset();
      return something;
    } catch (java.net.SocketTimeoutException nothing) {
      return false;
    }
  }

  /** Whether the server says nothing for a fifth of a second. */
  boolean isSilent() throws IOException {
    socket.setSoTimeout(200);
    boolean silent = !hasSomething();
    socket.setSoTimeout(5_000);
    return silent;
  }

  Socket socket() {
    return socket;
  }

  /** Goes away without a word. */
  void leave() throws IOException {
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private int octet() throws IOException {
    int octet = in.read();
    if (octet < 0) {
      throw new EOFException("The server hung up");
    }
    return octet;
  }

  private byte[] bytes(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("The server hung up in the middle");
    }
    return bytes;
  }
}
