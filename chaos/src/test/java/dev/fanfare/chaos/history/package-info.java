@NullMarked
package dev.fanfare.chaos.history;

import org.jspecify.annotations.NullMarked;
