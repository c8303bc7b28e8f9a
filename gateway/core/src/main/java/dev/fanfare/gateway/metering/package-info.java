/** What will be billed: counted in cells that only grow, and reported until a sink has them. */
@NullMarked
package dev.fanfare.gateway.metering;

import org.jspecify.annotations.NullMarked;
