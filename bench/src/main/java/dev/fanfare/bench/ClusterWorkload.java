package dev.fanfare.bench;

import java.util.Locale;

/** What several gateways and members together are put through. */
enum ClusterWorkload {
  APPEND("append through a client to 3 members, one backup, 256 of 200 bytes in flight"),
  HOP("from a publish to another gateway's subscriber at 1,000 messages a second, beside Redis"),
  KILL_GATEWAY("kill -9 of one gateway of three, with clients who go on elsewhere"),
  KILL_MEMBER("kill -9 of one member of three, with steady publishes"),
  PAUSE_MEMBER("SIGSTOP of one member of three, with steady publishes");

  private final String description;

  ClusterWorkload(String description) {
    this.description = description;
  }

  /** Its name on the command line and in results. */
  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What it is, for the page. */
  String description() {
    return description;
  }
}
