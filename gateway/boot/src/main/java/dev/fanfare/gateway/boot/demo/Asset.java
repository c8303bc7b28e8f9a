package dev.fanfare.gateway.boot.demo;

import dev.fanfare.gateway.dialect.HttpAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** One file of the page, held in memory. */
final class Asset {
  private final String type;
  private final byte[] bytes;

  private Asset(String type, byte[] bytes) {
    this.type = type;
    this.bytes = bytes;
  }

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

  HttpAnswer answer() {
    return HttpAnswer.of(200, type, bytes);
  }
}
