/** What gateways tell each other beside entries, told to each of them once. */
@NullMarked
package dev.fanfare.gateway.control;

import org.jspecify.annotations.NullMarked;
