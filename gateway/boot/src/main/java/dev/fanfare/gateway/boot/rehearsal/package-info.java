/**
 * Plays clients to a gateway before it is used, so that the JVM knows at its next start what it
 * will need.
 */
@NullMarked
package dev.fanfare.gateway.boot.rehearsal;

import org.jspecify.annotations.NullMarked;
