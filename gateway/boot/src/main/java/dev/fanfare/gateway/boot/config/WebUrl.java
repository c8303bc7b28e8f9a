package dev.fanfare.gateway.boot.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** The URLs to which webhooks may be sent, wherever they are written. */
public final class WebUrl {
  private static final int MOST = 2_048;

  private WebUrl() {}

  /** The URL; empty when it is none of http or https with a host, or has a user or a fragment. */
  public static Optional<URI> read(String text) {
    try {
      URI uri = new URI(text);
      boolean web =
          "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
      boolean good =
          web
              && text.length() <= MOST
              && uri.getHost() != null
              && uri.getRawUserInfo() == null
              && uri.getRawFragment() == null;
      return good ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException notAUrl) {
      return Optional.empty();
    }
  }
}
