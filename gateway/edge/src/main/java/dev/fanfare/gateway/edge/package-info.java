/** The part of the gateway that touches the network. */
@NullMarked
package dev.fanfare.gateway.edge;

import org.jspecify.annotations.NullMarked;
