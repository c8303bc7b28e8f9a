/** What the edge asks of those behind it, and how many it lets in. */
@NullMarked
package dev.fanfare.gateway.edge.gate;

import org.jspecify.annotations.NullMarked;
