package dev.fanfare.testkit;

import dev.fanfare.protocol.Limits;

/** {@link Limits#DEFAULT}, but for what a test says: {@code usual().connections(1).limits()}. */
public final class UsualLimits {
  private int connections = Limits.DEFAULT.connections();
  private int channelsPerConnection = Limits.DEFAULT.channelsPerConnection();
  private int messageBytes = Limits.DEFAULT.messageBytes();
  private int batchMessages = Limits.DEFAULT.batchMessages();
  private int batchBytes = Limits.DEFAULT.batchBytes();
  private int publishesPerSecond = Limits.DEFAULT.publishesPerSecond();
  private int appPublishesPerSecond = Limits.DEFAULT.appPublishesPerSecond();
  private int presenceMembers = Limits.DEFAULT.presenceMembers();
  private int presenceDataBytes = Limits.DEFAULT.presenceDataBytes();
  private int outboxBytes = Limits.DEFAULT.outboxBytes();
  private int channels = Limits.DEFAULT.channels();

  private UsualLimits() {}

  /** The usual ones; nothing is said yet. */
  public static UsualLimits usual() {
    return new UsualLimits();
  }

  /** So many open connections of the app. */
  public UsualLimits connections(int most) {
    connections = most;
    return this;
  }

  /** So many subscriptions of one connection. */
  public UsualLimits channelsPerConnection(int most) {
    channelsPerConnection = most;
    return this;
  }

  /** So many bytes of one message. */
  public UsualLimits messageBytes(int most) {
    messageBytes = most;
    return this;
  }

  /** So many messages in one publish. */
  public UsualLimits batchMessages(int most) {
    batchMessages = most;
    return this;
  }

  /** So many bytes of one transport message or request body. */
  public UsualLimits batchBytes(int most) {
    batchBytes = most;
    return this;
  }

  /** So many messages a second of one connection. */
  public UsualLimits publishesPerSecond(int most) {
    publishesPerSecond = most;
    return this;
  }

  /** So many messages a second of the whole app. */
  public UsualLimits appPublishesPerSecond(int most) {
    appPublishesPerSecond = most;
    return this;
  }

  /** So many different clients in one channel's presence. */
  public UsualLimits presenceMembers(int most) {
    presenceMembers = most;
    return this;
  }

  /** So many bytes of data of one presence entry. */
  public UsualLimits presenceDataBytes(int most) {
    presenceDataBytes = most;
    return this;
  }

  /** So many bytes may wait for one slow connection. */
  public UsualLimits outboxBytes(int most) {
    outboxBytes = most;
    return this;
  }

  /** So many channels of which the store keeps something. */
  public UsualLimits channels(int most) {
    channels = most;
    return this;
  }

  /** All of them. */
  public Limits limits() {
    return new Limits(
        connections,
        channelsPerConnection,
        messageBytes,
        batchMessages,
        batchBytes,
        publishesPerSecond,
        appPublishesPerSecond,
        presenceMembers,
        presenceDataBytes,
        outboxBytes,
        channels);
  }
}
