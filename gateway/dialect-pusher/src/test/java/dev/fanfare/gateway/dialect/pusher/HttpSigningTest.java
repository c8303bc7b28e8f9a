package dev.fanfare.gateway.dialect.pusher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.protocol.Limits;
import dev.fanfare.testkit.Spec;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpSigningTest {
  private static final String EVENTS = "/apps/1001/events";
  private static final String BODY = "{\"name\":\"e\",\"channel\":\"news\",\"data\":\"x\"}";

  private final World world = new World();
  private final Backend backend = world.backend();

  @Test
  @Spec("PUS-29")
  void theSignatureOfTheDocumentationsExampleIsOurs() {
    // The published example: key, secret, time and body are Pusher's; only the time is not ours.
    String signed =
        "POST\n/apps/3/events\nauth_key=278d425bdf160c739803&auth_timestamp=1353088179"
            + "&auth_version=1.0&body_md5=ec365a775a4cd0599faeb73354201b6f";
    assertThat(Hmac.hex("7ad3773142a6692b25b8", signed))
        .isEqualTo("da454824c97ba181a32ccc17a72625ba02771f50b50e1e7430e47a1f3f457e6c");
  }

  @Test
  @Spec("PUS-29")
  void everyActiveSecretSigns() {
    Map<String, String> parameters = backend.parameters(BODY);
    parameters.put("auth_key", World.SECOND_KEY.text());
    String query = Backend.signed("POST", EVENTS, parameters, World.SECOND_SECRET);

    backend.send("POST", EVENTS, query, BODY).is(200).says("{}");
  }

  @Test
  @Spec("PUS-29")
  void namesAreLowerCasedAndValuesAreNotEscaped() {
    Map<String, String> parameters = backend.parameters("");
    parameters.put("filter_by_prefix", "presence-a b&c");
    String query = Backend.signed("GET", "/apps/1001/channels", parameters, World.SECRET);
    // What the edge has unescaped stands in the head; the test's head splits at & and cannot hold
    // it.
    backend.send("GET", "/apps/1001/channels", query.replace("a b&c", "a b"), "").is(401);
    parameters.put("filter_by_prefix", "presence-a b");
    String good = Backend.signed("GET", "/apps/1001/channels", parameters, World.SECRET);
    backend
        .send(
            "GET", "/apps/1001/channels", good.replace("filter_by_prefix", "Filter_By_Prefix"), "")
        .is(200);
  }

  @ParameterizedTest
  @Spec("PUS-29")
  @CsvSource({
    "auth_version,2.0,auth_version",
    "auth_version,'',auth_version",
    "auth_key,nobody,signature",
    "auth_key,'',auth_key",
    "auth_timestamp,yesterday,auth_timestamp",
    "body_md5,00,body_md5",
    "body_md5,'',body_md5"
  })
  void whatIsNotSignedAsPusherSignsIsRefused(String name, String value, String told) {
    refused(parameters -> parameters.put(name, value), 401, told);
  }

  @ParameterizedTest
  @Spec("PUS-29")
  @CsvSource({"-601,401", "601,401", "-599,200", "599,200"})
  void aRequestIsGoodForTenMinutes(int seconds, int status) {
    Map<String, String> parameters = backend.parameters(BODY);
    parameters.put("auth_timestamp", Long.toString(world.seconds() + seconds));
    String query = Backend.signed("POST", EVENTS, parameters, World.SECRET);

    backend.send("POST", EVENTS, query, BODY).is(status);
  }

  @Test
  @Spec("PUS-29")
  void whatWasAlteredIsRefused() {
    String query = Backend.signed("POST", EVENTS, backend.parameters(BODY), World.SECRET);

    backend.send("POST", EVENTS, query, BODY.replace('x', 'y')).is(401).tells("body_md5");
    backend.send("POST", EVENTS, query + "&more=1", BODY).is(401);
    backend.send("POST", "/apps/1001/batch_events", query, BODY).is(401);
    backend.send("POST", EVENTS, query.replaceAll(".{4}$", "0000"), BODY).is(401);
    backend.send("POST", EVENTS, query.replaceAll("&auth_signature.*", ""), BODY).is(401);
    String other = Backend.signed("POST", EVENTS, backend.parameters(BODY), "wrong");
    backend.send("POST", EVENTS, other, BODY).is(401);
  }

  @Test
  @Spec("PUS-29")
  void aParameterThatStandsTwiceIsRefused() {
    String query = Backend.signed("POST", EVENTS, backend.parameters(BODY), World.SECRET);

    backend.send("POST", EVENTS, query + "&auth_version=1.0", BODY).is(400).tells("twice");
    backend.send("POST", EVENTS, query + "&AUTH_VERSION=1.0", BODY).is(400).tells("twice");
  }

  @Test
  @Spec("PUS-29")
  void anUnknownAppIsNotFound() {
    String path = "/apps/1002/events";
    String query = Backend.signed("POST", path, backend.parameters(BODY), World.SECRET);

    backend.send("POST", path, query, BODY).is(404).tells("1002");
  }

  @Test
  @Spec("PUS-29")
  void aDisabledAppIsForbidden() {
    world.change(false, Limits.DEFAULT, World.EVERYTHING);

    backend.post("events", BODY).is(403).tells("disabled");
  }

  @Test
  @Spec("PUS-38")
  void whatIsNotThereIsNotFound() {
    backend.get("nothing").is(404);
    backend.get("channels/a/b").is(404);
    backend.get("channels/a/users/more").is(404);
    backend.send("GET", "/apps", "", "").is(404);
    backend.send("GET", "/apps/1001", "", "").is(404);
    backend.get("events").is(405);
    backend.post("channels", "{}").is(405);
    backend.get("users/ann/terminate_connections").is(405);
  }

  private void refused(Consumer<Map<String, String>> change, int status, String told) {
    Map<String, String> parameters = backend.parameters(BODY);
    change.accept(parameters);
    String query = Backend.signed("POST", EVENTS, parameters, World.SECRET);
    backend.send("POST", EVENTS, query, BODY).is(status).tells(told);
  }
}
