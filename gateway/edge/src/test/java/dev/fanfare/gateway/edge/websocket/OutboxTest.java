package dev.fanfare.gateway.edge.websocket;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.edge.loop.EdgeLoop;
import dev.fanfare.gateway.edge.loop.EdgeLoops;
import dev.fanfare.gateway.edge.loop.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import java.io.DataInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final int NUMBERS = 25_000;
  private static final int FRAMES = 100;

  private final CompletableFuture<Outbox> opened = new CompletableFuture<>();
  private final CompletableFuture<Void> allDelivered = new CompletableFuture<>();
  private final AtomicLong messages = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private EdgeLoops loops;
  private EdgeLoop loop;
  private Socket client;

  @BeforeEach
  void connect() throws Exception {
    loops = EdgeLoops.start(1, Transport.AUTO);
    loop = loops.all().get(0);
    Channel server =
        new ServerBootstrap()
            .group(loops.acceptors(), loops.workers())
            .channelFactory(loops.serverChannels())
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new Opener());
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .sync()
            .channel();
    int port = ((InetSocketAddress) server.localAddress()).getPort();
    client = new Socket(InetAddress.getLoopbackAddress(), port);
    client.setSoTimeout(20_000);
  }

  @AfterEach
  void close() throws Exception {
    client.close();
    loops.close().toCompletionStage().toCompletableFuture().get(20, SECONDS);
  }

  @Test
  void shared_and_private_messages_arrive_whole_and_in_order_when_the_socket_takes_only_part()
      throws Exception {
    Outbox outbox = opened.get(20, SECONDS);
    loop.execute(
        () -> {
          for (int i = 0; i < FRAMES; i++) {
            if (i % 3 == 2) {
              outbox.send(numbers(i), 1);
            } else {
              SharedBuffer shared = new SharedBuffer(numbers(i));
              if (outbox.sendShared(shared, 1)) {
                delivered(1, shared.bytes());
              }
              assertThat(shared.bytes()).isEqualTo(NUMBERS * Integer.BYTES);
              shared.release();
            }
          }
        });

    DataInputStream in = new DataInputStream(client.getInputStream());
    byte[] frame = new byte[NUMBERS * Integer.BYTES];
    for (int i = 0; i < FRAMES; i++) {
      in.readFully(frame);
      assertThat(frame).as("frame %d", i).isEqualTo(numbersOf(i));
    }

    allDelivered.get(20, SECONDS);
    assertThat(messages).hasValue(FRAMES);
    assertThat(bytes).hasValue((long) FRAMES * NUMBERS * Integer.BYTES);
  }

  @Test
  void what_is_sent_to_a_socket_that_was_closed_reaches_nobody() throws Exception {
    Outbox outbox = opened.get(20, SECONDS);
    CompletableFuture<Boolean> sent = new CompletableFuture<>();
    loop.execute(
        () -> {
          SharedBuffer shared = new SharedBuffer(numbers(0));
          closer.run();
          boolean taken = outbox.sendShared(shared, 1);
          shared.release();
          sent.complete(taken);
        });

    assertThat(sent.get(20, SECONDS)).isFalse();
    assertThat(client.getInputStream().read()).isEqualTo(-1);
    assertThat(messages).hasValue(0);
  }

  private volatile Runnable closer = () -> {};

  private static ByteBuf numbers(int frame) {
    return ByteBufAllocator.DEFAULT
        .directBuffer(NUMBERS * Integer.BYTES)
        .writeBytes(numbersOf(frame));
  }

  private static byte[] numbersOf(int frame) {
    ByteBuffer all = ByteBuffer.allocate(NUMBERS * Integer.BYTES);
    for (int i = 0; i < NUMBERS; i++) {
      all.putInt(frame * NUMBERS + i);
    }
    return all.array();
  }

  private void delivered(int more, long moreBytes) {
    bytes.addAndGet(moreBytes);
    if (messages.addAndGet(more) == FRAMES) {
      allDelivered.complete(null);
    }
  }

  private final class Opener extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      Outbox outbox = new Outbox(ctx, loop, DirectWrite.of(ctx), OutboxTest.this::delivered);
      outbox.flush();
      closer = () -> ctx.channel().unsafe().close(ctx.voidPromise());
      opened.complete(outbox);
    }
  }
}
