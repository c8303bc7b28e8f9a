package dev.fanfare.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class IdsTest {
  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /** A type whose text has a shape. */
  record Kind(String name, Predicate<String> isValid, Function<String, Object> construct) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Kind> safeKinds() {
    return Stream.of(
        new Kind("app", AppId::isValid, AppId::new),
        new Kind("key", KeyId::isValid, KeyId::new),
        new Kind("connection", ConnectionId::isValid, ConnectionId::new));
  }

  static Stream<Kind> plainKinds() {
    return Stream.of(
        new Kind("client", ClientId::isValid, ClientId::new),
        new Kind("message", MessageId::isValid, MessageId::new));
  }

  static Stream<Kind> kinds() {
    return Stream.of(
            safeKinds(),
            plainKinds(),
            Stream.of(new Kind("channel", ChannelName::isValid, ChannelName::new)))
        .flatMap(Function.identity());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void nothingIsNoId(Kind kind) {
    assertRefused(kind, "");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void controlCharactersAreRefused(Kind kind) {
    for (String text : List.of("a\u0000", "\n", "a\rb", "\t", "a\u001fb", "\u007f", "a\u0085b")) {
      assertRefused(kind, text);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void halfACharacterIsRefused(Kind kind) {
    for (String text : List.of("\ud83d", "\ude00", "\ude00\ud83d", "a\ud83d", "\ud83db")) {
      assertRefused(kind, text);
    }
  }

  @ParameterizedTest
  @MethodSource("safeKinds")
  void safeIdsHaveNothingThatNeedsEscaping(Kind kind) {
    for (String text : List.of("a b", "a/b", "a:b", "../a", "a%20", "é", "a\"", "a".repeat(65))) {
      assertRefused(kind, text);
    }
    for (String text : List.of("1", "1001", "app.one-2_x", "-", "..", "A".repeat(64))) {
      assertTaken(kind, text);
    }
  }

  @ParameterizedTest
  @MethodSource("plainKinds")
  void plainIdsAreAnyTextOf128Bytes(Kind kind) {
    for (String text : List.of(" ", "日本語", "😀".repeat(32), "é".repeat(64), "a".repeat(128))) {
      assertTaken(kind, text);
    }
    for (String text : List.of("😀".repeat(33), "é".repeat(65), "a".repeat(129))) {
      assertRefused(kind, text);
    }
  }

  @ParameterizedTest
  @MethodSource("plainKinds")
  void textThatIsTooLongIsRefusedWithoutBeingRead(Kind kind) {
    assertRefused(kind, "a".repeat(10_000_000));
  }

  @Property
  void safeTextIsWhatTheExpressionSays(@ForAll("texts") String text) {
    assertThat(AppId.isValid(text)).isEqualTo(SAFE.matcher(text).matches());
  }

  @Property
  void plainTextIsEncodableAndWithinItsBytes(@ForAll("texts") String text) {
    assertThat(ClientId.isValid(text)).isEqualTo(isPlain(text, ClientId.MAX_BYTES));
  }

  @Property
  void aChannelNameIsPlainTextWithoutOuterSpaces(@ForAll("texts") String text) {
    assertThat(ChannelName.isValid(text))
        .isEqualTo(
            isPlain(text, ChannelName.MAX_BYTES) && !text.startsWith(" ") && !text.endsWith(" "));
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<Character> characters =
        Arbitraries.oneOf(
            Arbitraries.chars().alpha(),
            Arbitraries.chars().with('.', '-', '_', ' ', ':', 'é', '\u00a0', '\u2028', '漢'),
            Arbitraries.chars().with('\ud83d', '\ude00', '\u0000', '\u007f', '\u009f'),
            Arbitraries.chars().all());
    return Arbitraries.oneOf(
        characters.array(char[].class).ofMaxSize(6).map(String::new),
        Arbitraries.chars()
            .alpha()
            .array(char[].class)
            .ofMinSize(60)
            .ofMaxSize(260)
            .map(String::new),
        Arbitraries.of("é", "漢", "😀")
            .list()
            .ofMinSize(30)
            .ofMaxSize(130)
            .map(l -> String.join("", l)));
  }

  private static boolean isPlain(String text, int maxBytes) {
    try {
      int bytes =
          StandardCharsets.UTF_8.newEncoder().encode(java.nio.CharBuffer.wrap(text)).limit();
      return bytes >= 1
          && bytes <= maxBytes
          && text.codePoints().noneMatch(Character::isISOControl);
    } catch (CharacterCodingException loneSurrogate) {
      return false;
    }
  }

  private static void assertTaken(Kind kind, String text) {
    assertThat(kind.isValid().test(text)).isTrue();
    assertThat(kind.construct().apply(text)).hasToString(text);
  }

  private static void assertRefused(Kind kind, String text) {
    assertThat(kind.isValid().test(text)).isFalse();
    assertThatThrownBy(() -> kind.construct().apply(text))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
