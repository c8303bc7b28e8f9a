/** WebSockets (RFC 6455) from the first byte after the upgrade: frames in, shared frames out. */
@NullMarked
package dev.fanfare.gateway.edge.websocket;

import org.jspecify.annotations.NullMarked;
