package dev.fanfare.testkit.contract;

import static dev.fanfare.testkit.Patience.await;
import static dev.fanfare.testkit.Patience.until;
import static dev.fanfare.testkit.contract.Entries.message;
import static dev.fanfare.testkit.contract.Entries.messages;
import static dev.fanfare.testkit.contract.Entries.offsets;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.port.Bus;
import dev.fanfare.gateway.port.Subscription;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Payload;
import dev.fanfare.testkit.Racing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Bus} promises about channels while it is in good health; {@link
 * ControlPromises} has the rest. That it may lose, repeat and reorder when it is not is its
 * listeners' business, and no test's.
 */
public abstract class BusContract implements ControlPromises {
  private final String app = "t-" + UUID.randomUUID();

  /** The bus as one gateway has it. */
  @Override
  public abstract Bus bus();

  /** The same bus as another gateway has it; within one process it may be the very same. */
  @Override
  public abstract Bus otherBus();

  @Override
  public final AppId app() {
    return new AppId(app);
  }

  @Test
  void entriesReachEveryFollowerInTheOrderOfTheirPublishes() {
    List<Entry> here = new CopyOnWriteArrayList<>();
    List<Entry> there = new CopyOnWriteArrayList<>();
    await(bus().follow(key("news"), here::add));
    await(otherBus().follow(key("news"), there::add));

    await(bus().publish(key("news"), messages(1, 3)));
    await(bus().publish(key("news"), messages(4, 4)));

    until("both have heard", () -> here.size() == 4 && there.size() == 4);
    assertThat(here).isEqualTo(messages(1, 4));
    assertThat(there).isEqualTo(messages(1, 4));
  }

  @Test
  void presenceAndAnyBytesArriveUnchanged() {
    byte[] everyByte = new byte[256];
    for (int i = 0; i < everyByte.length; i++) {
      everyByte[i] = (byte) i;
    }
    List<Entry> sent =
        List.of(
            Entries.presence(1),
            message(-1, 2, Draft.of(Payload.binary(everyByte))),
            message(3, 3, Draft.of(Payload.text("\u00e4\u20ac\ud83c\udfba\n\u0000"))),
            message(4, 4, Draft.of(Payload.text("x".repeat(200_000)))));
    List<Entry> heard = new CopyOnWriteArrayList<>();
    await(otherBus().follow(key("news"), heard::add));

    await(bus().publish(key("news"), sent));

    until("all is heard", () -> heard.size() == 4);
    assertThat(heard).isEqualTo(sent);
  }

  @Test
  void nothingArrivesInAnotherChannelHoweverNamesAreChosen() {
    Map<ChannelKey, List<Entry>> heard = new HashMap<>();
    List<ChannelKey> keys = new ArrayList<>();
    for (String suffix : List.of("", "1", "11", ".", "-")) {
      for (String channel : List.of("x", "1:x", ":x", "*", "?", "[a-z]", "x*", "X", "{x}", "#x")) {
        keys.add(new ChannelKey(new AppId(app + suffix), new ChannelName(channel)));
      }
    }
    for (ChannelKey key : keys) {
      List<Entry> list = new CopyOnWriteArrayList<>();
      heard.put(key, list);
      await(otherBus().follow(key, list::add));
    }

    for (int i = 0; i < keys.size(); i++) {
      await(bus().publish(keys.get(i), messages(i + 1, i + 1)));
    }

    until("each has heard", () -> heard.values().stream().noneMatch(List::isEmpty));
    for (int i = 0; i < keys.size(); i++) {
      assertThat(heard.get(keys.get(i))).as("%s", keys.get(i)).isEqualTo(messages(i + 1, i + 1));
    }
  }

  /**
   * Not even what is published at once after it: leaving takes effect before it reaches a broker.
   */
  @Test
  void whoHasClosedHearsNothingMoreAndOthersGoOn() {
    List<Entry> open = new CopyOnWriteArrayList<>();
    await(bus().follow(key("news"), open::add));
    for (int round = 1; round <= 50; round++) {
      int before = 2 * round - 1;
      List<Entry> closed = new CopyOnWriteArrayList<>();
      Subscription closing = await(bus().follow(key("news"), closed::add));
      await(otherBus().publish(key("news"), messages(before, before)));
      until("both have heard", () -> closed.size() == 1 && open.size() == before);

      closing.close();
      closing.close();
      await(otherBus().publish(key("news"), messages(before + 1, before + 1)));

      until("the open one has heard", () -> open.size() == before + 1);
      assertThat(closed).hasSize(1);
    }
  }

