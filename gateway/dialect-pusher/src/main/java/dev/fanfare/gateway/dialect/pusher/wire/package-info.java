/**
 * What the WebSocket and the HTTP API of this dialect have in common: names, limits, payloads,
 * refusals.
 */
@NullMarked
package dev.fanfare.gateway.dialect.pusher.wire;

import org.jspecify.annotations.NullMarked;
