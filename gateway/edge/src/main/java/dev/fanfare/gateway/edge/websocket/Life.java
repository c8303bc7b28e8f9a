package dev.fanfare.gateway.edge.websocket;

/**
 * When a peer was last heard, in the wheel's ticks, and whether it asks too much of our patience.
 */
final class Life {
  private final Pace pace;
  private int lastByte;
  private int messageSince;
  private boolean pinged;
  private int controlSince;
  private int controlFrames;

  /** What to do about a peer. */
  enum Verdict {
    ALIVE,
    /** Ask it for a sign of life. */
    ASK,
    /** It began a message too long ago. */
    MESSAGE_TOO_SLOW,
    DEAD
  }

  Life(Pace pace, int now) {
    this.pace = pace;
    this.lastByte = now;
    this.messageSince = now;
    this.controlSince = now;
  }

  /** Any byte is life. */
  void bytesCame(int now) {
    lastByte = now;
    pinged = false;
  }

  /** Nothing of a message is there: the next begins with what comes next. */
  void noMessage() {
    messageSince = lastByte;
  }

  /** Whether one more ping or pong is in order. */
  boolean takesControlFrame() {
    if (lastByte - controlSince >= Pace.SECOND) {
      controlSince = lastByte;
      controlFrames = 0;
    }
    controlFrames++;
    return controlFrames <= pace.options().controlFramesPerSecond();
  }

  Verdict judge(int now, boolean messageUnderWay) {
    int silent = now - lastByte;
    if (silent >= pace.dead()) {
      return Verdict.DEAD;
    }
    if (messageUnderWay && now - messageSince >= pace.message()) {
      return Verdict.MESSAGE_TOO_SLOW;
    }
    if (silent >= pace.heartbeat() && !pinged) {
      pinged = true;
      return Verdict.ASK;
    }
    return Verdict.ALIVE;
  }

  /** When to judge next. */
  int ticksToNext(int now, boolean messageUnderWay) {
    int ticks = (pinged ? pace.dead() : pace.heartbeat()) - (now - lastByte);
    if (messageUnderWay) {
      ticks = Math.min(ticks, pace.message() - (now - messageSince));
    }
    return Math.max(1, ticks);
  }
}
