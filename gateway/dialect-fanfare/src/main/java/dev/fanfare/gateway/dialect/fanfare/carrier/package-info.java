/**
 * Channels over what is not the native WebSocket: Server-Sent Events, long polling and raw
 * WebSockets, with one signed cursor for all positions of a client.
 */
@NullMarked
package dev.fanfare.gateway.dialect.fanfare.carrier;

import org.jspecify.annotations.NullMarked;
