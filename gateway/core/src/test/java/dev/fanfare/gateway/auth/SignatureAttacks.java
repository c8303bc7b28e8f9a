package dev.fanfare.gateway.auth;

import static dev.fanfare.gateway.auth.Attack.CLAIMS;
import static dev.fanfare.gateway.auth.Attack.NOW;
import static dev.fanfare.gateway.auth.Attack.SECRET;
import static dev.fanfare.gateway.auth.Attack.attack;
import static dev.fanfare.gateway.auth.Attack.good;
import static dev.fanfare.gateway.auth.Attack.headed;
import static dev.fanfare.gateway.auth.Credentials.utf8;
import static dev.fanfare.gateway.auth.TokenMaker.base64;
import static dev.fanfare.gateway.auth.TokenMaker.header;
import static dev.fanfare.gateway.auth.TokenMaker.sign;
import static dev.fanfare.protocol.FaultCode.REVOKED;
import static dev.fanfare.protocol.FaultCode.TOKEN_INVALID;
import static dev.fanfare.protocol.FaultCode.UNAUTHENTICATED;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** Attempts with the header and the signature. */
final class SignatureAttacks {
  private SignatureAttacks() {}

  static Stream<Attack> all() {
    return Stream.of(algorithms(), headers(), signatures()).flatMap(List::stream);
  }

  private static List<Attack> algorithms() {
    List<Attack> attacks = new ArrayList<>();
    for (String alg :
        List.of("none", "None", "NONE", "RS256", "ES256", "PS256", "EdDSA", "hs256")) {
      String header = "{\"alg\":\"" + alg + "\",\"kid\":\"good\"}";
      attacks.add(new Attack("alg " + alg, sign(header, CLAIMS, SECRET), TOKEN_INVALID));
      attacks.add(
          new Attack("alg " + alg + ", no signature", unsigned(header, CLAIMS), TOKEN_INVALID));
    }
    attacks.add(
        new Attack(
            "HS512 by the same secret",
            sign("{\"alg\":\"HS512\",\"kid\":\"good\"}", CLAIMS, SECRET, "HmacSHA512"),
            TOKEN_INVALID));
    attacks.add(
        new Attack(
            "says HS256, is HS512",
            sign(header("good"), CLAIMS, SECRET, "HmacSHA512"),
            UNAUTHENTICATED));
    attacks.add(headed("alg with a space", "{\"alg\":\" HS256\",\"kid\":\"good\"}"));
    attacks.add(headed("alg null", "{\"alg\":null,\"kid\":\"good\"}"));
    attacks.add(headed("alg a list", "{\"alg\":[\"HS256\"],\"kid\":\"good\"}"));
    attacks.add(headed("alg missing", "{\"kid\":\"good\"}"));
    return attacks;
  }

  private static List<Attack> headers() {
    String start = "{\"alg\":\"HS256\",\"kid\":\"good\",";
    return List.of(
        headed("typ JWS", start + "\"typ\":\"JWS\"}"),
        headed("typ in small letters", start + "\"typ\":\"jwt\"}"),
        headed("typ null", start + "\"typ\":null}"),
        headed("zip", start + "\"zip\":\"DEF\"}"),
        headed("zip null", start + "\"zip\":null}"),
        headed("crit", start + "\"crit\":[\"exp\"],\"exp\":1}"),
        headed("crit empty", start + "\"crit\":[]}"),
        headed("unencoded payload", start + "\"b64\":false}"),
        headed("nested token", start + "\"cty\":\"JWT\"}"),
        headed("encryption", start + "\"enc\":\"A128GCM\"}"),
        headed("key in the header", start + "\"jwk\":{\"kty\":\"oct\",\"k\":\"AAAA\"}}"),
        headed("key at an address", start + "\"jku\":\"http://127.0.0.1/keys\"}"),
        headed("certificate at an address", start + "\"x5u\":\"http://127.0.0.1/cert\"}"),
        headed("certificate chain", start + "\"x5c\":[\"AAAA\"]}"),
        headed("certificate digest", start + "\"x5t#S256\":\"AAAA\"}"),
        headed("alg twice", "{\"alg\":\"none\",\"alg\":\"HS256\",\"kid\":\"good\"}"),
        headed("kid twice, once escaped", start + "\"\\u006bid\":\"other\"}"),
        headed("kid missing", "{\"alg\":\"HS256\"}"),
        headed("kid a number", "{\"alg\":\"HS256\",\"kid\":1}"),
        headed("kid empty", "{\"alg\":\"HS256\",\"kid\":\"\"}"),
        headed("kid a path", "{\"alg\":\"HS256\",\"kid\":\"../../dev/null\"}"),
        headed("kid a query", "{\"alg\":\"HS256\",\"kid\":\"good' OR '1'='1\"}"),
        headed("kid of 65 characters", "{\"alg\":\"HS256\",\"kid\":\"" + "k".repeat(65) + "\"}"),
        headed("header a list", "[\"HS256\"]"),
        headed("header nested deeply", start + "\"x\":" + "[".repeat(17) + "]".repeat(17) + "}"),
        headed("something behind the header", header("good") + "{}"),
        new Attack(
            "header not UTF-8",
            sign(
                base64(new byte[] {'{', '"', (byte) 0xC0, (byte) 0xAF, '"', ':', '1', '}'})
                    + "."
                    + base64(utf8(CLAIMS)),
                utf8(SECRET),
                "HmacSHA256"),
            TOKEN_INVALID));
  }

