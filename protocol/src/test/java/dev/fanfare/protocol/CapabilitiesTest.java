package dev.fanfare.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class CapabilitiesTest {
  private static final ChannelName ROOM = new ChannelName("chat:room");

  @Test
  void whatNothingGrantsIsDenied() {
    for (Operation operation : Operation.values()) {
      assertThat(Capabilities.NONE.allows(operation, ROOM)).isFalse();
      assertThat(Capabilities.NONE.allowsSomewhere(operation)).isFalse();
    }
  }

  @Test
  void allIsEverythingButInternalChannels() {
    for (Operation operation : Operation.values()) {
      assertThat(Capabilities.ALL.allows(operation, ROOM)).isTrue();
      assertThat(Capabilities.ALL.allows(operation, new ChannelName("[meta]log"))).isTrue();
      assertThat(Capabilities.ALL.allows(operation, new ChannelName("#user:alice"))).isFalse();
    }
  }

  @Test
  void grantsOfSeveralPatternsAddUp() {
    Capabilities capabilities =
        new Capabilities(
            Map.of(
                ChannelPattern.of("chat:*"), Set.of(Operation.SUBSCRIBE),
                ChannelPattern.of("*:room"), Set.of(Operation.PUBLISH)));

    assertThat(capabilities.allows(Operation.SUBSCRIBE, ROOM)).isTrue();
    assertThat(capabilities.allows(Operation.PUBLISH, ROOM)).isTrue();
    assertThat(capabilities.allows(Operation.PUBLISH, new ChannelName("chat:lobby"))).isFalse();
    assertThat(capabilities.allows(Operation.HISTORY, ROOM)).isFalse();
    assertThat(capabilities.allowsSomewhere(Operation.PUBLISH)).isTrue();
    assertThat(capabilities.allowsSomewhere(Operation.HISTORY)).isFalse();
  }

  @Test
  void anEmptyListOfOperationsGrantsNothing() {
    Capabilities capabilities =
        new Capabilities(Map.of(ChannelPattern.of("chat:*"), EnumSet.noneOf(Operation.class)));

    assertThat(capabilities).isEqualTo(Capabilities.NONE);
  }

  @Test
  void itIsACopyThatNobodyChanges() {
    Set<Operation> operations = EnumSet.of(Operation.SUBSCRIBE);
    Map<ChannelPattern, Set<Operation>> grants = new HashMap<>();
    grants.put(ChannelPattern.of("chat:*"), operations);
    Capabilities capabilities = new Capabilities(grants);

    operations.add(Operation.ADMIN);
    grants.put(ChannelPattern.of("*"), EnumSet.allOf(Operation.class));

    assertThat(capabilities.allows(Operation.ADMIN, ROOM)).isFalse();
    assertThat(capabilities.allows(Operation.SUBSCRIBE, new ChannelName("other"))).isFalse();
    assertThat(capabilities.grants()).hasSize(1);
  }

  /** The oracle asks every grant. */
  @Property
  void allowsWhatAnyGrantAllows(
      @ForAll("grants") Map<String, Set<Operation>> grants,
      @ForAll("names") String name,
      @ForAll Operation operation) {
    Map<ChannelPattern, Set<Operation>> parsed = new LinkedHashMap<>();
    grants.forEach((pattern, operations) -> parsed.put(ChannelPattern.of(pattern), operations));
    ChannelName channel = new ChannelName(name);

    boolean expected =
        parsed.entrySet().stream()
            .anyMatch(
                grant -> grant.getValue().contains(operation) && grant.getKey().matches(channel));

    assertThat(new Capabilities(parsed).allows(operation, channel)).isEqualTo(expected);
  }

  @Provide
  Arbitrary<Map<String, Set<Operation>>> grants() {
    Arbitrary<String> patterns =
        Arbitraries.of("*", "a", "a:*", "*:b", "a:b", "[*]*", "#*", "#a:*");
    return Arbitraries.maps(patterns, Arbitraries.of(Operation.values()).set()).ofMaxSize(4);
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of(
        "a", "b", "a:b", "a:b:c", "c:b", "[x]a", "[x]a:b", "#a", "#a:b", "*", "#*");
  }
}
