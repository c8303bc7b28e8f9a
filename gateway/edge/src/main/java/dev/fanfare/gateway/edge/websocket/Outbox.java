package dev.fanfare.gateway.edge.websocket;

import dev.fanfare.gateway.edge.loop.DirectMemory;
import dev.fanfare.gateway.edge.loop.EdgeLoop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.unix.Socket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goes out to one socket: what waits, and what was really taken by the operating system.
 *
 * <p>As long as the socket takes everything at once, a write costs nothing but itself. When it does
 * not, each further write reports for itself when it is done, and small messages are copied
 * together: kept one by one, each would cost more than its bytes and be moved about by the garbage
 * collector for as long as it waits.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a write that fails closes the socket, and that is told
public final class Outbox {
  /** Private messages are gathered for one system call up to this many bytes. */
  private static final int GATHERED_BYTES = 65_536;

  /** What has to wait is copied together up to this size; larger buffers are kept as they are. */
  private static final int SMALL_BYTES = 1_024;

  private static final int MERGED_BYTES = 4_096;

  private final ChannelHandlerContext ctx;
  private final EdgeLoop loop;
  private final Delivered delivered;
  private final @Nullable Socket direct;

  private boolean held;
  private boolean flushLater;
  private boolean blocked;

  /** Nothing waits in Netty, for certain; never true where somebody else writes too. */
  private boolean idle;

  private boolean checkLater;
  private int unconfirmed;
  private long unconfirmedBytes;
  private int written;
  private int taken;
  private long writtenBytes;
  private @Nullable ByteBuf merged; // behind all that Netty waits with
  private int mergedMessages;
  private long mergedBytes;
  private @Nullable List<Waiter> waiters;

  private record Waiter(long bytes, Runnable callback) {}

  /** Hears of messages that the operating system took, if {@link #sendShared} has not said it. */
  @FunctionalInterface
  public interface Delivered {
    void taken(int messages, long bytes);
  }

  /**
   * An outbox in which nothing waits.
   *
   * @param delivered hears how many of the messages were taken by the operating system
   */
  public Outbox(ChannelHandlerContext ctx, EdgeLoop loop, Delivered delivered) {
    this(ctx, loop, null, delivered);
  }

  /**
   * The same.
   *
   * @param direct the socket, where nobody else writes to it: see {@link DirectWrite#of}
   */
  Outbox(ChannelHandlerContext ctx, EdgeLoop loop, @Nullable Socket direct, Delivered delivered) {
    this.ctx = ctx;
    this.loop = loop;
    this.direct = direct;
    this.delivered = delivered;
  }

  /** Writes and sends at once. Takes over the buffer's reference. */
  public void send(ByteBuf bytes, int deliveries) {
    write(bytes, deliveries);
    flush();
  }

  /**
   * Sends at once what others get too; the buffer stays the caller's. Past Netty where nothing
   * waits: most of what a write costs above the kernel is Netty's queue.
   *
   * @return whether it was taken whole, which is then not reported
   */
  public boolean sendShared(SharedBuffer frame, int deliveries) {
    int length = frame.bytes();
    int sent = idle && direct != null ? DirectWrite.write(direct, frame.buffer()) : 0;
    if (sent == length) {
      return true;
    }
    if (sent == 0) {
      send(frame.share(), deliveries);
    } else {
      // What is left counts for the message; its bytes are all counted when the last is taken.
      ByteBuf rest = frame.share();
      rest.skipBytes(sent);
      unconfirmedBytes += deliveries == 0 ? 0 : sent;
      send(rest, deliveries);
    }
    return false;
  }

  /** Writes, to be sent with what else comes until the loop has done what waits now. */
  public void gather(ByteBuf bytes, int deliveries) {
    hold(bytes, deliveries);
    if (held && !flushLater) {
      flushLater = true;
      loop.soon(this::flushLater);
    }
  }

  /** Writes, to be sent with the next {@link #flush}, which the caller promises to be soon. */
  public void hold(ByteBuf bytes, int deliveries) {
    write(bytes, deliveries);
    held = true;
    if (!blocked && waitingBytes() > GATHERED_BYTES) {
      flush();
    }
  }

  /** Writes and sends; calls back when it was taken by the operating system, never if it is not. */
  public void sendLast(ByteBuf bytes, Runnable taken) {
    idle = false;
    writeMerged();
    Written last = new Written(0, 0);
    last.addListener(
        done -> {
          if (done.isSuccess()) {
            loop.soon(taken);
          }
        });
    ctx.write(bytes, last);
    flush();
  }

