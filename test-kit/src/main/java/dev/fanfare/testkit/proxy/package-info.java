/** Wires between real processes that a test can hold or cut. Uses the JDK only. */
@NullMarked
package dev.fanfare.testkit.proxy;

import org.jspecify.annotations.NullMarked;
