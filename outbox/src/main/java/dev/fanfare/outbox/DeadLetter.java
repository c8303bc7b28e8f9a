package dev.fanfare.outbox;

import java.time.Instant;

/**
 * A delivery that was given up and waits for somebody to replay it.
 *
 * @param eventId as receivers read it
 * @param event the event's JSON object
 * @param lastError what the last attempt met, without secrets
 */
public record DeadLetter(
    String eventId, String endpoint, String event, int attempts, String lastError, Instant at) {}
