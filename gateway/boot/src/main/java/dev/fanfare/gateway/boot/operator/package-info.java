/** What an operator can change while gateways run, and the API for it. */
@NullMarked
package dev.fanfare.gateway.boot.operator;

import org.jspecify.annotations.NullMarked;
