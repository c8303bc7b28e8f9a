/** The native dialect: {@code fanfare.v1} over WebSocket, and REST. */
@NullMarked
package dev.fanfare.gateway.dialect.fanfare;

import org.jspecify.annotations.NullMarked;
