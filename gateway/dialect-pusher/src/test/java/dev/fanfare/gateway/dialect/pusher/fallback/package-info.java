/** Tests of what carries Pusher's protocol where WebSockets do not get through. */
@NullMarked
package dev.fanfare.gateway.dialect.pusher.fallback;

import org.jspecify.annotations.NullMarked;