  /** Sends what was held back. */
  public void flush() {
    held = false;
    ctx.flush();
    if (blocked) {
      return;
    }
    ChannelOutboundBuffer waiting = ctx.channel().unsafe().outboundBuffer();
    if (waiting == null) {
      // The socket broke in the middle: nobody knows what was taken.
      unconfirmed = 0;
    } else if (waiting.totalPendingWriteBytes() == 0) {
      idle = direct != null;
      confirm();
    } else {
      // Not all was taken: this empty write is done when all before it is.
      blocked = true;
      ChannelPromise all = new Written(unconfirmed, unconfirmedBytes);
      unconfirmed = 0;
      unconfirmedBytes = 0;
      ctx.writeAndFlush(Unpooled.EMPTY_BUFFER, all);
    }
  }

  /** The same, where anything was. */
  void flushHeld() {
    if (held) {
      flush();
    }
  }

  /** What waits, with what Netty needs to keep it. */
  public long waitingBytes() {
    if (idle) {
      return 0;
    }
    ChannelOutboundBuffer waiting = ctx.channel().unsafe().outboundBuffer();
    if (waiting == null) {
      return 0;
    }
    return waiting.totalPendingWriteBytes() + (merged == null ? 0 : merged.readableBytes());
  }

  /** As {@code Outlet.whenBelow}. */
  public void whenBelow(long bytes, Runnable callback) {
    if (waitingBytes() >= bytes) {
      flushHeld();
    }
    if (waitingBytes() < bytes) {
      callback.run();
      return;
    }
    if (waiters == null) {
      waiters = new ArrayList<>(1);
    }
    waiters.add(new Waiter(bytes, callback));
  }

  /** Changes whenever the operating system takes something of what waits. */
  public long progress() {
    ChannelOutboundBuffer waiting = ctx.channel().unsafe().outboundBuffer();
    return ((long) taken << 32) + (waiting == null ? 0 : waiting.currentProgress());
  }

  /** Nothing will go out any more: reports what did, forgets who waits. */
  public void end() {
    unconfirmed = 0;
    reportWritten();
    waiters = null;
    blocked = false;
    if (merged != null) {
      merged.release();
      merged = null;
    }
  }

  private void flushLater() {
    flushLater = false;
    flushHeld();
  }

  private void write(ByteBuf bytes, int deliveries) {
    int length = deliveries == 0 ? 0 : bytes.readableBytes();
    idle = false;
    if (!blocked) {
      unconfirmed += deliveries;
      unconfirmedBytes += length;
      ctx.write(bytes, ctx.voidPromise());
    } else if (bytes.readableBytes() <= SMALL_BYTES) {
      merge(bytes);
      mergedMessages += deliveries;
      mergedBytes += length;
    } else {
      writeMerged();
      ctx.write(bytes, new Written(deliveries, length));
    }
  }

  private void merge(ByteBuf bytes) {
    ByteBuf room = merged;
    if (room == null || room.writableBytes() < bytes.readableBytes()) {
      writeMerged();
      room = DirectMemory.buffer(ctx.alloc(), MERGED_BYTES);
      merged = room;
    }
    room.writeBytes(bytes);
    bytes.release();
  }

  private void writeMerged() {
    ByteBuf bytes = merged;
    if (bytes != null) {
      merged = null;
      ChannelPromise all = new Written(mergedMessages, mergedBytes);
      mergedMessages = 0;
      mergedBytes = 0;
      ctx.write(bytes, all);
    }
  }

  private void confirm() {
    int done = unconfirmed;
    if (done > 0) {
      long bytes = unconfirmedBytes;
      unconfirmed = 0;
      unconfirmedBytes = 0;
      confirm(done, bytes);
    }
  }

  private void confirm(int messages, long bytes) {
    if (messages > 0) {
      delivered.taken(messages, bytes);
    }
  }

  private void reportWritten() {
    int done = written;
    if (done > 0) {
      long bytes = writtenBytes;
      written = 0;
      writtenBytes = 0;
      delivered.taken(done, bytes);
    }
  }

  /** Netty is in the middle of writing when it reports: what follows is done after it. */
  private void written(int deliveries, long bytes) {
    taken++;
    written += deliveries;
    writtenBytes += bytes;
    if (!checkLater) {
      checkLater = true;
      loop.soon(this::check);
    }
  }

  private void check() {
    checkLater = false;
    reportWritten();
    if (merged != null) {
      writeMerged();
      ctx.flush();
    }
    if (waitingBytes() == 0) {
      blocked = false;
    }
    List<Waiter> all = waiters;
    if (all == null) {
      return;
    }
    waiters = null;
    for (Waiter waiter : all) {
      whenBelow(waiter.bytes, waiter.callback);
    }
  }

  /** A write that reports for itself. */
  private final class Written extends DefaultChannelPromise {
    private final int deliveries;
    private final long bytes;

    Written(int deliveries, long bytes) {
      super(ctx.channel());
      this.deliveries = deliveries;
      this.bytes = bytes;
    }

    @Override
    @SuppressWarnings("VoidUsed")
    public boolean trySuccess(Void result) {
      boolean first = super.trySuccess(result);
      if (first) {
        written(deliveries, bytes);
      }
      return first;
    }
  }
}
