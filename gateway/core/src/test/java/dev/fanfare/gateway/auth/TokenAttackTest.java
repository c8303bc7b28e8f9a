package dev.fanfare.gateway.auth;

import static dev.fanfare.gateway.auth.Credentials.apiKey;
import static dev.fanfare.gateway.auth.Credentials.revoked;
import static dev.fanfare.gateway.auth.Credentials.signing;
import static dev.fanfare.gateway.auth.Credentials.utf8;
import static dev.fanfare.gateway.auth.TokenMaker.base64;
import static dev.fanfare.gateway.auth.TokenMaker.header;
import static dev.fanfare.gateway.auth.TokenMaker.sign;
import static dev.fanfare.protocol.FaultCode.REVOKED;
import static dev.fanfare.protocol.FaultCode.TOKEN_EXPIRED;
import static dev.fanfare.protocol.FaultCode.TOKEN_INVALID;
import static dev.fanfare.protocol.FaultCode.UNAUTHENTICATED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.port.ManualTime;
import dev.fanfare.protocol.Capabilities;
import dev.fanfare.protocol.Command.Presented;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is tried against tokens, each with its one outcome. */
final class TokenAttackTest {
  private static final String SECRET = "a-signing-secret-of-the-first-app";
  private static final String OTHER_SECRET = "a-signing-secret-of-the-other-app";
  private static final ManualTime TIME = new ManualTime();
  private static final long NOW = TIME.now().getEpochSecond();
  private static final String CLAIMS = "{\"exp\":" + (NOW + 3_600) + "}";

  private final Authenticator authenticator = new Authenticator(apps(), TIME);

