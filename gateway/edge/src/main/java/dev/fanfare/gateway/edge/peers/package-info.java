/** How gateways hand requests to each other: who may, and how the answer comes back. */
@NullMarked
package dev.fanfare.gateway.edge.peers;

import org.jspecify.annotations.NullMarked;
