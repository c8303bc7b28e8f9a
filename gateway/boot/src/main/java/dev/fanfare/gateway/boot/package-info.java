/** Everything put together: the one place that knows all rooms of the house. */
@NullMarked
package dev.fanfare.gateway.boot;

import org.jspecify.annotations.NullMarked;
