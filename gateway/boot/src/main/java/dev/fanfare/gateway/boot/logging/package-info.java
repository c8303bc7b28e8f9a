/** How log lines look, and what never stands in them. */
@NullMarked
package dev.fanfare.gateway.boot.logging;

import org.jspecify.annotations.NullMarked;
