package dev.fanfare.gateway.simulation;

import dev.fanfare.gateway.log.ChannelLog;

/** A log at the member that answers for it, or that believes so. */
final class Copy {
  private final ChannelLog log;
  private final int member;
  private final long writer;
  private long version = 1;
  private boolean misses;

  /** The log of a member in one of its lives as a writer. */
  Copy(ChannelLog log, int member, long writer) {
    this.log = log;
    this.member = member;
    this.writer = writer;
  }

  /**
   * A state of a log that its backup had.
   *
   * @param version the owner's number for it
   */
  record Confirmation(long writer, long version) {
    static final Confirmation NONE = new Confirmation(0, 0);
  }

  ChannelLog log() {
    return log;
  }

  int member() {
    return member;
  }

  long writer() {
    return writer;
  }

  /** It has changed. */
  void changed() {
    version++;
  }

  Confirmation confirmation() {
    return new Confirmation(writer, version);
  }

  /** Whether it has noticed that the others are gone. */
  boolean misses() {
    return misses;
  }

  /** It notices that the others are gone, at least one of them. */
  void missesTheOthers() {
    misses = true;
  }
}
