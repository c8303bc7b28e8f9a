package dev.fanfare.gateway.backend.hazelcast;

/** What things are called in the cluster. */
final class Names {
  static final String LOGS = "logs";
  static final String META = "meta";
  static final String TICKETS = "tickets";
  static final String SESSIONS = "sessions";
  static final String USAGE = "usage";
  static final String SHARES = "shares";
  static final String CONTROLS = "controls";
  static final String OVERRIDES = "overrides";
  static final String TASKS = "tasks";
  static final String MAJORITY = "majority";

  /** In {@link #META}: which life of the store this is. */
  static final String RUN = "run";

  private Names() {}
}
