/**
 * The configuration file: one tree of records, read once and checked before anything starts. The
 * sample file and the reference page are made from the same records.
 */
@NullMarked
package dev.fanfare.gateway.boot.config;

import org.jspecify.annotations.NullMarked;
