/**
 * A channel as a whole, in one thread and in any order that chance can think of: publishers, a
 * store of two copies, a bus that cannot be trusted, gateways and subscribers. Log, cursor and
 * joining are the production classes; only time, wires and accidents are played.
 */
@NullMarked
package dev.fanfare.gateway.simulation;

import org.jspecify.annotations.NullMarked;
