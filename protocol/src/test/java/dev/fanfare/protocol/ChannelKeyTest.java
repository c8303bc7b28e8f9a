package dev.fanfare.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class ChannelKeyTest {

  @Test
  void anAppCannotReachAnothersChannelByItsName() {
    ChannelKey mine = new ChannelKey(new AppId("1"), new ChannelName("1:x"));
    ChannelKey others = new ChannelKey(new AppId("11"), new ChannelName("x"));

    assertThat(mine.text()).isNotEqualTo(others.text());
  }

  @Property
  void differentKeysAreDifferentTexts(
      @ForAll("apps") String app,
      @ForAll("channels") String channel,
      @ForAll("apps") String otherApp,
      @ForAll("channels") String otherChannel) {
    ChannelKey one = new ChannelKey(new AppId(app), new ChannelName(channel));
    ChannelKey other = new ChannelKey(new AppId(otherApp), new ChannelName(otherChannel));

    assertThat(one.text().equals(other.text())).isEqualTo(one.equals(other));
  }

  @Provide
  Arbitrary<String> apps() {
    return Arbitraries.strings().withChars('1', '2', '.').ofMinLength(1).ofMaxLength(3);
  }

  @Provide
  Arbitrary<String> channels() {
    return Arbitraries.strings().withChars('1', '2', ':', '.').ofMinLength(1).ofMaxLength(6);
  }
}
