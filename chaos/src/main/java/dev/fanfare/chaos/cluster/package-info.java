/** A whole cluster as processes of this machine: gateways, members of the store, and Redis. */
@NullMarked
package dev.fanfare.chaos.cluster;

import org.jspecify.annotations.NullMarked;
