package dev.fanfare.gateway.backend.memory;

import dev.fanfare.gateway.port.Control;
import dev.fanfare.gateway.port.ControlList;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.List;

/** A list for gateways of one process. Futures are complete when a method returns. */
public final class MemoryControlList implements ControlList {
  private final long life = System.nanoTime();

  // Guarded by this.
  private final ArrayDeque<Control> kept = new ArrayDeque<>();
  private long newest;

  @Override
  public synchronized Future<Void> add(Control message) {
    kept.add(message);
    newest++;
    if (kept.size() > KEPT) {
      kept.remove();
    }
    return Future.succeededFuture();
  }

  @Override
  public synchronized Future<Place> top() {
    return Future.succeededFuture(new Place(life, newest));
  }

  @Override
  public synchronized Future<Page> after(Place place) {
    long forgotten = newest - kept.size();
    boolean whole = place.life() == life && place.number() >= forgotten;
    long from = whole ? place.number() : forgotten;
    List<Control> messages = kept.stream().skip(from - forgotten).limit(PAGE).toList();
    return Future.succeededFuture(
        new Page(whole, messages, new Place(life, from + messages.size())));
  }
}
