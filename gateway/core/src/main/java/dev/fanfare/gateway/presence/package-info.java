/** Who is here: entering, leaving, and reading the presence of a channel. */
@NullMarked
package dev.fanfare.gateway.presence;

import org.jspecify.annotations.NullMarked;
