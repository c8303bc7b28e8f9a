package dev.fanfare.gateway.dialect.fanfare.core;

import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.log.LogChange.AppendReply.Appended;
import dev.fanfare.gateway.port.ChannelStore;
import dev.fanfare.gateway.port.ForwardingStore;
import dev.fanfare.protocol.ChannelKey;
import io.vertx.core.Future;
import java.util.function.BiConsumer;

/** A store and somebody who sees every message that is stored in it. */
final class WitnessedStore extends ForwardingStore {
  private final BiConsumer<ChannelKey, Entry> witness;

  WitnessedStore(ChannelStore inner, BiConsumer<ChannelKey, Entry> witness) {
    super(inner);
    this.witness = witness;
  }

  @Override
  public <R> Future<R> apply(ChannelKey key, LogChange<R> change) {
    Future<R> reply = super.apply(key, change);
    if (reply.result() instanceof Appended appended) {
      appended
          .places()
          .forEach(place -> place.entry().ifPresent(entry -> witness.accept(key, entry)));
    }
    return reply;
  }
}
