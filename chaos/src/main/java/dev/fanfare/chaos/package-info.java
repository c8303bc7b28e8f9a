/** The command {@code ./fanfare chaos}. */
@NullMarked
package dev.fanfare.chaos;

import org.jspecify.annotations.NullMarked;
