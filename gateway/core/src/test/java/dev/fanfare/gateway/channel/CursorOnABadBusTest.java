package dev.fanfare.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.log.Entry;
import dev.fanfare.protocol.Position;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class CursorOnABadBusTest {

  @Property(tries = 300)
  void whateverTheBusDoesTheStepsAreOneUnbrokenLineToTheTop(
      @ForAll long seed,
      @ForAll @DoubleRange(max = 0.9) double loss,
      @ForAll @IntRange(min = 1, max = 40) int heldEntries,
      @ForAll @IntRange(min = 1, max = 20) int sliceEntries) {
    Random random = new Random(seed);
    Logbook log = new Logbook();
    log.write(random.nextInt(3));
    Cursor cursor = new Cursor(heldEntries, 5_000, 10, 5_000);
    List<Step> told = new ArrayList<>();
    Position start = log.head().top();
    cursor.start(log.head(), told::add);
    List<Entry> written = new ArrayList<>();
    for (int batch = 0; batch < 8; batch++) {
      List<Entry> bus = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        Entry entry = write(log, random);
        written.add(entry);
        if (random.nextDouble() >= loss) {
          bus.addAll(Collections.nCopies(1 + random.nextInt(2), entry));
        }
      }
      Collections.shuffle(bus, random);
      for (Entry entry : bus) {
        cursor.offer(entry, told::add);
        if (random.nextInt(5) == 0) {
          cursor.missing().ifPresent(it -> cursor.backfill(log.after(it, sliceEntries), told::add));
        }
      }
    }
    cursor.offer(log.head());
    int questions = 0;
    while (cursor.missing().isPresent()) {
      cursor.backfill(log.after(cursor.missing().get(), sliceEntries), told::add);
      assertThat(questions++).as("questions until nothing is missing").isLessThan(200);
    }

    assertThat(cursor.position()).isEqualTo(log.head().top());
    assertUnbroken(start, told);
    assertThat(delivered(told)).isEqualTo(written);
  }

  private static Entry write(Logbook log, Random random) {
    if (random.nextInt(15) == 0) {
      log.changeOwner();
    }
    return log.write("m");
  }

  private static void assertUnbroken(Position start, List<Step> told) {
    Position at = start;
    for (Step step : told) {
      long from =
          switch (step) {
            case Step.Deliver deliver -> deliver.entry().offset();
            case Step.Skip skip -> skip.from();
            case Step.Gap gap -> gap.from();
            case Step.EpochBegan began -> began.position().offset() + 1;
            case Step.Reset reset -> throw new AssertionError("nothing was lost: " + reset);
          };
      assertThat(from).isEqualTo(at.offset() + 1);
      if (step instanceof Step.Deliver deliver) {
        assertThat(deliver.entry().epoch()).isEqualTo(at.epoch());
      }
      at = step.after(at);
    }
  }

  private static List<Entry> delivered(List<Step> told) {
    return told.stream()
        .filter(Step.Deliver.class::isInstance)
        .map(step -> ((Step.Deliver) step).entry())
        .toList();
  }
}
