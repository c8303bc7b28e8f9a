/** What happened in a run, as the clients saw it: one line of JSON for each event. */
@NullMarked
package dev.fanfare.chaos.history;

import org.jspecify.annotations.NullMarked;
