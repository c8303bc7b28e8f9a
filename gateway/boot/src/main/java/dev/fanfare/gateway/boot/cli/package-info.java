/** The commands: what they take, what they print, and when they end. */
@NullMarked
package dev.fanfare.gateway.boot.cli;

import org.jspecify.annotations.NullMarked;
