package dev.fanfare.gateway.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class MaskTest {
  @Property
  void isTheExclusiveOrOfTheStandard(
      @ForAll int key,
      @ForAll @LongRange(min = 0, max = 100) long phase,
      @ForAll byte[] bytes,
      @ForAll @IntRange(min = 0, max = 9) int from) {
    int start = Math.min(from, bytes.length);
    byte[] expected = bytes.clone();
    for (int i = start; i < bytes.length; i++) {
      int octet = (int) ((phase + i - start) & 3);
      expected[i] ^= (byte) (key >>> (24 - 8 * octet));
    }
    byte[] masked = bytes.clone();
    Mask.apply(key, phase, masked, start, masked.length);
    assertThat(masked).isEqualTo(expected);
  }
}
