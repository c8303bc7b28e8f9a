/** Webhooks in the process of a gateway: the outbox, its database, and when they are started. */
@NullMarked
package dev.fanfare.gateway.boot.webhooks;

import org.jspecify.annotations.NullMarked;
