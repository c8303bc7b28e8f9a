/**
 * The channel logs on Hazelcast: members keep them and run {@link
 * dev.fanfare.gateway.log.ChannelLog} where they are, gateways are clients. One key for each
 * channel, changed only by entry processors.
 */
@NullMarked
package dev.fanfare.gateway.backend.hazelcast;

import org.jspecify.annotations.NullMarked;
