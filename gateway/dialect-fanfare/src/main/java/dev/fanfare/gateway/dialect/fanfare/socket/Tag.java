package dev.fanfare.gateway.dialect.fanfare.socket;

/**
 * What is remembered of a request until its result comes.
 *
 * @param i the client's number for it
 */
record Tag(long i, Shape shape) {}
