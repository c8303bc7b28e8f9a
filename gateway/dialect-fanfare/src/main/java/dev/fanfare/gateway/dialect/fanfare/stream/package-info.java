/** {@code fanfare.v1.json} over an HTTP stream and POSTs, for where WebSockets do not reach. */
@NullMarked
package dev.fanfare.gateway.dialect.fanfare.stream;

import org.jspecify.annotations.NullMarked;
