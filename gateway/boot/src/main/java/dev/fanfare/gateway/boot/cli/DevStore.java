package dev.fanfare.gateway.boot.cli;

import dev.fanfare.gateway.boot.config.StoreConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import picocli.CommandLine.TypeConversionException;

/** Which store {@code dev} runs on: one in memory, or one member of the real one in its process. */
enum DevStore {
  MEMORY,
  HAZELCAST;

  private static final String LOOPBACK = "127.0.0.1";

  static DevStore parse(String text) {
    return switch (text) {
      case "memory" -> MEMORY;
      case "hazelcast" -> HAZELCAST;
      default -> throw new TypeConversionException("'" + text + "' is not memory or hazelcast");
    };
  }

  /**
   * The store as configured, but of this type. The member listens on loopback, on any free port, so
   * that several may run.
   */
  StoreConfig over(StoreConfig config) throws IOException {
    return switch (this) {
      case MEMORY -> of(config, StoreConfig.Type.MEMORY, config.port());
      case HAZELCAST -> of(config, StoreConfig.Type.EMBEDDED, freePort());
    };
  }

  private static StoreConfig of(StoreConfig config, StoreConfig.Type type, int port) {
    return new StoreConfig(
        type, config.name(), config.members(), config.size(), LOOPBACK, port, config.channels());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