  @Test
  void aChannelCanBeFollowedAgain() {
    List<Entry> heard = new CopyOnWriteArrayList<>();
    for (int round = 1; round <= 20; round++) {
      int rounds = round;
      Subscription following = await(bus().follow(key("news"), heard::add));
      await(otherBus().publish(key("news"), messages(round, round)));
      until("this round is heard", () -> heard.size() == rounds);
      following.close();
    }

    assertThat(heard).isEqualTo(messages(1, 20));
  }

  @Test
  void aListenerIsNeverCalledByTwoThreadsAtOnceAndMissesNothing() {
    AtomicBoolean inside = new AtomicBoolean();
    AtomicInteger collisions = new AtomicInteger();
    List<Long> heard = new CopyOnWriteArrayList<>();
    await(
        bus()
            .follow(
                key("news"),
                entry -> {
                  if (!inside.compareAndSet(false, true)) {
                    collisions.incrementAndGet();
                  }
                  heard.add(entry.offset());
                  inside.set(false);
                }));

    Racing.race(
        8,
        thread -> {
          for (int i = 0; i < 100; i++) {
            long offset = thread * 100L + i + 1;
            await(
                (thread % 2 == 0 ? bus() : otherBus())
                    .publish(key("news"), messages(offset, offset)));
          }
          return thread;
        });

    until("all is heard", () -> heard.size() == 800);
    assertThat(collisions).hasValue(0);
    assertThat(heard).containsExactlyInAnyOrderElementsOf(offsets(messages(1, 800)));
  }

  @Test
  void listenersMayPublishFollowAndCloseWhileTheyAreCalled() {
    List<Long> heard = new CopyOnWriteArrayList<>();
    List<Long> answers = new CopyOnWriteArrayList<>();
    await(bus().follow(key("answers"), entry -> answers.add(entry.offset())));
    await(
        bus()
            .follow(
                key("questions"),
                entry -> {
                  heard.add(entry.offset());
                  bus().publish(key("answers"), List.of(entry));
                  if (entry.offset() < 50) {
                    bus()
                        .publish(
                            key("questions"), messages(entry.offset() + 1, entry.offset() + 1));
                  }
                  bus().follow(key("questions"), other -> {}).onSuccess(Subscription::close);
                }));

    await(bus().publish(key("questions"), messages(1, 1)));

    until("the chain has ended", () -> answers.size() == 50);
    assertThat(heard).isEqualTo(offsets(messages(1, 50)));
    assertThat(answers).isEqualTo(offsets(messages(1, 50)));
  }

  @Test
  void listenersOfTwoChannelsThatPublishToEachOtherDoNotLockUp() {
    AtomicInteger left = new AtomicInteger(2_000);
    for (int side = 0; side < 2; side++) {
      ChannelKey own = key("side " + side);
      ChannelKey opposite = key("side " + (1 - side));
      await(
          bus()
              .follow(
                  own,
                  entry -> {
                    if (left.decrementAndGet() > 0) {
                      bus().publish(opposite, List.of(entry));
                    }
                  }));
    }

    Racing.race(2, side -> await(bus().publish(key("side " + side), messages(1, 5))));

    until("all is heard", () -> left.get() <= 0);
  }

  @Test
  void aListenerThatThrowsHarmsNobody() {
    AtomicInteger calls = new AtomicInteger();
    List<Entry> heard = new CopyOnWriteArrayList<>();
    await(
        bus()
            .follow(
                key("news"),
                entry -> {
                  calls.incrementAndGet();
                  throw new IllegalStateException("a listener that throws, on purpose");
                }));
    await(bus().follow(key("news"), heard::add));

    await(otherBus().publish(key("news"), messages(1, 3)));

    until("all is heard", () -> heard.size() == 3 && calls.get() == 3);
  }

  @Test
  void manyChannelsMayBeFollowedAtOnce() {
    List<Long> heard = new CopyOnWriteArrayList<>();
    for (int i = 1; i <= 1_000; i++) {
      await(bus().follow(key("room:" + i), entry -> heard.add(entry.offset())));
    }

    for (int i = 1; i <= 1_000; i++) {
      otherBus().publish(key("room:" + i), messages(i, i));
    }

    until("all is heard", () -> heard.size() == 1_000);
    assertThat(heard).containsExactlyInAnyOrderElementsOf(offsets(messages(1, 1_000)));
  }

  @Test
  void publishingToNobodySucceeds() {
    await(bus().publish(key("nobody"), messages(1, 10)));
    await(bus().publish(key("nobody"), List.of()));
  }

  private ChannelKey key(String channel) {
    return new ChannelKey(app(), new ChannelName(channel));
  }
}
