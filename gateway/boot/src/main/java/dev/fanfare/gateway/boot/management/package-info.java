/** The port for operators: health, readiness and metrics. */
@NullMarked
package dev.fanfare.gateway.boot.management;

import org.jspecify.annotations.NullMarked;
