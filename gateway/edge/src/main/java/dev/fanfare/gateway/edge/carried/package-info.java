/** Sessions that live over several requests: their table, and how requests carry them. */
@NullMarked
package dev.fanfare.gateway.edge.carried;

import org.jspecify.annotations.NullMarked;
