/**
 * Pusher's conversation over plain HTTP requests, for clients whose WebSockets do not get through.
 */
@NullMarked
package dev.fanfare.gateway.dialect.pusher.fallback;

import org.jspecify.annotations.NullMarked;
