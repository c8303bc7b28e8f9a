package dev.fanfare.bench.hostile;

import dev.fanfare.bench.load.Generator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** An attack under way, on a loop of its own. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails is begun anew with the next blow
public final class Siege implements AutoCloseable {
  private final Generator generator;
  private final InetSocketAddress server;
  private final Attack attack;
  private final byte[] opening;
  private final EventLoop loop;
  private final Attacker[] attackers;
  private final Future<?> timer;
  private int turn;
  private long connected;

  private Siege(Generator generator, InetSocketAddress server, Attack attack, String path) {
    this.generator = generator;
    this.server = server;
    this.attack = attack;
    opening = attack.openingAt(path);
    loop = generator.attackerLoop();
    attackers =
        IntStream.range(0, attack.connections())
            .mapToObj(i -> new Attacker())
            .toArray(Attacker[]::new);
    // Spread over the time between two blows, so that they do not come in bursts.
    long step = Math.max(1, attack.every().toNanos() / attack.connections());
    timer = loop.scheduleAtFixedRate(this::strike, 0, step, TimeUnit.NANOSECONDS);
  }

  /** Begins an attack on a server whose WebSockets are opened at a path. */
  public static Siege begin(
      Generator generator, InetSocketAddress server, Attack attack, String path) {
    return new Siege(generator, server, attack, path);
  }

  private void strike() {
    attackers[turn].strike();
    turn = (turn + 1) % attackers.length;
  }

  /** How many connections were opened so far. */
  public long connected() {
    return loop.submit(() -> connected).syncUninterruptibly().getNow();
  }

  @Override
  public void close() {
    timer.cancel(false);
    loop.submit(
            () -> {
              for (Attacker attacker : attackers) {
                attacker.channel.ifPresent(Channel::close);
              }
            })
        .syncUninterruptibly();
  }

  private final class Attacker extends ChannelInboundHandlerAdapter {
    private Optional<Channel> channel = Optional.empty();
    private boolean connecting;

    @Override
    public boolean isSharable() {
      return true; // one connection after the other, never two at once
    }

    void strike() {
      if (connecting) {
        return;
      }
      if (channel.isEmpty()) {
        connecting = true;
        generator
            .attack(server, this)
            .addListener(
                attempt -> {
                  connecting = false;
                });
      } else if (channel.get().isWritable() && attack.blow().length > 0) {
        channel.get().writeAndFlush(Unpooled.wrappedBuffer(attack.blow()));
      }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      connected++;
      channel = Optional.of(context.channel());
      context.writeAndFlush(Unpooled.wrappedBuffer(opening));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ReferenceCountUtil.release(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      channel = Optional.empty();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }
}
