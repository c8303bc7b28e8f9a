/**
 * The vocabulary that every part of Fanfare shares: ids, channel names, capabilities, positions,
 * faults, commands with their results, and events. Only the JDK stands below it.
 */
@NullMarked
package dev.fanfare.protocol;

import org.jspecify.annotations.NullMarked;
