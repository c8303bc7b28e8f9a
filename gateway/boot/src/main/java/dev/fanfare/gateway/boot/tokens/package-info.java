/** Makes client tokens: for the demo page, and for people who try things out. */
@NullMarked
package dev.fanfare.gateway.boot.tokens;

import org.jspecify.annotations.NullMarked;
