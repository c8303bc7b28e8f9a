/** What badly behaved clients do while others are served; what it costs those is measured. */
@NullMarked
package dev.fanfare.bench.hostile;

import org.jspecify.annotations.NullMarked;
