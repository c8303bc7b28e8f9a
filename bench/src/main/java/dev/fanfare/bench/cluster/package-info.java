/** Several gateways, the store's members and a Redis, as processes that can be killed. */
@NullMarked
package dev.fanfare.bench.cluster;

import org.jspecify.annotations.NullMarked;
