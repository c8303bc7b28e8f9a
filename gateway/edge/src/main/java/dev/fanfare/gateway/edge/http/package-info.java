/** HTTP/1.1: one request after the other, each answered or turned into a WebSocket. */
@NullMarked
package dev.fanfare.gateway.edge.http;

import org.jspecify.annotations.NullMarked;
