package dev.fanfare.gateway.edge.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** What was read from a socket before its turn came. */
final class Inbox {
  private static final int MAX_OBJECTS = 64;
  private static final int MAX_BYTES = 65_536;

  private final ArrayDeque<Object> objects = new ArrayDeque<>(4);
  private final List<ByteBuf> raw = new ArrayList<>(0);
  private int bytes;

  /** Takes a part of a request over. */
  void add(Object part) {
    objects.add(part);
    bytes += bytesOf(part);
  }

  /** Takes bytes over that are no HTTP any more. */
  void addRaw(ByteBuf more) {
    raw.add(more);
  }

  boolean isEmpty() {
    return objects.isEmpty();
  }

  /** Whether so much waits that nothing more should be read. */
  boolean isFull() {
    return objects.size() > MAX_OBJECTS || bytes > MAX_BYTES;
  }

  /** The next part, which is now the caller's. */
  Object remove() {
    Object next = objects.remove();
    bytes -= bytesOf(next);
    return next;
  }

  /** The bytes that are no HTTP, which are now the caller's. */
  List<ByteBuf> removeRaw() {
    List<ByteBuf> all = List.copyOf(raw);
    raw.clear();
    return all;
  }

  void releaseAll() {
    objects.forEach(ReferenceCountUtil::release);
    objects.clear();
    bytes = 0;
    raw.forEach(ByteBuf::release);
    raw.clear();
  }

  private static int bytesOf(Object part) {
    return part instanceof HttpContent content ? content.content().readableBytes() : 0;
  }
}
