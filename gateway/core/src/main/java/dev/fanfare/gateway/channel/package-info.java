/**
 * Channels as one gateway follows them: subscribe, publish, fan-out, and the cursor that keeps the
 * order.
 */
@NullMarked
package dev.fanfare.gateway.channel;

import org.jspecify.annotations.NullMarked;
