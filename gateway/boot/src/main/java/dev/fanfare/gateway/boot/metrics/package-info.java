/** What a running gateway counts, for the metrics page. */
@NullMarked
package dev.fanfare.gateway.boot.metrics;

import org.jspecify.annotations.NullMarked;
