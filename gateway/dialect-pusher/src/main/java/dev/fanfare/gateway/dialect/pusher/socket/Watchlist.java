package dev.fanfare.gateway.dialect.pusher.socket;

import dev.fanfare.protocol.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gathers who of a watchlist is there when it begins, to tell it at once. */
final class Watchlist {
  private final List<String> online = new ArrayList<>();
  private final List<String> offline = new ArrayList<>();
  private int unanswered;

  Watchlist(int users) {
    unanswered = users;
  }

  /**
   * One user's channel was answered.
   *
   * @return what to tell, once all were
   */
  Optional<byte[]> answered(String user, Result result) {
    boolean there =
        result instanceof Result.Subscribed subscribed
            && subscribed.presence().filter(page -> page.total() > 0).isPresent();
    (there ? online : offline).add(user);
    unanswered--;
    return unanswered == 0 ? Optional.of(Frames.watchlist(online, offline)) : Optional.empty();
  }
}
