/** Tests of the Pusher dialect on the production core, in memory. */
@NullMarked
package dev.fanfare.gateway.dialect.pusher;

import org.jspecify.annotations.NullMarked;
