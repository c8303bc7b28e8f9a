package dev.fanfare.gateway.port;

import io.vertx.core.Future;
import java.util.List;

/**
 * What gateways told each other lately, in one order for all of them: the truth behind {@link
 * Bus#broadcast}, which may lose what it carries. Messages are numbered from 1 without gaps. The
 * list has a life, a random number: when it is lost with its store, the next one has another.
 *
 * <p>Bounded: the last {@link #KEPT} are kept. <b>Threads.</b> Any; nothing blocks.
 */
public interface ControlList {
  /** So many messages are kept. */
  int KEPT = 10_000;

  /** So many come at a time. */
  int PAGE = 500;

  /**
   * Adds a message, for all gateways. Completes when it is stored; fails when the store is out of
   * reach: then it may have been added or not, and adding it again does no harm.
   */
  Future<Void> add(Control message);

  /** The place behind the newest message. */
  Future<Place> top();

  /** What follows a place, at most {@link #PAGE} messages. */
  Future<Page> after(Place place);

  /** A place in the list: behind the message of this number. */
  record Place(long life, long number) {}

  /**
   * Some messages.
   *
   * @param whole whether nothing between the place and the first of them is missing
   * @param messages the oldest first; empty when there are no newer ones
   * @param end the place behind the last of them
   */
  record Page(boolean whole, List<Control> messages, Place end) {
    public Page {
      messages = List.copyOf(messages);
    }
  }
}
