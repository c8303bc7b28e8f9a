package dev.fanfare.gateway.boot.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fanfare.protocol.AppOptions;
import dev.fanfare.protocol.AppOptions.Kind;
import dev.fanfare.protocol.AppOptions.Webhook;
import dev.fanfare.protocol.Limits;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Options and limits of an app as one JSON document, with the keys, units and ranges of the
 * configuration file.
 */
public final class AppSettings {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private AppSettings() {}

  /** What a document says. */
  public sealed interface Result {
    /** It is good. */
    record Accepted(AppOptions options, Limits limits) implements Result {}

    /** It is not: every mistake, a sentence each. */
    record Refused(List<String> mistakes) implements Result {
      public Refused {
        mistakes = List.copyOf(mistakes);
      }
    }
  }

  record Document(
      @Setting("What the app has switched on.") OptionsConfig options,
      @Setting("What the app may use.") AppLimits limits) {}

  /** Reads a document; what is not in it is as where nothing is said. */
  public static Result read(String json) {
    Problems problems = new Problems("");
    try {
      Node root = Binder.yaml().compose(new StringReader(json));
      Optional<Document> document = new Binder(problems).record(Document.class, root, "");
      if (document.isPresent() && !problems.any()) {
        return new Result.Accepted(
            document.get().options().toOptions(), document.get().limits().over(Limits.DEFAULT));
      }
    } catch (YAMLException unreadable) {
      problems.at(Optional.empty(), "The document cannot be read.");
    }
    return new Result.Refused(problems.all().stream().map(Problem::sentence).toList());
  }

  /** The document of an app. */
  public static ObjectNode document(AppOptions options, Limits limits) {
    ObjectNode document = JSON.objectNode();
    document.set("options", options(options));
    document.set("limits", limits(limits));
    return document;
  }

  private static ObjectNode options(AppOptions options) {
    ObjectNode json = JSON.objectNode();
    json.put("clientEvents", options.clientEvents());
    json.put("clientEventsPerSecond", options.clientEventsPerSecond());
    options.signInWithin().ifPresent(time -> json.put("signInWithin", time.toMillis() + "ms"));
    json.put("subscriptionCounts", options.subscriptionCounts());
    json.put("watchlist", options.watchlist());
    json.put("compressOutbound", options.compressOutbound());
    ArrayNode webhooks = json.putArray("webhooks");
    options.webhooks().forEach(webhook -> webhooks.add(webhook(webhook)));
    return json;
  }

  private static ObjectNode webhook(Webhook webhook) {
    ObjectNode json = JSON.objectNode();
    json.put("url", webhook.url().toString());
    ArrayNode kinds = json.putArray("kinds");
    Arrays.stream(Kind.values())
        .filter(webhook.kinds()::contains)
        .forEach(kind -> kinds.add(Scalar.word(kind)));
    webhook.channelPrefix().ifPresent(prefix -> json.put("channelPrefix", prefix));
    webhook.channelSuffix().ifPresent(suffix -> json.put("channelSuffix", suffix));
    json.put("batch", webhook.batch());
    return json;
  }

  private static ObjectNode limits(Limits limits) {
    ObjectNode json = JSON.objectNode();
    json.put("connections", limits.connections());
    json.put("channelsPerConnection", limits.channelsPerConnection());
    json.put("messageBytes", limits.messageBytes());
    json.put("batchMessages", limits.batchMessages());
    json.put("batchBytes", limits.batchBytes());
    json.put("publishesPerSecond", limits.publishesPerSecond());
    json.put("appPublishesPerSecond", limits.appPublishesPerSecond());
    json.put("presenceMembers", limits.presenceMembers());
    json.put("presenceDataBytes", limits.presenceDataBytes());
    json.put("outboxBytes", limits.outboxBytes());
    json.put("channels", limits.channels());
    return json;
  }
}
