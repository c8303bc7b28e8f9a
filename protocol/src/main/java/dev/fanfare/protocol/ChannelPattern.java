package dev.fanfare.protocol;

import java.util.Arrays;
import java.util.List;

/**
 * Names a set of channels; the one matcher of capabilities and rules.
 *
 * <p>Segments are split by {@code :}. {@code *} stands for one whole segment; as the last segment
 * it stands for the rest, one segment or more. Anything else is compared as it is, so {@code foo*}
 * is the name {@code foo*}. A channel that starts with {@code [x]} is matched only by a pattern
 * that starts with {@code [x]}, or with {@code [*]} for every {@code x}; a channel that starts with
 * {@code #} only by a pattern that starts with {@code #}.
 */
public final class ChannelPattern {
  private final String text;
  private final String qualifier;
  private final List<String> segments;

  private ChannelPattern(String text, String qualifier, List<String> segments) {
    this.text = text;
    this.qualifier = qualifier;
    this.segments = segments;
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException when it is longer than a channel name or holds control
   *     characters
   */
  public static ChannelPattern of(String text) {
    if (!ChannelName.isValid(text)) {
      throw new IllegalArgumentException(
          "A channel pattern is 1 to 255 bytes of UTF-8 without control characters; this is not: '"
              + text.replaceAll("\\p{Cntrl}", "?")
              + "'");
    }
    String qualifier = qualifierOf(text);
    return new ChannelPattern(text, qualifier, split(text.substring(qualifier.length())));
  }

  /** Whether the channel belongs to the set. */
  public boolean matches(ChannelName channel) {
    String name = channel.text();
    String channelQualifier = qualifierOf(name);
    if (!qualifierMatches(channelQualifier) || (name.charAt(0) == '#' && text.charAt(0) != '#')) {
      return false;
    }
    int from = channelQualifier.length();
    int last = segments.size() - 1;
    for (int i = 0; i <= last; i++) {
      String segment = segments.get(i);
      if (from > name.length()) {
        return false;
      }
      if (i == last && segment.equals("*")) {
        return true;
      }
      int colon = name.indexOf(':', from);
      int end = colon < 0 ? name.length() : colon;
      boolean same =
          segment.equals("*") || (segment.length() == end - from && name.startsWith(segment, from));
      if (!same) {
        return false;
      }
      from = end + 1;
    }
    return from > name.length();
  }

  /**
   * How many characters stand before the first wildcard: of two matching rules the longer one wins.
   */
  public int literalPrefix() {
    int length = 0;
    if (!qualifier.equals("[*]")) {
      length += qualifier.length();
      for (String segment : segments) {
        if (segment.equals("*")) {
          return length;
        }
        length += segment.length() + 1;
      }
    }
    return length;
  }

  private boolean qualifierMatches(String channelQualifier) {
    return qualifier.equals("[*]")
        ? !channelQualifier.isEmpty()
        : qualifier.equals(channelQualifier);
  }

  private static String qualifierOf(String text) {
    if (text.charAt(0) != '[') {
      return "";
    }
    int end = text.indexOf(']');
    return end < 0 ? text : text.substring(0, end + 1);
  }

  private static List<String> split(String text) {
    return Arrays.asList(text.split(":", -1));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ChannelPattern that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The pattern as it was written. */
  @Override
  public String toString() {
    return text;
  }
}
