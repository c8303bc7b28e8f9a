package dev.fanfare.gateway.boot.cli;

import dev.fanfare.gateway.boot.config.WebUrl;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.AppOptions;
import dev.fanfare.protocol.AppOptions.Kind;
import dev.fanfare.protocol.AppOptions.Webhook;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.TypeConversionException;

/** A target of webhooks on the command line, {@code --webhook URL}: it is told everything. */
record WebhookOption(URI url) {

  static WebhookOption parse(String text) {
    return WebUrl.read(text)
        .map(WebhookOption::new)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "a webhook is an http or https URL, such as http://localhost:4000/hook"));
  }

  /** The app with these webhooks beside its own. */
  static App added(App app, List<WebhookOption> webhooks) {
    AppOptions before = app.options();
    List<Webhook> all = new ArrayList<>(before.webhooks());
    webhooks.forEach(webhook -> all.add(webhook.toWebhook()));
    return new App(
        app.id(),
        app.version(),
        app.name(),
        app.enabled(),
        app.limits(),
        app.credentials(),
        app.rules(),
        app.origins(),
        new AppOptions(
            before.clientEvents(),
            before.clientEventsPerSecond(),
            before.signInWithin(),
            before.subscriptionCounts(),
            before.watchlist(),
            before.compressOutbound(),
            all));
  }

  private Webhook toWebhook() {
    return new Webhook(url, EnumSet.allOf(Kind.class), Optional.empty(), Optional.empty(), false);
  }
}
