/**
 * What tests stand on: time that moves by hand, loops that run when told, a bus that misbehaves on
 * purpose, clients for black boxes, and in {@code contract} the promises of each port as tests that
 * every backend runs.
 */
@NullMarked
package dev.fanfare.testkit;

import org.jspecify.annotations.NullMarked;
