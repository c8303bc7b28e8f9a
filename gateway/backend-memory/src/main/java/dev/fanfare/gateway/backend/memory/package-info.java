/**
 * The ports in the memory of one process: what {@code ./fanfare dev} runs on, and what tests use
 * where others would put mocks. Nothing survives the process, and nothing leaves it.
 */
@NullMarked
package dev.fanfare.gateway.backend.memory;

import org.jspecify.annotations.NullMarked;
