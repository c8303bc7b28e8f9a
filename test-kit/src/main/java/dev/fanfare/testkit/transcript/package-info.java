/**
 * Transcripts: the truth of a wire protocol as text files, which servers and clients play, each
 * from its own side. Nothing here knows how bytes travel.
 */
@NullMarked
package dev.fanfare.testkit.transcript;

import org.jspecify.annotations.NullMarked;
