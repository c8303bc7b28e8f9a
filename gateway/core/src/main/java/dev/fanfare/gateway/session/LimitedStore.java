package dev.fanfare.gateway.session;

import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.port.AppDirectory;
import dev.fanfare.gateway.port.ChannelStore;
import dev.fanfare.gateway.port.ForwardingStore;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.Limits;
import io.vertx.core.Future;

/** Tells a store with every change how many logs the app may have: a store knows no app. */
final class LimitedStore extends ForwardingStore {
  private final AppDirectory directory;

  LimitedStore(ChannelStore store, AppDirectory directory) {
    super(store);
    this.directory = directory;
  }

  @Override
  public <R> Future<R> apply(ChannelKey key, LogChange<R> change) {
    return super.apply(key, change.makesLog() ? change.within(most(key.app())) : change);
  }

  private int most(AppId app) {
    return directory
        .app(app)
        .map(known -> known.limits().channels())
        .orElse(Limits.DEFAULT.channels());
  }
}
