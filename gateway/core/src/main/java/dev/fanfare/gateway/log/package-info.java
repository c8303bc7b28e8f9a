/**
 * The channel log: order, de-duplication, history, presence and occupancy of one channel as one
 * pure state machine. Only the JDK and the vocabulary stand below it, so the in-memory backend, a
 * cluster's members and the simulation run this one class.
 */
@NullMarked
package dev.fanfare.gateway.log;

import org.jspecify.annotations.NullMarked;
