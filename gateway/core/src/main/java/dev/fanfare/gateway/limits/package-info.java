/** How fast and how much: rates of connections and apps, and what an app may hold open. */
@NullMarked
package dev.fanfare.gateway.limits;

import org.jspecify.annotations.NullMarked;
