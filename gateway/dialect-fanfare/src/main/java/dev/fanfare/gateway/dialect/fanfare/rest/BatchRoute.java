package dev.fanfare.gateway.dialect.fanfare.rest;

import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.dialect.fanfare.json.Fields;
import dev.fanfare.gateway.dialect.fanfare.json.InvalidInput;
import dev.fanfare.gateway.dialect.fanfare.json.JsonArray;
import dev.fanfare.gateway.dialect.fanfare.json.JsonWriter;
import dev.fanfare.gateway.dialect.fanfare.wire.Drafts;
import dev.fanfare.gateway.dialect.fanfare.wire.Faults;
import dev.fanfare.gateway.dialect.fanfare.wire.Messages;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Command;
import dev.fanfare.protocol.Command.Publish;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code POST /v1/messages}: messages to many channels in one call. Each publish succeeds or fails
 * for itself.
 */
final class BatchRoute {
  /** Publishes in one call, a message to five channels counting as five. */
  static final int MAX_PUBLISHES = 100;

  private BatchRoute() {}

  private record Target(int item, ChannelName channel) {}

  static Call.Plan plan(RequestHead head) throws InvalidInput {
    MediaType.needJson(head);
    new Query(head).finish();
    return BatchRoute::plan;
  }

  private static Call.Planned plan(byte[] body) throws InvalidInput {
    List<Target> targets = new ArrayList<>();
    List<Command> commands = new ArrayList<>();
    int item = 0;
    for (Fields fields : JsonArray.objects(body, 0, body.length, "", MAX_PUBLISHES)) {
      List<ChannelName> channels = channels(fields);
      Draft draft = MessageBody.read(fields);
      fields.finish();
      for (ChannelName channel : channels) {
        targets.add(new Target(item, channel));
        commands.add(new Publish(channel, List.of(draft)));
      }
      if (targets.size() > MAX_PUBLISHES) {
        throw InvalidInput.of(
            FaultCode.TOO_MANY,
            "The batch publishes to more than "
                + MAX_PUBLISHES
                + " channels in all. Split it into several.");
      }
      item++;
    }
    return new Call.Planned(commands, results -> answer(targets, results));
  }

  private static List<ChannelName> channels(Fields fields) throws InvalidInput {
    Optional<String> one = fields.text("channel");
    Optional<List<String>> several = fields.texts("channels", MAX_PUBLISHES);
    if (one.isPresent() == several.isPresent()) {
      throw fields.refused("channel", "or 'channels' must be there, and only one of them.");
    }
    List<ChannelName> channels = new ArrayList<>();
    for (String text : several.orElseGet(() -> one.map(List::of).orElse(List.of()))) {
      channels.add(Drafts.channel(text));
    }
    if (channels.isEmpty()) {
      throw fields.refused("channels", "is empty. Name at least one channel.");
    }
    return channels;
  }

  private static HttpAnswer answer(List<Target> targets, List<Result> results) {
    Optional<Fault> noCaller = unauthenticated(results);
    if (noCaller.isPresent()) {
      return Problem.of(noCaller.get());
    }
    return Json.answer(
        200,
        json -> {
          json.object().name("results").array();
          for (int i = 0; i < results.size(); i++) {
            item(json, targets.get(i), results.get(i));
          }
          json.endArray().end();
        });
  }

  private static void item(JsonWriter json, Target target, Result result) {
    json.object().field("item", target.item()).field("channel", target.channel().text());
    switch ((Result.OfPublish) result) {
      case Result.Published published -> {
        json.name("ok");
        Messages.ack(json, published.acks().get(0));
      }
      case Result.Refused refused -> {
        json.name("err");
        Faults.write(json, refused.fault(), Faults.Scope.OP);
      }
    }
    json.end();
  }

  /** A credential that does not hold is about the whole call, not about its items. */
  private static Optional<Fault> unauthenticated(List<Result> results) {
    return results.get(0) instanceof Result.Refused refused
            && refused.fault().code().httpStatus() == 401
        ? Optional.of(refused.fault())
        : Optional.empty();
  }
}
