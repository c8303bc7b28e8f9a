@NullMarked
package dev.fanfare.chaos;

import org.jspecify.annotations.NullMarked;
