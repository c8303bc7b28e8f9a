/** {@code fanfare.v1.json} over a WebSocket: requests in, replies and pushes out. */
@NullMarked
package dev.fanfare.gateway.dialect.fanfare.socket;

import org.jspecify.annotations.NullMarked;
