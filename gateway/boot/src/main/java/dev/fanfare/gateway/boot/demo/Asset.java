package dev.fanfare.gateway.boot.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** One file of the page, held in memory. */
record Asset(String type, byte[] bytes) {

  static Asset load(String name, String type) {
    try (InputStream in = Asset.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("The jar lacks " + name);
      }
      return new Asset(type, in.readAllBytes());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
