package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.client.config.ClientConnectionStrategyConfig.ReconnectMode;
import com.hazelcast.config.Config;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.config.SerializationConfig;
import com.hazelcast.config.SplitBrainProtectionConfig;
import com.hazelcast.config.SplitBrainProtectionListenerConfig;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionOn;
import java.util.List;

/** How Hazelcast is set up; everything that is not needed is off. */
final class Configs {
  /** How many questions of others a member answers at once. */
  static final int TASK_THREADS = 4;

  private static final String DNS = "dns:";

  private Configs() {}

  static Config member(StoreOptions store, String host, int port) {
    Config config = new Config();
    config.setClusterName(store.clusterName());
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.shutdownhook.enabled", "false");
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.setProperty("hazelcast.operation.fail.on.indeterminate.state", "true");
    config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
    config.setProperty("hazelcast.max.no.heartbeat.seconds", "5");
    config.setProperty("hazelcast.operation.call.timeout.millis", "4000");
    // A call whose backup died waits this long, and is then handed in again.
    config.setProperty("hazelcast.operation.backup.timeout.millis", "800");
    config.setProperty("hazelcast.client.heartbeat.interval", "1000");
    // Whoever reads an answer also handles it: handing it on costs more than that. Then no network
    // thread may write for another, as Hazelcast otherwise lets it: it holds the thread for the one
    // that the connection belongs to, and leaves what came meanwhile in its queue without waking
    // that one. Answers waited there for up to 200 ms, until something else woke it.
    config.setProperty("hazelcast.operation.response.thread.count", "0");
    config.setProperty("hazelcast.io.write.through", "false");
    config.setProperty("hazelcast.graceful.shutdown.max.wait", "60");
    config.setProperty("hazelcast.wait.seconds.before.join", "1");
    config.setProperty("hazelcast.merge.first.run.delay.seconds", "5");
    config.setProperty("hazelcast.merge.next.run.delay.seconds", "5");
    config.setProperty("hazelcast.connection.monitor.interval", "100");
    config.getJetConfig().setEnabled(false);
    config.getUserCodeDeploymentConfig().setEnabled(false);
    config.getMetricsConfig().setEnabled(false);
    network(config.getNetworkConfig(), store, host, port);
    serialization(config.getSerializationConfig());
    if (store.size() > 1) {
      SplitBrainProtectionConfig majority =
          new SplitBrainProtectionConfig(Names.MAJORITY, true, store.majority());
      majority.setProtectOn(SplitBrainProtectionOn.READ_WRITE);
      majority.setListenerConfigs(List.<SplitBrainProtectionListenerConfig>of());
      config.addSplitBrainProtectionConfig(majority);
    }
    config.addMapConfig(map(Names.LOGS, store, store.backups()));
    config.addMapConfig(map(Names.META, store, store.backups()));
    config.addMapConfig(map(Names.TICKETS, store, store.backups()));
    config.addMapConfig(map(Names.SESSIONS, store, store.backups()));
    config.addMapConfig(map(Names.USAGE, store, store.backups()));
    config.addMapConfig(map(Names.CONTROLS, store, store.backups()));
    config.addMapConfig(map(Names.OVERRIDES, store, store.backups()));
    config.addMapConfig(map(Names.SHARES, store, 0));
    config
        .getExecutorConfig(Names.TASKS)
        .setPoolSize(TASK_THREADS)
        .setQueueCapacity(10_000)
        .setStatisticsEnabled(false);
    return config;
  }

  static ClientConfig client(StoreOptions store) {
    ClientConfig config = new ClientConfig();
    config.setClusterName(store.clusterName());
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.client.invocation.timeout.seconds", "2");
    config.setProperty("hazelcast.client.invocation.retry.pause.millis", "50");
    config.setProperty("hazelcast.client.heartbeat.interval", "1000");
    config.setProperty("hazelcast.client.heartbeat.timeout", "4000");
    // As with members. So what waits for an answer must never block.
    config.setProperty("hazelcast.client.response.thread.count", "0");
    config.setProperty("hazelcast.client.io.write.through", "false");
    config.setProperty("hazelcast.client.operation.fail.on.indeterminate.state", "true");
    // Else a backup acknowledges over a connection that the client may not have made yet.
    config.setBackupAckToClientEnabled(false);
    config.getNetworkConfig().setAddresses(addresses(store)).setConnectionTimeout(2_000);
    config.getConnectionStrategyConfig().setAsyncStart(true).setReconnectMode(ReconnectMode.ASYNC);
    config
        .getConnectionStrategyConfig()
        .getConnectionRetryConfig()
        .setInitialBackoffMillis(100)
        .setMaxBackoffMillis(2_000)
        .setMultiplier(1.5)
        .setJitter(0.3)
        .setClusterConnectTimeoutMillis(Long.MAX_VALUE);
    config.getMetricsConfig().setEnabled(false);
    serialization(config.getSerializationConfig());
    return config;
  }

  @SuppressWarnings("removal") // as long as it is there it has to be off
  private static void network(NetworkConfig network, StoreOptions store, String host, int port) {
    network.setPort(port).setPortAutoIncrement(false).setPublicAddress(host + ":" + port);
    network.getInterfaces().setEnabled(true).addInterface(host);
    network.getRestApiConfig().setEnabled(false);
    network.getMemcacheProtocolConfig().setEnabled(false);
    JoinConfig join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    String first = store.members().get(0);
    if (first.startsWith(DNS)) {
      join.getKubernetesConfig()
          .setEnabled(true)
          .setProperty("service-dns", first.substring(DNS.length()));
    } else {
      join.getTcpIpConfig()
          .setEnabled(true)
          .setConnectionTimeoutSeconds(2)
          .setMembers(store.members());
    }
  }

  private static List<String> addresses(StoreOptions store) {
    return store.members().stream()
        .map(member -> member.startsWith(DNS) ? member.substring(DNS.length()) : member)
        .toList();
  }

  private static MapConfig map(String name, StoreOptions store, int backups) {
    MapConfig map = new MapConfig(name);
    map.setInMemoryFormat(InMemoryFormat.OBJECT);
    map.setBackupCount(backups);
    map.setStatisticsEnabled(false);
    map.setPerEntryStatsEnabled(false);
    map.setMergePolicyConfig(new MergePolicyConfig("DiscardMergePolicy", 100));
    if (store.size() > 1) {
      map.setSplitBrainProtectionName(Names.MAJORITY);
    }
    return map;
  }

  /**
   * Nothing of ours is read by Java's own serialization: every class has an id in a factory.
   * Hazelcast's members tell each other their failures by it, so those may pass: a failure that
   * cannot be read is waited for until a time-out.
   */
  private static void serialization(SerializationConfig serialization) {
    serialization.addDataSerializableFactory(Factory.ID, new Factory());
    serialization.setAllowUnsafe(false);
    JavaSerializationFilterConfig filter = new JavaSerializationFilterConfig();
    filter.setDefaultsDisabled(true);
    filter
        .getWhitelist()
        .addPrefixes("com.hazelcast.", "java.lang.", "[Ljava.lang.")
        .addClasses("java.util.ArrayList")
        .addPrefixes("java.util.Collections$");
    serialization.setJavaSerializationFilterConfig(filter);
  }
}
