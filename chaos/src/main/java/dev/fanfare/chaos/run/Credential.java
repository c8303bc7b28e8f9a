package dev.fanfare.chaos.run;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** An app of the run, and the key that may do everything in it. */
record Credential(String app, String key, String secret) {
  String idAndSecret() {
    return key + ":" + secret;
  }

  String basic() {
    byte[] both = idAndSecret().getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(both);
  }

  @Override
  public String toString() {
    return "Credential[" + app + ", " + key + "]";
  }
}
