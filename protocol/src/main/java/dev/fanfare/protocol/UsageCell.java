package dev.fanfare.protocol;

/**
 * What one process counted for one app in one minute. Counts are absolute and only grow, so a cell
 * may be repeated and arrive in any order: the greatest of each count is the truth.
 *
 * @param boot the process, random at each start
 * @param minute minutes since 1970
 * @param published messages taken from publishers
 * @param publishedBytes their payloads
 * @param delivered messages whose bytes were written to a subscriber's socket
 * @param deliveredBytes of those frames
 * @param connectionsPeak the most connections open at once in this process
 */
public record UsageCell(
    long boot,
    AppId app,
    long minute,
    long published,
    long publishedBytes,
    long delivered,
    long deliveredBytes,
    int connectionsPeak) {}