  private static List<Attack> signatures() {
    String good = good();
    String[] parts = good.split("\\.", -1);
    List<Attack> attacks = new ArrayList<>();
    attacks.add(attack("unknown kid", sign(header("nobodys"), CLAIMS, SECRET), UNAUTHENTICATED));
    attacks.add(attack("unknown kid, decoy key", decoySigned(header("nobodys")), UNAUTHENTICATED));
    attacks.add(
        attack("another tenant's kid", sign(header("other"), CLAIMS, SECRET), UNAUTHENTICATED));
    attacks.add(
        attack("an API key's kid", sign(header("api"), CLAIMS, "api-secret"), UNAUTHENTICATED));
    attacks.add(
        attack(
            "an API key's stored digest as the secret",
            sign(
                base64(utf8(header("api"))) + "." + base64(utf8(CLAIMS)),
                Hmac.sha256(utf8("api-secret")),
                "HmacSHA256"),
            UNAUTHENTICATED));
    attacks.add(
        attack("a disabled app's kid", sign(header("asleep"), CLAIMS, SECRET), UNAUTHENTICATED));
    attacks.add(attack("a revoked secret", sign(header("gone"), CLAIMS, SECRET), REVOKED));
    attacks.add(
        attack("a revoked secret, forged", sign(header("gone"), CLAIMS, "no"), UNAUTHENTICATED));
    attacks.add(attack("an empty secret", sign(header("empty"), CLAIMS, "\0"), UNAUTHENTICATED));
    attacks.add(
        attack(
            "claims of another token",
            parts[0] + "." + base64(utf8("{\"exp\":" + (NOW + 60) + "}")) + "." + parts[2],
            UNAUTHENTICATED));
    attacks.add(attack("first bit flipped", flip(good, parts[2], 0), UNAUTHENTICATED));
    attacks.add(attack("a bit flipped in the middle", flip(good, parts[2], 20), UNAUTHENTICATED));
    attacks.add(
        attack(
            "signature cut short",
            parts[0] + "." + parts[1] + "." + base64(Arrays.copyOf(decoded(parts[2]), 16)),
            UNAUTHENTICATED));
    attacks.add(attack("signature with more behind", good + "AAAA", UNAUTHENTICATED));
    return attacks;
  }

  private static String unsigned(String header, String claims) {
    return base64(utf8(header)) + "." + base64(utf8(claims)) + ".";
  }

  private static String decoySigned(String header) {
    String signed = base64(utf8(header)) + "." + base64(utf8(CLAIMS));
    return sign(signed, new byte[32], "HmacSHA256");
  }

  private static byte[] decoded(String part) {
    return Base64.getUrlDecoder().decode(part);
  }

  private static String flip(String jwt, String signature, int at) {
    int index = jwt.length() - signature.length() + at;
    char flipped = jwt.charAt(index) == 'A' ? 'B' : 'A';
    return jwt.substring(0, index) + flipped + jwt.substring(index + 1);
  }
}
