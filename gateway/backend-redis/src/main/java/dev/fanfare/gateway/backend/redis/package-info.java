/**
 * The bus between gateways on Redis pub/sub. Redis is not trusted to deliver: what it loses is
 * found by the heads that the store tells.
 */
@NullMarked
package dev.fanfare.gateway.backend.redis;

import org.jspecify.annotations.NullMarked;
