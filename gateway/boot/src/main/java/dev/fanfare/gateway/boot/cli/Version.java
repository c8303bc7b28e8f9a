package dev.fanfare.gateway.boot.cli;

import picocli.CommandLine.IVersionProvider;

/** Which Fanfare this is. */
final class Version implements IVersionProvider {

  /** The version in the jar; {@code unpackaged} outside of one. */
  static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }

  /** Fanfare's version and Java's. */
  static String line() {
    return "fanfare " + text() + ", Java " + Runtime.version();
  }

  @Override
  public String[] getVersion() {
    return new String[] {line()};
  }
}
