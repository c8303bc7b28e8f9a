package dev.fanfare.gateway.auth;

import static dev.fanfare.gateway.auth.Credentials.apiKey;
import static dev.fanfare.gateway.auth.Credentials.revoked;
import static dev.fanfare.gateway.auth.Credentials.signing;
import static dev.fanfare.gateway.auth.TokenMaker.header;
import static dev.fanfare.gateway.auth.TokenMaker.sign;
import static dev.fanfare.protocol.FaultCode.TOKEN_INVALID;

import dev.fanfare.gateway.port.ManualTime;
import dev.fanfare.protocol.Capabilities;
import dev.fanfare.protocol.FaultCode;

/** One attempt against the apps that stand here, with the one outcome that it has. */
record Attack(String name, String jwt, FaultCode outcome) {
  static final String SECRET = "a-signing-secret-of-the-first-app";
  static final String OTHER_SECRET = "a-signing-secret-of-the-other-app";
  static final ManualTime TIME = new ManualTime();
  static final long NOW = TIME.now().getEpochSecond();

  /** The claims of a token that is accepted. */
  static final String CLAIMS = "{\"exp\":" + (NOW + 3_600) + "}";

  @Override
  public String toString() {
    return name;
  }

  static KnownApps apps() {
    KnownApps apps = new KnownApps();
    apps.put(
        "1001",
        signing("good", SECRET, Capabilities.ALL),
        revoked(signing("gone", SECRET, Capabilities.ALL)),
        signing("empty", "", Capabilities.ALL),
        apiKey("api", "api-secret", Capabilities.ALL));
    apps.put("2002", signing("other", OTHER_SECRET, Capabilities.ALL));
    apps.putDisabled("3003", signing("asleep", SECRET, Capabilities.ALL));
    return apps;
  }

  static String good() {
    return signed(CLAIMS);
  }

  static String signed(String claims) {
    return sign(header("good"), claims, SECRET);
  }

  static Attack attack(String name, String jwt, FaultCode outcome) {
    return new Attack(name, jwt, outcome);
  }

  /** Rightly signed, with a header that is not. */
  static Attack headed(String name, String header) {
    return attack(name, sign(header, CLAIMS, SECRET), TOKEN_INVALID);
  }

  /** Rightly signed, with claims that are not. */
  static Attack claiming(String name, String claims) {
    return attack(name, signed(claims), TOKEN_INVALID);
  }
}
