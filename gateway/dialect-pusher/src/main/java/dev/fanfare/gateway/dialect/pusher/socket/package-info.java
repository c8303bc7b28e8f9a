/** The WebSocket protocol, versions 5 to 7. */
@NullMarked
package dev.fanfare.gateway.dialect.pusher.socket;

import org.jspecify.annotations.NullMarked;
