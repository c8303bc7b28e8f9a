/** The Pusher dialect: what Pusher Channels clients and server libraries speak. */
@NullMarked
package dev.fanfare.gateway.dialect.pusher;

import org.jspecify.annotations.NullMarked;
