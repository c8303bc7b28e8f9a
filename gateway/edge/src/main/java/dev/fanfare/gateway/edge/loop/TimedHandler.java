package dev.fanfare.gateway.edge.loop;

import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/**
 * The handler of one socket. It is always in its loop's {@link Wheel} while the socket is open, so
 * the wheel is also the list of all sockets.
 */
public abstract class TimedHandler extends ChannelInboundHandlerAdapter {
  @Nullable TimedHandler next;
  @Nullable TimedHandler previous;
  int due;
  boolean armed;

  /** The time for which it was armed has come. It is no longer in the wheel. On the loop. */
  protected abstract void elapsed();

  /** The server stops: say goodbye as the protocol has it. On the loop. */
  public abstract void endGently();

  /** Break off. On the loop. */
  public abstract void endNow();
}
