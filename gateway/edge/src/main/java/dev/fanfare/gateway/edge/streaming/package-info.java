/** Responses that go on: what is sent to a client over the answer to one of its requests. */
@NullMarked
package dev.fanfare.gateway.edge.streaming;

import org.jspecify.annotations.NullMarked;
