package dev.fanfare.gateway.simulation;

import dev.fanfare.gateway.channel.Step;
import dev.fanfare.gateway.log.LogChange.Submission;
import dev.fanfare.gateway.log.LogQuery.Resolved;
import java.util.function.Consumer;

/** A fault that is planted to see whether the checker finds it. This one is none. */
class Sabotage {
  static final Sabotage NONE = new Sabotage();

  /** What a gateway tells its live subscribers. */
  void live(Step step, Consumer<Step> out) {
    out.accept(step);
  }

  /** What a gateway tells one who joins. */
  void replay(Step step, Consumer<Step> out) {
    out.accept(step);
  }

  Resolved resolved(Resolved resolved) {
    return resolved;
  }

  Submission submitted(Submission submission) {
    return submission;
  }

  /** Whether an acknowledgement waits for the backup. */
  boolean waitsForBackup() {
    return true;
  }

  /** Whether a gateway that is held for dead is refused. */
  boolean fences() {
    return true;
  }

  /** Whether an answer waits for the backup when it may hold something new. */
  boolean confirmsReads() {
    return true;
  }

  /** Whether a member that has lost one of the others asks those who are left. */
  boolean asksWhoIsLeft() {
    return true;
  }

  /** Whether what dead gateways answered for is ended. */
  boolean reaps() {
    return true;
  }
}
