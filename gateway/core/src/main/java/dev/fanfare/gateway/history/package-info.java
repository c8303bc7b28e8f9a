/** What was: pages of a channel's past. */
@NullMarked
package dev.fanfare.gateway.history;

import org.jspecify.annotations.NullMarked;
