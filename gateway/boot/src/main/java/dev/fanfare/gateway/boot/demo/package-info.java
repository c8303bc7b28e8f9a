/** The demo page of {@code ./fanfare dev}. */
@NullMarked
package dev.fanfare.gateway.boot.demo;

import org.jspecify.annotations.NullMarked;
