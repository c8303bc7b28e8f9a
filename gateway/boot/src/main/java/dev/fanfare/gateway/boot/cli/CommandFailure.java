package dev.fanfare.gateway.boot.cli;

import java.io.Serial;

/** A command cannot do what it was asked for; the message is for the person who asked, one line. */
final class CommandFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  CommandFailure(String sentence) {
    super(sentence);
  }
}
