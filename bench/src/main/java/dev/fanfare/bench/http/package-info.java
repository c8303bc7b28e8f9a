/**
 * Publishers over plain HTTP: requests on connections that are kept open, one at a time on each.
 */
@NullMarked
package dev.fanfare.bench.http;

import org.jspecify.annotations.NullMarked;
