package dev.fanfare.gateway.log;

import dev.fanfare.gateway.log.ChannelLog.Context;
import dev.fanfare.gateway.log.LogChange.Note;
import dev.fanfare.gateway.log.LogChange.NoteReply;
import dev.fanfare.gateway.log.LogChange.Notice;

/** Decides what a notice becomes. */
final class Noting {
  private Noting() {}

  static Decision<NoteReply> decide(Note note, LogState state, Context context) {
    Plan plan = new Plan(state, context);
    long now = plan.wallMicros();
    switch (note.notice()) {
      case Notice.CacheMiss() -> {
        if (!state.facts().cacheMissWaits()) {
          plan.fact(sequence -> new Fact.CacheMissed(sequence, now));
        }
      }
      case Notice.ClientEvent(var name, var data, var connection, var client) ->
          plan.fact(sequence -> new Fact.ClientSent(sequence, now, name, data, connection, client));
    }
    return Decision.of(new NoteReply(), plan);
  }
}
