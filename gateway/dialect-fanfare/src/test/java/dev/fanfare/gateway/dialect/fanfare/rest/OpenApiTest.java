package dev.fanfare.gateway.dialect.fanfare.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.protocol.FaultCode;
import dev.fanfare.testkit.Spec;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OpenApiTest {

  @Test
  @Spec("REST-14")
  void theDescriptionHasEveryRouteAndNoOther() {
    Set<String> routes = new TreeSet<>();
    new RestApi(() -> 0, 1)
        .routes()
        .forEach(route -> routes.add(route.method() + " " + route.template()));
    routes.addAll(
        Set.of("GET /v1/connect", "GET /v1/raw/{channel}", "GET /v1/sse", "GET /v1/poll"));

    assertThat(OpenApi.DOCUMENT.routes()).isEqualTo(routes);
  }

  @Test
  @Spec("REST-14")
  void theDescriptionIsServed() {
    Backend call = Backend.gets("/v1/openapi.json").without("authorization").send();

    assertThat(call.answer().status()).isEqualTo(200);
    assertThat(call.answer().headers()).containsEntry("content-type", "application/json");
    assertThat(OpenApi.DOCUMENT.json().get("openapi").textValue()).startsWith("3.1");
  }

  @Test
  @Spec("REST-14")
  void everyReferenceOfTheDescriptionLeadsSomewhere() {
    OpenApi.DOCUMENT
        .json()
        .findValuesAsText("$ref")
        .forEach(
            reference ->
                assertThat(OpenApi.DOCUMENT.json().at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse());
  }

  @Test
  @Spec("REST-15")
  void anotherMethodIsRefusedWithThoseThatThereAre() {
    Backend call = Backend.calls("DELETE", "/v1/channels/news/messages").send();

    call.hearsProblem(FaultCode.METHOD_NOT_ALLOWED, "POST, GET, HEAD");
    assertThat(call.answer().headers()).containsEntry("allow", "POST, GET, HEAD");
  }

  @Test
  @Spec("REST-15")
  void headIsAnsweredAsGet() {
    assertThat(Backend.calls("HEAD", "/v1/time").send().answer().status()).isEqualTo(200);
  }
}
