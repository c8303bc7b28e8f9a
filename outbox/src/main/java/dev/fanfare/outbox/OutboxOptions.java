package dev.fanfare.outbox;

import java.time.Duration;

/**
 * How webhooks are delivered.
 *
 * @param targets to which addresses requests may go
 * @param timeout of one request, from connecting to the end of its answer
 * @param firstRetry after this time a failed delivery is tried again; then after twice the time
 * @param longestRetry the time between two attempts grows no longer
 * @param giveUpAfter a delivery that was not heard for so long becomes a dead letter
 * @param keepEnded for so long delivered events and dead letters are kept
 * @param requests under way at once, all endpoints together
 * @param requestsPerEndpoint under way at once for one endpoint; one that fails gets one
 * @param batch events in one request at most, where the endpoint wants several
 */
public record OutboxOptions(
    Targets targets,
    Duration timeout,
    Duration firstRetry,
    Duration longestRetry,
    Duration giveUpAfter,
    Duration keepEnded,
    int requests,
    int requestsPerEndpoint,
    int batch) {

  /** What holds where nothing else is said. */
  public static final OutboxOptions DEFAULT =
      new OutboxOptions(
          Targets.PUBLIC,
          Duration.ofSeconds(10),
          Duration.ofSeconds(1),
          Duration.ofHours(1),
          Duration.ofDays(3),
          Duration.ofDays(7),
          32,
          4,
          100);

  /** The same with other targets. */
  public OutboxOptions withTargets(Targets other) {
    return new OutboxOptions(
        other,
        timeout,
        firstRetry,
        longestRetry,
        giveUpAfter,
        keepEnded,
        requests,
        requestsPerEndpoint,
        batch);
  }

  /** The same with another time-out. */
  public OutboxOptions withTimeout(Duration other) {
    return new OutboxOptions(
        targets,
        other,
        firstRetry,
        longestRetry,
        giveUpAfter,
        keepEnded,
        requests,
        requestsPerEndpoint,
        batch);
  }

  /** The same with another end of patience. */
  public OutboxOptions withGiveUpAfter(Duration other) {
    return new OutboxOptions(
        targets,
        timeout,
        firstRetry,
        longestRetry,
        other,
        keepEnded,
        requests,
        requestsPerEndpoint,
        batch);
  }

  /** The same with another time for which ended events are kept. */
  public OutboxOptions withKeepEnded(Duration other) {
    return new OutboxOptions(
        targets,
        timeout,
        firstRetry,
        longestRetry,
        giveUpAfter,
        other,
        requests,
        requestsPerEndpoint,
        batch);
  }
}
