package dev.fanfare.gateway.auth;

import static dev.fanfare.gateway.auth.Attack.CLAIMS;
import static dev.fanfare.gateway.auth.Attack.NOW;
import static dev.fanfare.gateway.auth.Attack.SECRET;
import static dev.fanfare.gateway.auth.Attack.attack;
import static dev.fanfare.gateway.auth.Attack.claiming;
import static dev.fanfare.gateway.auth.Attack.good;
import static dev.fanfare.gateway.auth.Attack.signed;
import static dev.fanfare.gateway.auth.TokenMaker.header;
import static dev.fanfare.gateway.auth.TokenMaker.sign;
import static dev.fanfare.protocol.FaultCode.TOKEN_EXPIRED;
import static dev.fanfare.protocol.FaultCode.TOKEN_INVALID;

import java.util.List;
import java.util.stream.Stream;

/** Attempts with the shape of the text, and with claims under a good signature. */
final class ClaimAttacks {
  private ClaimAttacks() {}

  static Stream<Attack> all() {
    return Stream.of(shapes(), times(), claims(), rights()).flatMap(List::stream);
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

  private static Attack with(String name, String claim) {
    return claiming(name, "{\"exp\":" + (NOW + 60) + "," + claim + "}");
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
