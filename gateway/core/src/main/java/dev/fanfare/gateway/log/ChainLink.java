package dev.fanfare.gateway.log;

/**
 * One epoch of a channel's history: its entries begin with {@code firstOffset} and end where the
 * next link begins.
 *
 * @param epoch random, never 0
 * @param firstOffset 1 or more
 */
public record ChainLink(long epoch, long firstOffset) {}
