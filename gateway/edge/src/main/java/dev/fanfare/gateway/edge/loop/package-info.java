/** The event loops and their time: who runs what, and who is woken when. */
@NullMarked
package dev.fanfare.gateway.edge.loop;

import org.jspecify.annotations.NullMarked;
