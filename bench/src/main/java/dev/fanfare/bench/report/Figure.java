package dev.fanfare.bench.report;

/** Everything that is measured, with its unit. */
public enum Figure {
  /** Messages written to subscribers for each second of CPU the server used. */
  DELIVERIES_PER_CPU_SECOND("deliveries per CPU-second", true),
  /** Messages that arrived within the window. */
  DELIVERIES("deliveries", true),
  /** Messages that were published from start to end. */
  PUBLISHED("published", true),
  /** Events published over HTTP and answered with 200 for each second of CPU the server used. */
  EVENTS_PER_CPU_SECOND("events per CPU-second", true),
  /** The same for each second of the window. */
  EVENTS_PER_SECOND("events per second", true),
  /** Requests with any other answer. */
  NOT_OK("answers that are not 200", false),
  /** From the publisher's write to the subscriber's read. */
  P50_MS("p50 ms", false),
  /** As above. */
  P99_MS("p99 ms", false),
  /** As above. */
  P999_MS("p99.9 ms", false),
  /** As above. */
  MAX_MS("max ms", false),
  /** p50 before the attack. */
  QUIET_P50_MS("quiet p50 ms", false),
  /** p99 before the attack. */
  QUIET_P99_MS("quiet p99 ms", false),
  /** p99 under attack divided by that before it. */
  P99_RATIO("p99 ratio", false),
  /** What the server's memory grew by during the attack. */
  PSS_GROWTH_MIB("PSS growth MiB", false),
  /** What the server's memory grew by for each reader that did not read. */
  KIB_PER_NON_READER("KiB per non-reader", false),
  /** Non-readers that the server closed. */
  CLOSED("closed", true),
  /** Non-readers that came back and got every message that they had not had. */
  RESUMED_WHOLE("resumed whole", true),
  /** User and system time of client and members for each append. */
  CPU_MICROS_PER_APPEND("CPU µs per append", false),
  /** The client's part of it. */
  CLIENT_CPU_MICROS("of it the client", false),
  /** The members' part of it. */
  MEMBER_CPU_MICROS("of it the members", false),
  /** Appends that were acknowledged in each second of the window. */
  APPENDS_PER_SECOND("appends per second", true),
  /** Appends that were not. */
  NOT_APPENDED("failed", false),
  /** Messages that came to another gateway's subscribers, or over Redis, each second. */
  HOPS_PER_SECOND("messages per second", true),
  /** Clients of the gateway that was killed. */
  CLIENTS_OF_KILLED("clients of the killed gateway", true),
  /** Of those, who had gone on elsewhere at the end. */
  RESUMED_ELSEWHERE("resumed elsewhere", true),
  /** Until the last of them had. */
  ALL_RESUMED_SECONDS("s until all had resumed", false),
  /** Refusals, losses that were told, and connections that others than the killed one ended. */
  FAULTS("faults", false),
  /** The longest time from a message's first publish to its acknowledgement. */
  LONGEST_STALL_SECONDS("longest publish s", false),
  /** Publishes that were acknowledged. */
  ACKNOWLEDGED("acknowledged", true),
  /** Publishes whose outcome was unknown or refused at first, and that were sent again. */
  SENT_AGAIN("sent again", false),
  /** From SIGTERM to the end of the process. */
  DRAIN_SECONDS("seconds from SIGTERM to the end", false),
  /** What the process ended with. */
  EXIT_CODE("exit code", false),
  /** Connections to which a server that ends said goodbye. */
  GOODBYES("goodbyes", true),
  /** Connections that it cut off without a word. */
  CUT_OFF("cut off", false),
  /** Messages that a connection should have had and never had, from start to end. */
  LOST("lost", false),
  /** Messages that a connection had more than once. */
  REPEATED("repeated", false),
  /** Messages that came after a younger one. */
  LATE("out of order", false),
  /** Messages that could not be read whole. */
  BROKEN("broken", false),
  /** How often the closed loop stood still for a second. */
  STALLS("stalls", false),
  /** How often a connection was asked to come back later, before it was taken. */
  TURNED_AWAY("turned away", false),
  /** User and system time of the server in the window. */
  SERVER_CPU_SECONDS("server CPU s", false),
  /** The generator's. */
  GENERATOR_CPU_SECONDS("generator CPU s", false),
  /** Everybody else's on the machine. */
  OTHERS_CPU_SECONDS("others' CPU s", false),
  /** How long the window was. */
  WALL_SECONDS("window s", false),
  /** Proportional set size of the server at the end of the window. */
  PSS_MIB("PSS MiB", false),
  /** Proportional set size of a fresh process without connections. */
  BASE_PSS_MIB("base PSS MiB", false),
  /**
   * PSS that idle subscribed connections add, after a collection where the runtime can be asked.
   */
  KIB_PER_CONNECTION("KiB per connection", false),
  /** The same as it stands, without asking for a collection. */
  KIB_PER_CONNECTION_UNTIDIED("KiB per connection, as it stands", false),
  /** Connect + subscribe for each second of server CPU, in a fresh process. */
  CONNECTS_PER_CPU_SECOND_COLD("connects per CPU-second, cold", true),
  /** The same in a process that has done it before. */
  CONNECTS_PER_CPU_SECOND_WARM("connects per CPU-second, warm", true);

  private final String title;
  private final boolean moreIsBetter;

  Figure(String title, boolean moreIsBetter) {
    this.title = title;
    this.moreIsBetter = moreIsBetter;
  }

  /** For people, with its unit. */
  public String title() {
    return title;
  }

  /** Whether a larger number is the better one. */
  public boolean moreIsBetter() {
    return moreIsBetter;
  }
}