  /** One attempt. */
  record Attack(String name, String jwt, FaultCode outcome) {
    @Override
    public String toString() {
      return name;
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("attacks")
  void isRefusedWithOneAnswerThatSaysWhatToDo(Attack attack) {
    Authentication answer = authenticator.authenticate(new Presented.Token(attack.jwt()));

    assertThat(answer).isInstanceOf(Authentication.Refused.class);
    Fault fault = ((Authentication.Refused) answer).fault();
    assertThat(fault.code()).isEqualTo(attack.outcome());
    assertThat(fault.message()).matches("[A-Z].{20,250}\\.").doesNotContain(SECRET, OTHER_SECRET);
    for (String part : attack.jwt().split("\\.", -1)) {
      if (part.length() > 8) {
        assertThat(fault.message()).doesNotContain(part);
      }
    }
  }

  @Test
  void theTokenThatTheAttacksAreMadeFromIsAccepted() {
    assertThat(authenticator.authenticate(new Presented.Token(good())))
        .isInstanceOf(Authentication.Granted.class);
  }

  @Test
  void aForgerHearsTheSameWhetherTheKeyExistsOrNot() {
    List<Authentication> answers = new ArrayList<>();
    for (String kid : List.of("good", "gone", "asleep", "other", "api", "nobodys")) {
      String forged = sign(header(kid), CLAIMS, "not the secret");
      answers.add(authenticator.authenticate(new Presented.Token(forged)));
    }

    assertThat(answers).hasSize(6).containsOnly(answers.get(0));
  }

  static Stream<Attack> attacks() {
    return Stream.of(algorithms(), headers(), signatures(), shapes(), times(), claims(), rights())
        .flatMap(List::stream);
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
        headed("header nested deeply", start + "\"x\":" + nested(17) + "}"),
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

  private static List<Attack> shapes() {
    String good = good();
    String[] parts = good.split("\\.", -1);
    return List.of(
        attack("nothing", "", TOKEN_INVALID),
        attack("dots", "..", TOKEN_INVALID),
        attack("one part", parts[0], TOKEN_INVALID),
        attack("two parts", parts[0] + "." + parts[1], TOKEN_INVALID),
        attack("four parts", good + ".", TOKEN_INVALID),
        attack(
            "five parts, as encrypted tokens",
            good + "." + parts[0] + "." + parts[1],
            TOKEN_INVALID),
        attack("signature empty", parts[0] + "." + parts[1] + ".", TOKEN_INVALID),
        attack("claims empty", parts[0] + ".." + parts[2], TOKEN_INVALID),
        attack("header empty", "." + parts[1] + "." + parts[2], TOKEN_INVALID),
        attack("a trailing =", good + "=", TOKEN_INVALID),
        attack("a trailing line break", good + "\n", TOKEN_INVALID),
        attack("a leading space", " " + good, TOKEN_INVALID),
        attack("two characters too many", good + "AA", TOKEN_INVALID),
        attack("unused bits set", withUnusedBits(good), TOKEN_INVALID),
        attack(
            "base64 of the other alphabet",
            good.substring(0, good.length() - 1) + "/",
            TOKEN_INVALID),
        attack("not ASCII", good.replace('.', '\u3002'), TOKEN_INVALID),
        attack("oversized", sign(header("good"), oversized(), SECRET), TOKEN_INVALID),
        attack("oversized nonsense", "x".repeat(1_000_000), TOKEN_INVALID),
        claiming("claims a list", "[" + CLAIMS + "]"),
        claiming("claims a text", "\"hello\""),
        claiming("claims a token", good),
        claiming("claims cut off", CLAIMS.substring(0, CLAIMS.length() - 1)),
        claiming("claims with something behind", CLAIMS + "x"),
        claiming("claims with a comment", "{/**/\"exp\":" + (NOW + 60) + "}"),
        claiming("a claim twice", "{\"exp\":1,\"exp\":" + (NOW + 60) + "}"),
        claiming(
            "a member twice deep down",
            "{\"exp\":" + (NOW + 60) + ",\"cap\":{\"a\":[\"publish\"],\"a\":[\"subscribe\"]}}"),
        claiming("nested deeply", "{\"exp\":" + (NOW + 60) + ",\"x\":" + nested(17) + "}"),
        claiming("nested very deeply", "{\"exp\":" + (NOW + 60) + ",\"x\":" + nested(2_500) + "}"));
  }

  private static List<Attack> times() {
    return List.of(
        attack("expired", signed("{\"exp\":" + (NOW - 3_600) + "}"), TOKEN_EXPIRED),
        attack("expired a second ago", signed("{\"exp\":" + (NOW - 1) + "}"), TOKEN_EXPIRED),
        attack("expires this very second", signed("{\"exp\":" + NOW + "}"), TOKEN_EXPIRED),
        attack("expired in 1970", signed("{\"exp\":0}"), TOKEN_EXPIRED),
        claiming("not yet valid", "{\"exp\":" + (NOW + 3_600) + ",\"nbf\":" + (NOW + 60) + "}"),
        claiming(
            "made in the future", "{\"exp\":" + (NOW + 3_600) + ",\"iat\":" + (NOW + 60) + "}"),
        claiming("exp missing", "{\"sub\":\"alice\"}"),
        claiming("exp a string", "{\"exp\":\"" + (NOW + 60) + "\"}"),
        claiming("exp null", "{\"exp\":null}"),
        claiming("exp a list", "{\"exp\":[" + (NOW + 60) + "]}"),
        claiming("exp a date", "{\"exp\":\"2026-11-21T13:00:00Z\"}"),
        claiming("exp in more than 24 hours", "{\"exp\":" + (NOW + 86_400 + 60) + "}"),
        claiming("exp in milliseconds", "{\"exp\":" + (NOW + 60) * 1_000 + "}"),
        claiming("exp negative", "{\"exp\":-1}"),
        claiming("exp huge", "{\"exp\":1e300}"),
        claiming("exp beyond every number", "{\"exp\":1e999999999}"),
        claiming("exp beyond a long", "{\"exp\":9223372036854775808}"),
        claiming("exp that overflows to now", "{\"exp\":" + "9".repeat(40) + "}"),
        claiming("exp with a leading zero", "{\"exp\":0" + (NOW + 60) + "}"),
        claiming("exp hexadecimal", "{\"exp\":0x7fffffff}"),
        claiming("exp NaN", "{\"exp\":NaN}"),
        claiming("nbf a string", "{\"exp\":" + (NOW + 60) + ",\"nbf\":\"0\"}"),
        claiming("iat a string", "{\"exp\":" + (NOW + 60) + ",\"iat\":\"0\"}"),
        claiming("nbf null", "{\"exp\":" + (NOW + 60) + ",\"nbf\":null}"));
  }

  private static List<Attack> claims() {
    return List.of(
        with("another app's aud", "\"aud\":\"2002\""),
        with("aud a number", "\"aud\":1001"),
        with("aud a list", "\"aud\":[\"1001\"]"),
        with("aud a list of two", "\"aud\":[\"1001\",\"2002\"]"),
        with("aud null", "\"aud\":null"),
        with("aud empty", "\"aud\":\"\""),
        with("sub empty", "\"sub\":\"\""),
        with("sub a number", "\"sub\":7"),
        with("sub null", "\"sub\":null"),
        with("sub a list", "\"sub\":[\"alice\"]"),
        with("sub with a control character", "\"sub\":\"alice\\u0000\""),
        with("sub with a line break", "\"sub\":\"alice\\nadmin\""),
        with("sub with half a character", "\"sub\":\"\\ud800\""),
        with("sub of 129 bytes", "\"sub\":\"" + "a".repeat(129) + "\""),
        with("sub of 65 letters, 130 bytes", "\"sub\":\"" + "é".repeat(65) + "\""),
        with("jti a number", "\"jti\":1"),
        with("jti too long", "\"jti\":\"" + "a".repeat(129) + "\""));
  }

  private static List<Attack> rights() {
    return List.of(
        with("cap null", "\"cap\":null"),
        with("cap empty", "\"cap\":{}"),
        with("cap a list", "\"cap\":[\"subscribe\"]"),
        with("cap a text of JSON", "\"cap\":\"{\\\"*\\\":[\\\"*\\\"]}\""),
        with("cap true", "\"cap\":true"),
        with("operations a text", "\"cap\":{\"a\":\"subscribe\"}"),
        with("operations null", "\"cap\":{\"a\":null}"),
        with("operations empty", "\"cap\":{\"a\":[]}"),
        with("operations an object", "\"cap\":{\"a\":{\"subscribe\":true}}"),
        with("operation a number", "\"cap\":{\"a\":[1]}"),
        with("operation null", "\"cap\":{\"a\":[null]}"),
        with("operation in capitals", "\"cap\":{\"a\":[\"SUBSCRIBE\"]}"),
        with("operation unknown", "\"cap\":{\"a\":[\"subscribe\",\"rule-the-world\"]}"),
        with(
            "operation unknown, with markup",
            "\"cap\":{\"a\":[\"<b>\\u0007" + "x".repeat(300) + "\"]}"),
        with("pattern empty", "\"cap\":{\"\":[\"subscribe\"]}"),
        with("pattern with a control character", "\"cap\":{\"a\\u0000\":[\"subscribe\"]}"),
        with("pattern too long", "\"cap\":{\"" + "a".repeat(256) + "\":[\"subscribe\"]}"),
        with("a channel token", "\"chan\":\"room\",\"ops\":[\"subscribe\"]"),
        with("a channel token without ops", "\"chan\":\"room\""),
        with("ops without chan", "\"ops\":[\"subscribe\"]"),
        with("chan a list", "\"chan\":[\"room\"]"));
  }

  private static KnownApps apps() {
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

  private static String good() {
    return signed(CLAIMS);
  }

  private static String signed(String claims) {
    return sign(header("good"), claims, SECRET);
  }

  private static Attack attack(String name, String jwt, FaultCode outcome) {
    return new Attack(name, jwt, outcome);
  }

  /** Rightly signed, with a header that is not. */
  private static Attack headed(String name, String header) {
    return attack(name, sign(header, CLAIMS, SECRET), TOKEN_INVALID);
  }

  /** Rightly signed, with claims that are not. */
  private static Attack claiming(String name, String claims) {
    return attack(name, signed(claims), TOKEN_INVALID);
  }

  private static Attack with(String name, String claim) {
    return claiming(name, "{\"exp\":" + (NOW + 60) + "," + claim + "}");
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

  /** 32 bytes need 43 characters, the last of which has two bits to spare. */
  private static String withUnusedBits(String jwt) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    int last = alphabet.indexOf(jwt.charAt(jwt.length() - 1));
    return jwt.substring(0, jwt.length() - 1) + alphabet.charAt(last | 1);
  }

  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  private static String oversized() {
    return "{\"exp\":" + (NOW + 60) + ",\"padding\":\"" + "a".repeat(8_192) + "\"}";
  }
}
