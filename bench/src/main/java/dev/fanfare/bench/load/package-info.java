/**
 * The load generator: thousands of WebSocket connections on one event loop, whose every message is
 * judged for loss, repetition, order and latency.
 */
@NullMarked
package dev.fanfare.bench.load;

import org.jspecify.annotations.NullMarked;
