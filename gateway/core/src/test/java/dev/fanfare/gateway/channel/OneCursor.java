package dev.fanfare.gateway.channel;

import dev.fanfare.gateway.channel.Step.Deliver;
import dev.fanfare.gateway.log.Entry;
import java.util.ArrayList;
import java.util.List;

/** A small cursor on a logbook, and what it told. */
abstract class OneCursor {
  final Logbook log = new Logbook();
  final Cursor cursor = new Cursor(5, 10_000, 8, 10_000);
  final List<Step> told = new ArrayList<>();

  /** The log has so many entries before the cursor starts. */
  final void startAfter(int entries) {
    log.write(entries);
    cursor.start(log.head(), told::add);
  }

  /** The bus brings them. */
  final void offer(Entry... entries) {
    for (Entry entry : entries) {
      cursor.offer(entry, told::add);
    }
  }

  /** The store brings what is missing. */
  final void backfill() {
    cursor.backfill(log.after(cursor.missing().orElseThrow()), told::add);
  }

  static List<Step> delivered(List<Entry> entries) {
    return entries.stream().<Step>map(Deliver::new).toList();
  }
}
