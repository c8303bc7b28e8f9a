package dev.fanfare.gateway.channel;

import dev.fanfare.gateway.log.Head;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.log.LogQuery;
import dev.fanfare.gateway.port.ChannelStore;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.Command.Start;
import dev.fanfare.protocol.Command.View;
import dev.fanfare.protocol.Event.ChannelRef;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.Result.Continuity;
import dev.fanfare.protocol.Result.PresencePage;
import dev.fanfare.protocol.Result.Subscribed;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * What a subscriber is answered at its beginning: the place from which it goes on, what became of
 * the one that it knew, and what its view wants to see at once. Read from the log; any thread.
 */
final class Beginning {
  private final ChannelKey key;
  private final ChannelRef ref;
  private final ChannelStore store;
  private final Start start;
  private final View view;

  Beginning(ChannelKey key, ChannelRef ref, ChannelStore store, Start start, View view) {
    this.key = key;
    this.ref = ref;
    this.store = store;
    this.start = start;
    this.view = view;
  }

  /** The answer to one who begins as it asked to. */
  Future<Subscribed> resolved() {
    return read(new LogQuery.Resolve(start)).compose(this::answer);
  }

  /** The answer to one who goes on after a place from which nothing is missing. */
  Future<Subscribed> after(Position position) {
    return answer(new LogQuery.Resolved(position, new Continuity.Full(), Head.EMPTY));
  }

  private Future<Subscribed> answer(LogQuery.Resolved resolved) {
    Future<Subscribed> answer = presence().map(page -> answer(resolved, page));
    return view.last() ? answer.compose(this::withLast) : answer;
  }

  /** What the view sees of presence at its start: who is there, only how many, or nothing. */
  private Future<Optional<PresencePage>> presence() {
    return switch (view.presence()) {
      case NONE -> Future.succeededFuture(Optional.empty());
      case COUNT -> presence(1).map(page -> Optional.of(onlyHowMany(page)));
      case FULL -> presence(view.presencePage()).map(Optional::of);
    };
  }

  private Future<PresencePage> presence(int most) {
    return read(new LogQuery.Presence(Optional.empty(), most, Optional.empty()));
  }

  private static PresencePage onlyHowMany(PresencePage page) {
    return new PresencePage(page.position(), page.total(), List.of(), Optional.empty());
  }

  /**
   * One who starts now starts where its picture of presence was taken: what changed since is
   * replayed.
   */
  private Subscribed answer(LogQuery.Resolved resolved, Optional<PresencePage> presence) {
    Position position = resolved.position();
    if (start instanceof Start.Now && presence.isPresent()) {
      position = presence.get().position();
    }
    return new Subscribed(ref, position, resolved.continuity(), presence);
  }

  /** That there is none where somebody wanted it is a fact that the customer may want to hear. */
  private Future<Subscribed> withLast(Subscribed answer) {
    return read(new LogQuery.Status())
        .compose(
            status ->
                status.last().isPresent()
                    ? Future.succeededFuture(answer.with(status.last().get().message()))
                    : store.apply(key, new LogChange.MissLast()).map(missed -> answer));
  }

  private <R> Future<R> read(LogQuery<R> query) {
    return store.read(key, query);
  }
}
