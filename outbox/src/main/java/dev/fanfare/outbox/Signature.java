package dev.fanfare.outbox;

import dev.fanfare.protocol.App.SigningSecret;
import java.util.Map;

/** How a receiver recognises that a request is ours: one implementation for each scheme. */
interface Signature {
  /**
   * The headers that sign a request.
   *
   * @param secret of the app; its text never leaves the method
   * @param body exactly the bytes that are sent
   * @param eventId of the first event in it
   * @param timeMillis when it is sent
   */
  Map<String, String> headers(SigningSecret secret, byte[] body, String eventId, long timeMillis);
}
