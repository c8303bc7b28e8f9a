/** What is measured: our gateway and its peers, each started as its users would, each one class. */
@NullMarked
package dev.fanfare.bench.contender;

import org.jspecify.annotations.NullMarked;
