package dev.fanfare.gateway.auth;

import dev.fanfare.gateway.auth.TokenClaims.Rights;
import dev.fanfare.protocol.Capabilities;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ChannelPattern;
import dev.fanfare.protocol.Operation;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what a token asks for. {@code cap}: {@code {pattern: [operations]}}, where {@code "*"} is
 * every operation. {@code chan} with {@code ops}: one channel, and {@code ["subscribe"]} where
 * {@code ops} is left out. The two do not go together, and {@code ops} without {@code chan} is
 * refused: a forgotten {@code chan} must not turn a token for one channel into one for all.
 */
final class RightsReader {
  private static final int QUOTED = 40;

  private RightsReader() {}

  static Rights read(ClaimReader reader) {
    Optional<Json> cap = reader.claim("cap");
    Optional<Json> chan = reader.claim("chan");
    Optional<Json> ops = reader.claim("ops");
    if (chan.isPresent()) {
      if (cap.isPresent()) {
        reader.object("A token has 'cap', or 'chan' with 'ops', not both.");
      }
      return ofChannel(reader, chan.get(), ops);
    }
    if (ops.isPresent()) {
      reader.object("The token's 'ops' goes with 'chan'. Name the channel, or use 'cap'.");
    }
    return cap.<Rights>map(json -> new Rights.Listed(capabilities(reader, json)))
        .orElseGet(Rights.OfKey::new);
  }

  private static Rights ofChannel(ClaimReader reader, Json chan, Optional<Json> ops) {
    Set<Operation> operations =
        ops.map(json -> operations(reader, "ops", json)).orElse(EnumSet.of(Operation.SUBSCRIBE));
    if (chan instanceof Json.Text(String name) && ChannelName.isValid(name)) {
      return new Rights.OfChannel(new ChannelName(name), operations);
    }
    reader.object("The token's 'chan' must be one channel name, as text.");
    return new Rights.Listed(Capabilities.NONE);
  }

  private static Capabilities capabilities(ClaimReader reader, Json cap) {
    if (!(cap instanceof Json.Members(Map<String, Json> byPattern))) {
      reader.object(
          "The token's 'cap' must be an object such as {\"chat:*\":[\"subscribe\"]}; {} allows"
              + " nothing.");
      return Capabilities.NONE;
    }
    Map<ChannelPattern, Set<Operation>> grants = new LinkedHashMap<>();
    byPattern.forEach(
        (pattern, list) -> {
          if (ChannelName.isValid(pattern)) {
            grants.put(ChannelPattern.of(pattern), operations(reader, "cap", list));
          } else {
            reader.object("The token's 'cap' has a member that is not a channel pattern.");
          }
        });
    return new Capabilities(grants);
  }

  private static Set<Operation> operations(ClaimReader reader, String claim, Json list) {
    Set<Operation> operations = EnumSet.noneOf(Operation.class);
    if (!(list instanceof Json.Elements(var names)) || names.isEmpty()) {
      reader.object(
          "The token's '"
              + claim
              + "' must list operations, such as [\"subscribe\", \"publish\"].");
      return operations;
    }
    for (Json name : names) {
      if (!(name instanceof Json.Text(String text))) {
        reader.object("The token's '" + claim + "' must name operations as text.");
      } else if (text.equals("*")) {
        operations.addAll(EnumSet.allOf(Operation.class));
      } else {
        Operation.parse(text)
            .ifPresentOrElse(
                operations::add,
                () ->
                    reader.object(
                        "The token's '" + claim + "' names an unknown operation: " + quoted(text)));
      }
    }
    return operations;
  }

  private static String quoted(String text) {
    String visible = text.replaceAll("[^\\x20-\\x7E]", "?");
    return "'" + visible.substring(0, Math.min(QUOTED, visible.length())) + "'.";
  }
}
