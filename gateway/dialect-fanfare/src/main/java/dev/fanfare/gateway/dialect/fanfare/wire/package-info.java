/** The shapes that the WebSocket and REST halves of the dialect share: messages, places, faults. */
@NullMarked
package dev.fanfare.gateway.dialect.fanfare.wire;

import org.jspecify.annotations.NullMarked;
