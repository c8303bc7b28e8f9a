/** What the operating system says a server used. */
@NullMarked
package dev.fanfare.bench.measure;

import org.jspecify.annotations.NullMarked;
