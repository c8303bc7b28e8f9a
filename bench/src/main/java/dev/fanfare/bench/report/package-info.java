/** What came out: samples, kept as JSON, and what people read of them. */
@NullMarked
package dev.fanfare.bench.report;

import org.jspecify.annotations.NullMarked;
