package dev.fanfare.gateway.boot.cli;

import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** A TCP port, 0 to 65535. */
record Port(int number) {
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,5}");

  static Port parse(String text) {
    if (!DIGITS.matcher(text).matches() || Integer.parseInt(text) > 65535) {
      throw new TypeConversionException("'" + text + "' is not a port, 0 to 65535");
    }
    return new Port(Integer.parseInt(text));
  }
}
