package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.instance.impl.DefaultNodeContext;
import com.hazelcast.instance.impl.DefaultNodeExtension;
import com.hazelcast.instance.impl.HazelcastInstanceFactory;
import com.hazelcast.instance.impl.Node;
import com.hazelcast.instance.impl.NodeExtension;
import com.hazelcast.internal.networking.Channel;
import com.hazelcast.internal.networking.ChannelInitializer;
import com.hazelcast.internal.networking.ChannelOption;
import com.hazelcast.internal.networking.HandlerStatus;
import com.hazelcast.internal.server.ServerContext;
import com.hazelcast.internal.server.tcp.UnifiedProtocolDecoder;
import com.hazelcast.internal.server.tcp.UnifiedProtocolEncoder;
import com.hazelcast.spi.properties.ClusterProperty;
import com.hazelcast.spi.properties.HazelcastProperties;
import java.util.function.Function;

/**
 * Starts members that rest while somebody whom they connected to does not answer.
 *
 * <p>Hazelcast's own turn in a circle: what says the first word calls the connection clean while
 * the rest of the handshake waits for the answer, so the output thread takes it up again and again,
 * and never looks which of its other connections may be written to. Those to healthy members stand
 * still then, heartbeats too, until the silent one speaks. A stopped process is silent like that,
 * for its kernel takes connections, and whoever stands behind a proxy. So the first word blocks its
 * connection until it is answered, which is what Hazelcast's encoder for a port of members alone
 * does. To be dropped with the first Hazelcast in which issue 26473 is solved.
 */
final class Handshakes extends DefaultNodeContext {
  private static final int KILOBYTE = 1_024;

  private Handshakes() {}

  /** As {@link com.hazelcast.core.Hazelcast#newHazelcastInstance(Config)}. */
  static HazelcastInstance start(Config config) {
    return HazelcastInstanceFactory.newHazelcastInstance(
        config, config.getInstanceName(), new Handshakes());
  }

  @Override
  public NodeExtension createNodeExtension(Node node) {
    return new Extension(node);
  }

  private static final class Extension extends DefaultNodeExtension {
    Extension(Node node) {
      super(node);
    }

    @Override
    public Function<EndpointQualifier, ChannelInitializer> createChannelInitializerFn(
        ServerContext server) {
      return port -> channel -> begin(channel, server);
    }
  }

  private static void begin(Channel channel, ServerContext server) {
    HazelcastProperties set = server.properties();
    channel
        .options()
        .setOption(ChannelOption.DIRECT_BUF, set.getBoolean(ClusterProperty.SOCKET_BUFFER_DIRECT))
        .setOption(ChannelOption.TCP_NODELAY, set.getBoolean(ClusterProperty.SOCKET_NO_DELAY))
        .setOption(ChannelOption.SO_KEEPALIVE, set.getBoolean(ClusterProperty.SOCKET_KEEP_ALIVE))
        .setOption(
            ChannelOption.SO_SNDBUF,
            set.getInteger(ClusterProperty.SOCKET_SEND_BUFFER_SIZE) * KILOBYTE)
        .setOption(
            ChannelOption.SO_RCVBUF,
            set.getInteger(ClusterProperty.SOCKET_RECEIVE_BUFFER_SIZE) * KILOBYTE)
        .setOption(ChannelOption.SO_LINGER, set.getSeconds(ClusterProperty.SOCKET_LINGER_SECONDS))
        .setOption(ChannelOption.TCP_KEEPIDLE, set.getInteger(ClusterProperty.SOCKET_KEEP_IDLE))
        .setOption(ChannelOption.TCP_KEEPCOUNT, set.getInteger(ClusterProperty.SOCKET_KEEP_COUNT))
        .setOption(
            ChannelOption.TCP_KEEPINTERVAL, set.getInteger(ClusterProperty.SOCKET_KEEP_INTERVAL));
    FirstWord word = new FirstWord(server);
    channel.outboundPipeline().addLast(word);
    channel.inboundPipeline().addLast(new UnifiedProtocolDecoder(server, word));
  }

  /** Whoever sets {@link #answered} wakes the connection afterwards, so no answer is missed. */
  private static final class FirstWord extends UnifiedProtocolEncoder {
    private volatile boolean answered;

    FirstWord(ServerContext server) {
      super(server);
    }

    @Override
    public HandlerStatus onWrite() {
      boolean waits = channel.isClientMode() && !answered;
      HandlerStatus status = super.onWrite();
      return waits && status == HandlerStatus.CLEAN ? HandlerStatus.BLOCKED : status;
    }

    @Override
    public void signalEncoderCanReplace() {
      answered = true;
      super.signalEncoderCanReplace();
    }
  }
}
