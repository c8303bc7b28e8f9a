/** {@code ./fanfare bench}: our gateway and its peers, measured in alternation. */
@NullMarked
package dev.fanfare.bench;

import org.jspecify.annotations.NullMarked;
