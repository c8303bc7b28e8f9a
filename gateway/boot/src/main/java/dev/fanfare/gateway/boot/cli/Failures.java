package dev.fanfare.gateway.boot.cli;

import java.net.BindException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Says in one line why something could not be done. */
final class Failures {
  private Failures() {}

  static String sentence(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof ExecutionException || cause instanceof CompletionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    String text =
        message == null || message.isBlank() ? cause.getClass().getSimpleName() : message.strip();
    String hint =
        isAboutAnAddress(cause)
            ? " Is something running there already? --port and --management-port choose others, 0 any free one."
            : "";
    return oneSentence(text) + hint;
  }

  /** The same in one line, with a full stop. */
  static String oneSentence(String text) {
    String line = text.strip().replaceAll("\\s*\\R\\s*", " ");
    return line.matches(".*[.?!]") ? line : line + ".";
  }

  private static boolean isAboutAnAddress(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      // Native transports have an exception of their own for it.
      if (cause instanceof BindException
          || String.valueOf(cause.getMessage()).contains("Address already in use")) {
        return true;
      }
    }
    return false;
  }
}
