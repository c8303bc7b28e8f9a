/** Judges a history: which promise was broken, for whom, where. */
@NullMarked
package dev.fanfare.chaos.checker;

import org.jspecify.annotations.NullMarked;
