/**
 * JSON as this dialect reads and writes it: by its own bytes, so that what passes through stays as
 * it was.
 */
@NullMarked
package dev.fanfare.gateway.dialect.pusher.json;

import org.jspecify.annotations.NullMarked;
