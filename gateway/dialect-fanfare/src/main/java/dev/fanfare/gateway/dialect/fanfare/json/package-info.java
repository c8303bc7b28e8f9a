/** JSON as this dialect reads and writes it: strict, bounded, closed world, bytes in and out. */
@NullMarked
package dev.fanfare.gateway.dialect.fanfare.json;

import org.jspecify.annotations.NullMarked;
