/** The REST API for customers' backends, as exchanges. */
@NullMarked
package dev.fanfare.gateway.dialect.fanfare.rest;

import org.jspecify.annotations.NullMarked;
