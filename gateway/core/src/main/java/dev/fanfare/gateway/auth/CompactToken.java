package dev.fanfare.gateway.auth;

import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.KeyId;
import java.util.List;
import java.util.Optional;

/**
 * A token taken apart, before any signature is looked at: a JWS in compact form (RFC 7515 §7.1)
 * whose header asks for nothing but HS256 with a named key.
 *
 * @param text the token as it came
 * @param kid the key that its header names
 * @param payload the signed bytes
 */
record CompactToken(String text, KeyId kid, byte[] payload) {
  /** The longest token, in characters. */
  static final int MAX_LENGTH = 8_192;

  /** Header members that change how a token is read, or bring keys of their own. */
  private static final List<String> REFUSED_MEMBERS =
      List.of("zip", "crit", "cty", "b64", "enc", "jwk", "jku", "x5u", "x5c", "x5t", "x5t#S256");

  /** What reading gives. */
  sealed interface Reading {
    /** It has the shape of a token. */
    record Token(CompactToken token) implements Reading {}

    /** It has not. */
    record Refused(Fault fault) implements Reading {}
  }

  /** Takes a token apart. */
  static Reading read(String jwt) {
    if (jwt.length() > MAX_LENGTH) {
      return refused("A token has at most 8,192 characters. Put less into its claims.");
    }
    String[] parts = jwt.split("\\.", -1);
    if (parts.length != 3) {
      return refused("A token is a signed JWT in compact form: three parts with dots between.");
    }
    Optional<byte[]> header = StrictBase64.decode(parts[0]);
    Optional<byte[]> payload = StrictBase64.decode(parts[1]);
    Optional<byte[]> mac = StrictBase64.decode(parts[2]);
    if (header.isEmpty() || payload.isEmpty() || mac.isEmpty()) {
      return refused(
          "Each part of a token is base64url without padding, and none is empty. Send the token"
              + " exactly as it was made.");
    }
    Optional<Json.Members> members = StrictJson.object(header.get());
    if (members.isEmpty()) {
      return refused("The token's header is not one JSON object without repeated members.");
    }
    return read(jwt, members.get(), payload.get());
  }

  private static Reading read(String jwt, Json.Members header, byte[] payload) {
    if (!header.member("alg").equals(Optional.of(new Json.Text("HS256")))) {
      return refused("The token's header must say \"alg\":\"HS256\"; no other algorithm is taken.");
    }
    if (!header.member("typ").orElse(new Json.Text("JWT")).equals(new Json.Text("JWT"))) {
      return refused("The token's 'typ' must be \"JWT\", or left out.");
    }
    for (String member : REFUSED_MEMBERS) {
      if (header.has(member)) {
        return refused("The token's header must not have the member '" + member + "'.");
      }
    }
    if (header.member("kid").orElse(new Json.Nothing()) instanceof Json.Text(String kid)
        && KeyId.isValid(kid)) {
      return new Reading.Token(new CompactToken(jwt, new KeyId(kid), payload));
    }
    return refused("The token's header must name its signing key's id in 'kid', as text.");
  }

  private static Reading refused(String message) {
    return new Reading.Refused(TokenFaults.invalid(message));
  }

  @Override
  public String toString() {
    return "CompactToken[" + kid + "]";
  }
}
