@NullMarked
package dev.fanfare.chaos.checker;

import org.jspecify.annotations.NullMarked;
