package dev.fanfare.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ChannelPatternTest {

  @ParameterizedTest
  @CsvSource({
    "chat, chat",
    "chat:room, chat:room",
    "*, chat",
    "*, chat:room:1",
    "*, private-chat",
    "*, foo*",
    "*, chat:",
    "*, :",
    "chat:*, chat:room",
    "chat:*, chat:room:1",
    "chat:*, chat:",
    "chat:*, chat::x",
    "*:room, chat:room",
    "*:room, :room",
    "*:*, chat:room",
    "*:*, a:b:c",
    "chat:*:log, chat:room:log",
    "chat::log, chat::log",
    "foo*, foo*",
    "**, **",
    "[meta]log, [meta]log",
    "[meta]*, [meta]log:a",
    "[*]*, [meta]log",
    "[*]*, [x]a:b",
    "[*]chat:*, [x]chat:room",
    "[]*, []a",
    "#user:*, #user:alice",
    "#*, #*",
  })
  void matches(String pattern, String channel) {
    assertThat(ChannelPattern.of(pattern).matches(new ChannelName(channel))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "chat, Chat",
    "chat, chat:",
    "chat, chatroom",
    "chat:*, chat",
    "chat:*, chats:room",
    "chat:*, xchat:room",
    "*:room, chat:room:1",
    "*:room, room",
    "*:*, chat",
    "chat:*:log, chat:log",
    "chat:*:log, chat:a:b:log",
    "foo*, foobar",
    "foo*, foo",
    "*, [meta]log",
    "*, [meta]",
    "*:*, [meta]a:b",
    "[meta]*, [other]log",
    "[meta]*, log",
    "[meta]log, [meta]log:a",
    "[*]*, log",
    "[*]*, #user:alice",
    "*, #user:alice",
    "*:*, #user:alice",
    "*:alice, #user:alice",
    "#*, #user:alice",
    "#*, chat",
  })
  void doesNotMatch(String pattern, String channel) {
    assertThat(ChannelPattern.of(pattern).matches(new ChannelName(channel))).isFalse();
  }

  @Test
  void namesAreComparedAsTheyAreWithoutNormalisation() {
    String composed = "caf\u00e9";
    String decomposed = "cafe\u0301";

    assertThat(ChannelPattern.of(composed).matches(new ChannelName(composed))).isTrue();
    assertThat(ChannelPattern.of(composed).matches(new ChannelName(decomposed))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " a", "a ", "a\nb", "a\u0000", "\ud800"})
  void whatCouldNotBeANameIsNoPattern(String text) {
    assertThatThrownBy(() -> ChannelPattern.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "*, 0",
    "[*]*, 0",
    "[*]chat, 0",
    "chat, 5",
    "chat:*, 5",
    "chat:*:log, 5",
    "chat:room, 10",
    "[meta]*, 6",
    "[meta]log, 10",
    "*:room, 0",
  })
  void theLiteralPrefixEndsAtTheFirstWildcard(String pattern, int length) {
    assertThat(ChannelPattern.of(pattern).literalPrefix()).isEqualTo(length);
  }

  @Test
  void ofTwoRulesTheOneThatSaysMoreWins() {
    assertThat(ChannelPattern.of("chat:room").literalPrefix())
        .isGreaterThan(ChannelPattern.of("chat:*").literalPrefix());
    assertThat(ChannelPattern.of("chat:*").literalPrefix())
        .isGreaterThan(ChannelPattern.of("*").literalPrefix());
  }

  @Property(tries = 5_000)
  void agreesWithTheOracle(@ForAll("patterns") String pattern, @ForAll("channels") String channel) {
    assertThat(ChannelPattern.of(pattern).matches(new ChannelName(channel)))
        .as("%s ~ %s", pattern, channel)
        .isEqualTo(Oracle.matches(pattern, channel));
  }

  @Property
  void everyNameWithoutWildcardMatchesItselfOnly(
      @ForAll("channels") String one, @ForAll("channels") String other) {
    if (!Arrays.asList(Oracle.rest(one).split(":", -1)).contains("*")
        && !Oracle.qualifier(one).equals("[*]")) {
      assertThat(ChannelPattern.of(one).matches(new ChannelName(one))).isTrue();
      assertThat(ChannelPattern.of(one).matches(new ChannelName(other)))
          .isEqualTo(one.equals(other));
    }
  }

  @Provide
  Arbitrary<String> patterns() {
    return texts("*", "*", "a", "b", "ab", "", "a*");
  }

  @Provide
  Arbitrary<String> channels() {
    return texts("a", "b", "ab", "", "*", "a*");
  }

  private static Arbitrary<String> texts(String... segments) {
    Arbitrary<String> start = Arbitraries.of("", "", "", "#", "[x]", "[y]", "[*]", "[", "[]");
    Arbitrary<String> rest =
        Arbitraries.of(segments)
            .list()
            .ofMinSize(1)
            .ofMaxSize(4)
            .map(list -> String.join(":", list));
    return net.jqwik.api.Combinators.combine(start, rest)
        .as(String::concat)
        .filter(ChannelName::isValid);
  }

  /** What the Javadoc says, written the slow way. */
  private static final class Oracle {
    static boolean matches(String pattern, String channel) {
      if (channel.startsWith("#") && !pattern.startsWith("#")) {
        return false;
      }
      String want = qualifier(pattern);
      String have = qualifier(channel);
      if (!(want.equals("[*]") ? !have.isEmpty() : want.equals(have))) {
        return false;
      }
      return segmentsMatch(segments(pattern), segments(channel));
    }

    private static boolean segmentsMatch(List<String> pattern, List<String> channel) {
      if (pattern.isEmpty() || channel.isEmpty()) {
        return pattern.isEmpty() && channel.isEmpty();
      }
      String first = pattern.get(0);
      if (pattern.size() == 1 && first.equals("*")) {
        return true;
      }
      return (first.equals("*") || first.equals(channel.get(0)))
          && segmentsMatch(pattern.subList(1, pattern.size()), channel.subList(1, channel.size()));
    }

    static String qualifier(String text) {
      if (!text.startsWith("[")) {
        return "";
      }
      int end = text.indexOf(']');
      return end < 0 ? text : text.substring(0, end + 1);
    }

    static String rest(String text) {
      return text.substring(qualifier(text).length());
    }

    private static List<String> segments(String text) {
      return Arrays.asList(rest(text).split(":", -1));
    }
  }
}
