package dev.fanfare.gateway.dialect;

import java.util.List;

/** How the body of a request becomes the messages that a session receives. Any thread. */
@FunctionalInterface
public interface Splitter {
  /** The messages in a body, which is valid UTF-8 and not empty. */
  Split split(byte[] body);

  /** The body is one message. */
  static Splitter whole() {
    return body -> new Split.Messages(List.of(body));
  }

  /** What a body is. */
  sealed interface Split {
    /** Text messages, in their order. */
    record Messages(List<byte[]> messages) implements Split {
      public Messages {
        messages = List.copyOf(messages);
      }
    }

    /** It could not be read: nothing of it is received, and this is the answer. */
    record Unreadable(HttpAnswer answer) implements Split {}
  }
}
