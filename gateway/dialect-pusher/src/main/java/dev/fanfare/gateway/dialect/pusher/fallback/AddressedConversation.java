package dev.fanfare.gateway.dialect.pusher.fallback;

import dev.fanfare.gateway.dialect.Conversation;
import dev.fanfare.gateway.dialect.pusher.json.JsonFields;
import dev.fanfare.gateway.dialect.pusher.json.Unreadable;
import dev.fanfare.gateway.dialect.pusher.wire.Refusals;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A conversation whose address comes in its first message, {@code {"path":"/app/KEY?…"}}: what
 * SockJS connects to says nothing of an app.
 */
final class AddressedConversation implements Conversation {
  /** Pusher's code for an address that is none: a client does not come back. */
  private static final int NO_SUCH_PATH = 4005;

  private static final Duration ADDRESS_WITHIN = Duration.ofSeconds(10);

  private enum Timer {
    /** By then the address is known. */
    ADDRESS
  }

  private final Function<String, Optional<Conversation>> addresses;
  private Optional<Opening> opening = Optional.empty();
  private Optional<Conversation> spoken = Optional.empty();
  private boolean over;

  /**
   * A conversation without an address yet.
   *
   * @param addresses what an address asks for; empty where there is nothing
   */
  AddressedConversation(Function<String, Optional<Conversation>> addresses) {
    this.addresses = addresses;
  }

  @Override
  public List<Action> opened(Opening told) {
    opening = Optional.of(told);
    return List.of(new Action.Start(Timer.ADDRESS, ADDRESS_WITHIN));
  }

  @Override
  public List<Action> received(byte[] message, boolean binary) {
    if (spoken.isPresent()) {
      return spoken.get().received(message, binary);
    }
    if (over) {
      return List.of();
    }
    spoken = addressed(message);
    if (spoken.isEmpty()) {
      return goodbye(NO_SUCH_PATH, "The first message is {\"path\":\"/app/KEY?protocol=7\"}.");
    }
    return concat(new Action.Stop(Timer.ADDRESS), spoken.get().opened(opening.orElseThrow()));
  }

  private Optional<Conversation> addressed(byte[] message) {
    try {
      return addresses.apply(JsonFields.read(message).needText("path"));
    } catch (Unreadable unreadable) {
      return Optional.empty();
    }
  }

  private static List<Action> concat(Action first, List<Action> more) {
    List<Action> all = new ArrayList<>(more.size() + 1);
    all.add(first);
    all.addAll(more);
    return all;
  }

  @Override
  public List<Action> answered(Object tag, Result result) {
    return spoken.map(to -> to.answered(tag, result)).orElse(List.of());
  }

  @Override
  public List<Action> elapsed(Object timer) {
    if (timer == Timer.ADDRESS) {
      return spoken.isPresent() || over ? List.of() : tooLate();
    }
    return spoken.map(to -> to.elapsed(timer)).orElse(List.of());
  }

  @Override
  public List<Action> told(Notice notice) {
    if (spoken.isPresent()) {
      return spoken.get().told(notice);
    }
    return switch (notice) {
      // The gateway waits as long for a credential, which cannot come without a path.
      case Notice.Ending ending when ending.fault().code() == FaultCode.UNAUTHENTICATED ->
          tooLate();
      case Notice.Ending ending ->
          goodbye(Refusals.closeCode(ending.fault().code()), ending.fault().message());
      case Notice.Unsubscribed gone -> List.of();
      case Notice.ExpiresSoon soon -> List.of();
      case Notice.AppChanged changed -> List.of();
    };
  }

  private List<Action> tooLate() {
    return goodbye(NO_SUCH_PATH, "No path came in time. It is the first message.");
  }

  private List<Action> goodbye(int code, String reason) {
    over = true;
    return List.of(new Action.Close(code, reason));
  }
}
