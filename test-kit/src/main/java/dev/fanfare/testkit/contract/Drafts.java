package dev.fanfare.testkit.contract;

import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Payload;
import java.time.Duration;
import java.util.Optional;

/** Drafts that differ from a plain text in one thing. */
final class Drafts {
  private Drafts() {}

  /** A new text for an earlier message. */
  static Draft update(String serial, String text) {
    Draft.Change change = new Draft.Change(Draft.Action.UPDATE, serial);
    return draft(text, false, Optional.empty(), Optional.of(change));
  }

  /** For resuming clients, not for history. */
  static Draft noStore(String text) {
    return draft(text, true, Optional.empty(), Optional.empty());
  }

  /** Not replayed when so much time has passed. */
  static Draft shortLived(String text, Duration ttl) {
    return draft(text, false, Optional.of(ttl), Optional.empty());
  }

  private static Draft draft(
      String text, boolean noStore, Optional<Duration> ttl, Optional<Draft.Change> change) {
    Draft plain = Draft.of(Payload.text(text));
    return new Draft(
        plain.name(),
        plain.payload(),
        plain.key(),
        plain.id(),
        plain.tags(),
        plain.extras(),
        plain.ephemeral(),
        noStore,
        plain.except(),
        ttl,
        change,
        plain.from());
  }
}
