/**
 * Webhooks: facts are taken from the channels' logs into PostgreSQL and told to the apps'
 * endpoints, again and again until they were heard. Straight blocking code on threads of its own.
 */
@NullMarked
package dev.fanfare.outbox;

import org.jspecify.annotations.NullMarked;
