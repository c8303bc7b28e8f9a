/**
 * The form {@code fanfare.v1.bin}: the frames of the native protocol as length-prefixed records.
 */
@NullMarked
package dev.fanfare.gateway.dialect.fanfare.binary;

import org.jspecify.annotations.NullMarked;
