package dev.fanfare.protocol;

import java.util.Optional;

/**
 * One entry of a channel's presence: a client on a connection. A client with several connections
 * has several.
 *
 * @param client who
 * @param connection over which connection; a server that enters clients through REST has none of
 *     its own and names one
 * @param data what the client says about itself
 * @param offset the offset of the change that made the entry what it is; of two states the greater
 *     offset is newer
 * @param timeMicros when that was, microseconds since 1970
 */
public record PresenceMember(
    ClientId client,
    ConnectionId connection,
    Optional<Payload> data,
    long offset,
    long timeMicros) {}
