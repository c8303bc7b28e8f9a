/**
 * What a dialect is: pure translation between a client's protocol and the vocabulary. Interfaces
 * only; it knows nothing of sockets, stores and threads.
 */
@NullMarked
package dev.fanfare.gateway.dialect;

import org.jspecify.annotations.NullMarked;
