/** The HTTP API with signed requests. */
@NullMarked
package dev.fanfare.gateway.dialect.pusher.http;

import org.jspecify.annotations.NullMarked;
