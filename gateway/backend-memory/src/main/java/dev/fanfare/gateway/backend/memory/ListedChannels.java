package dev.fanfare.gateway.backend.memory;

import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * The channels that are to be listed, app after app and in each by name in code point order. Safe
 * for any thread; a walk sees changes made meanwhile or not.
 */
final class ListedChannels {
  private static final Comparator<Place> ORDER =
      Comparator.comparing(Place::app).thenComparing(Place::name, ListedChannels::byCodePoint);

  private final ConcurrentSkipListSet<Place> places = new ConcurrentSkipListSet<>(ORDER);

  void add(ChannelKey key) {
    places.add(Place.of(key));
  }

  void remove(ChannelKey key) {
    places.remove(Place.of(key));
  }

  /** The app's channels whose names start so and are greater than {@code after}. */
  Iterator<ChannelKey> walk(AppId app, String prefix, Optional<ChannelName> after) {
    Place first = new Place(app.text(), prefix);
    Optional<Place> passed = after.map(name -> new Place(app.text(), name.text()));
    boolean beyond = passed.isPresent() && ORDER.compare(passed.get(), first) >= 0;
    return (beyond ? places.tailSet(passed.get(), false) : places.tailSet(first, true))
        .stream()
            .takeWhile(place -> place.app.equals(app.text()) && place.name.startsWith(prefix))
            .map(place -> new ChannelKey(app, new ChannelName(place.name)))
            .iterator();
  }

  /** Not {@link String#compareTo}: that one sorts characters beyond U+FFFF before some within. */
  private static int byCodePoint(String one, String other) {
    int length = Math.min(one.length(), other.length());
    for (int i = 0; i < length; i++) {
      char a = one.charAt(i);
      char b = other.charAt(i);
      if (a != b) {
        boolean oneBeyond = Character.isSurrogate(a);
        boolean otherBeyond = Character.isSurrogate(b);
        return oneBeyond == otherBeyond
            ? Character.compare(a, b)
            : Boolean.compare(oneBeyond, otherBeyond);
      }
    }
    return Integer.compare(one.length(), other.length());
  }

  private record Place(String app, String name) {
    static Place of(ChannelKey key) {
      return new Place(key.app().text(), key.channel().text());
    }
  }
}
