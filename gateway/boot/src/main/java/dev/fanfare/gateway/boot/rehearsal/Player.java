package dev.fanfare.gateway.boot.rehearsal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One client of the native protocol, as simple as can be: it does one thing after the other.
 * Blocking, for one thread.
 */
final class Player implements AutoCloseable {
  private static final Pattern REPLY = Pattern.compile("^\\{\"i\":(\\d+),\"(ok|err)\"");
  private static final int TEXT = 0x81;
  private static final int PING = 0x89;
  private static final int PONG = 0x8A;
  private static final int MASKED = 0x80;
  private static final int TWO_BYTES = 126;
  private static final int EIGHT_BYTES = 127;
  private static final byte[] NOTHING = {};
  private static final byte[] KEY = {0x37, (byte) 0xfa, 0x21, 0x3d};

  private final Line line;
  private int requests;
  private int replies;
  private long delivered;
  private int pongs;

  private Player(Line line) {
    this.line = line;
  }

  /** Connects, says hello and subscribes; returns when the channel's messages come. */
  static Player enter(InetSocketAddress gateway, String token, String channel) throws IOException {
    Player player = new Player(Line.open(gateway));
    try {
      player.line.ask(
          "GET /v1/connect HTTP/1.1\r\nHost: "
              + gateway.getHostString()
              + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
              + "Sec-WebSocket-Protocol: fanfare.v1.json\r\n\r\n",
          101);
      player.request("\"op\":\"hello\",\"v\":1,\"token\":\"" + token + "\"");
      player.request("\"op\":\"sub\",\"channel\":\"" + channel + "\"");
      player.awaitReplies();
      return player;
    } catch (IOException refused) {
      player.close();
      throw refused;
    }
  }

  /** Publishes so many, one right after the other; returns when they are safe. */
  void publish(String channel, int messages) throws IOException {
    for (int i = 0; i < messages; i++) {
      request(
          "\"op\":\"pub\",\"channel\":\"" + channel + "\",\"data\":{\"text\":\"" + channel + "\"}");
    }
    awaitReplies();
  }

  /** Returns when so many messages were delivered since it came. */
  void hear(long messages) throws IOException {
    while (delivered < messages) {
      readFrame();
    }
  }

  /**
   * Answers a ping, as everybody does who has said nothing for a while, and sends one; returns when
   * that is answered.
   */
  void giveSignsOfLife() throws IOException {
    int before = pongs;
    send(PONG, NOTHING);
    send(PING, NOTHING);
    while (pongs == before) {
      readFrame();
    }
  }

  private void request(String fields) throws IOException {
    requests++;
    send("{\"i\":" + requests + "," + fields + "}");
  }

  private void awaitReplies() throws IOException {
    while (replies < requests) {
      readFrame();
    }
  }

  private void send(String text) throws IOException {
    send(TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  private void send(int opcode, byte[] payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 8).put((byte) opcode);
    if (payload.length < TWO_BYTES) {
      frame.put((byte) (MASKED | payload.length));
    } else {
      frame.put((byte) (MASKED | TWO_BYTES)).putShort((short) payload.length);
    }
    frame.put(KEY);
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ KEY[i % KEY.length]));
    }
    byte[] bytes = new byte[frame.flip().remaining()];
    frame.get(bytes);
    line.send(bytes);
  }

  private void readFrame() throws IOException {
    int opcode = line.octet();
    int length = line.octet();
    if (length == TWO_BYTES) {
      length = line.octet() << 8 | line.octet();
    } else if (length == EIGHT_BYTES) {
      length = Math.toIntExact(ByteBuffer.wrap(line.bytes(Long.BYTES)).getLong());
    }
    String text = new String(line.bytes(length), StandardCharsets.UTF_8);
    if (opcode == PONG) {
      pongs++;
      return;
    }
    if (opcode != TEXT) {
      throw new IOException("It sent a frame " + Integer.toHexString(opcode) + ": " + text);
    }
    for (String message : text.split("\n", -1)) {
      heard(message);
    }
  }

  private void heard(String message) throws IOException {
    Matcher reply = REPLY.matcher(message);
    if (message.equals("{}")) {
      send(message);
    } else if (!reply.find()) {
      delivered++;
    } else if (reply.group(2).equals("ok")) {
      replies++;
    } else {
      throw new IOException("It refused: " + message);
    }
  }

  @Override
  public void close() {
    line.close();
  }
}
