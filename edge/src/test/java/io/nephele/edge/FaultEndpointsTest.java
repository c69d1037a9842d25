package io.nephele.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.World;
import io.nephele.core.WorldSettings;
import io.nephele.core.blobs.Blobs;
import io.nephele.core.ids.Ids;
import io.nephele.core.json.JsonText;
import io.nephele.core.nodes.Nodes;
import io.nephele.core.partition.Regions;
import io.nephele.core.store.MvStores;
import io.nephele.core.store.Store;
import io.nephele.core.time.TurnableClock;
import io.nephele.identity.Identity;
import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The endpoints of faults and of request rates, and what they make of calls. */
class FaultEndpointsTest {
  private final Store store = MvStores.inMemory();
  private final World world =
      new World(
          new WorldSettings("default", "000000000000", Regions.find("us-east-1"), false),
          store,
          Blobs.temporary(),
          new TurnableClock(),
          Ids.seeded(1),
          new Nodes(store, null), // a store in memory has no other nodes to listen to
          List.of(),
          Identity::new);
  private final BrowserGuard guard = new BrowserGuard(List.of());
  private final HttpHandler handler =
      new QuotaEndpoints(world, guard, new FaultEndpoints(world, guard, new ApiHandler(world)));

  @AfterEach
  void close() {
    world.close();
  }

  private HttpResponse ask(String method, String path, String body, String... headers) {
    Headers fields = new Headers().add("Host", "localhost:4566");
    for (int i = 0; i < headers.length; i += 2) {
      fields.add(headers[i], headers[i + 1]);
    }
    int mark = path.indexOf('?');
    return handler.handle(
        new HttpRequest(
            method,
            mark < 0 ? path : path.substring(0, mark),
            mark < 0 ? null : path.substring(mark + 1),
            fields,
            body == null ? Body.EMPTY : Body.of(Bytes.utf8(body)),
            "127.0.0.1",
            false));
  }

  private static String text(HttpResponse response) throws IOException {
    return new String(response.body().open().readAllBytes(), StandardCharsets.UTF_8);
  }

  @SuppressWarnings("unchecked") // JSON objects have string keys
  private Map<String, Object> json(String method, String path, String body) throws IOException {
    HttpResponse response = ask(method, path, body);
    String text = text(response);
    assertThat(response.status()).as(text).isEqualTo(200);
    return (Map<String, Object>) JsonText.parse(text);
  }

  private HttpResponse call() {
    return ask(
        "POST",
        "/",
        "{}",
        "X-Amz-Target",
        "AmazonSQS.ListQueues",
        "Content-Type",
        "application/x-amz-json-1.0");
  }

  @Test
  void aRuleIsAddedReadAndDeleted() throws IOException {
    String rule =
        """
        {"id": "slow-orders", "what": "error", "when": "after", "code": "Teapot", "status": 418,
         "message": "short", "service": "sqs", "operation": "Send*", "resource": "orders",
         "account": "000000000000", "region": "us-*", "principal": "*:root", "probability": 0.25,
         "count": 3, "from": "2026-01-01T00:00:00Z", "until": "2100-01-01T00:00:00Z",
         "seed": 9007199254740991}""";
    Map<String, Object> added = json("POST", "/_nephele/faults", rule);
    assertThat(added)
        .containsEntry("id", "slow-orders")
        .containsEntry("when", "after")
        .containsEntry("state", "active")
        .containsEntry("seed", 9007199254740991L)
        .containsEntry("fired", 0);
    ((Map<?, ?>) JsonText.parse(rule))
        .forEach((name, value) -> assertThat(added.get(name)).isEqualTo(value));
    assertThat(json("GET", "/_nephele/faults/slow-orders", null)).isEqualTo(added);
    assertThat(json("GET", "/_nephele/faults", null).get("faults")).isEqualTo(List.of(added));
    assertThat(ask("DELETE", "/_nephele/faults/slow-orders", null).status()).isEqualTo(204);
    assertThat(ask("DELETE", "/_nephele/faults/slow-orders", null).status()).isEqualTo(404);
  }

  @Test
  void aListIsAddedOrTakesThePlaceOfAll() throws IOException {
    json("POST", "/_nephele/faults", "[{\"what\":\"drop\",\"id\":\"a\"},{\"what\":\"throttle\"}]");
    assertThat(world.faults().list()).hasSize(2);
    json("PUT", "/_nephele/faults", "[{\"what\":\"latency\",\"latencyMillis\":5}]");
    assertThat(world.faults().list()).hasSize(1);
    assertThat(ask("DELETE", "/_nephele/faults", null).status()).isEqualTo(204);
    assertThat(world.faults().list()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|what is needed: error, throttle, latency or drop",
        "{\"what\":\"fire\"}|what must be one of error, throttle, latency, drop",
        "{\"what\":\"drop\",\"when\":\"never\"}|when must be one of before, after",
        "{\"what\":\"drop\",\"services\":\"sqs\"}|services is not a member; those are id, what,",
        "{\"what\":\"drop\",\"count\":1.5}|count must be a whole number",
        "{\"what\":\"drop\",\"count\":1e999999999}|count must be a whole number",
        "{\"what\":\"drop\",\"count\":\"1\"}|count must be a whole number",
        "{\"what\":\"drop\",\"probability\":1e999}|probability must be a number",
        "{\"what\":\"drop\",\"probability\":1.5}|probability must be from 0 to 1",
        "{\"what\":\"drop\",\"from\":\"now\"}|from must be a time such as 2026-01-01T00:00:00Z",
        "{\"what\":\"drop\",\"service\":7}|service must be a text",
        "{\"what\":\"drop\",\"service\":\"nothing\"}|service is none that AWS has: nothing",
        "{\"what\":\"error\"}|code is needed, such as ServiceUnavailable",
        "{\"what\":\"error\",\"code\":\"X\",\"status\":99999999999}|status must be from 400 to 599",
        "[1]|The list must hold JSON objects only",
        "nothing|The body must be a JSON object or a list of up to 1000",
        "``|The body must be a JSON object or a list of up to 1000"
      })
  void saysWhatIsWrongWithARule(String body, String message) throws IOException {
    HttpResponse response = ask("POST", "/_nephele/faults", body);
    assertThat(response.status()).isEqualTo(400);
    assertThat(text(response)).startsWith(message).endsWith("\n");
    assertThat(world.faults().list()).isEmpty();
  }

  @Test
  void bodiesAreBounded() throws IOException {
    HttpResponse large = ask("POST", "/_nephele/faults", " ".repeat(1 << 20) + "{}");
    assertThat(large.status()).isEqualTo(400);
    assertThat(text(large)).isEqualTo("The body must be at most 1 MiB\n");
    HttpResponse deep = ask("POST", "/_nephele/faults", "[".repeat(100_000));
    assertThat(deep.status()).isEqualTo(400);
  }

  @Test
  void faultsBefallCallsAndAreListed() throws IOException {
    json(
        "POST",
        "/_nephele/faults",
        "{\"id\":\"busy\",\"what\":\"error\",\"code\":\"ServiceUnavailable\",\"count\":1}");
    HttpResponse failed = call();
    assertThat(failed.status()).isEqualTo(503);
    assertThat(text(failed)).contains("ServiceUnavailable");
    assertThat(text(call())).contains("NotImplemented");
    String requestId = failed.headers().first("x-amzn-RequestId");
    List<?> hits = (List<?>) json("GET", "/_nephele/faults/hits", null).get("hits");
    assertThat(hits).hasSize(1);
    assertThat((Map<?, ?>) hits.getFirst())
        .hasToString(
            "{time=%s, requestId=%s, rule=busy, service=sqs, operation=ListQueues,"
                    .formatted(((Map<?, ?>) hits.getFirst()).get("time"), requestId)
                + " account=000000000000, region=us-east-1,"
                + " what=error ServiceUnavailable (503) before}");
    assertThat(json("GET", "/_nephele/faults/hits?rule=busy", null).get("hits")).isEqualTo(hits);
    assertThat(json("GET", "/_nephele/faults/hits?rule=other", null).get("hits"))
        .isEqualTo(List.of());
    assertThat(json("GET", "/_nephele/faults/busy", null)).containsEntry("state", "spent");
  }

  @Test
  void ratesAreSwitchedAndSet() throws IOException {
    Map<String, Object> before = json("GET", "/_nephele/quotas?service=sts", null);
    assertThat(before).containsEntry("enabled", false);
    assertThat((List<?>) before.get("quotas")).hasSize(1);
    assertThat(ask("PUT", "/_nephele/quotas", "{\"enabled\":true}").status()).isEqualTo(204);
    assertThat(ask("PUT", "/_nephele/quotas", "{\"enabled\":false,\"service\":\"sts\"}").status())
        .isEqualTo(204);
    assertThat(json("GET", "/_nephele/quotas", null)).containsEntry("enabled", true);
    assertThat(world.quotas().isOn("sts", "000000000000")).isFalse();
    Map<String, Object> set =
        json(
            "POST",
            "/_nephele/quotas/overrides",
            "{\"service\":\"sqs\",\"operation\":\"ListQueues\",\"rate\":0.001}");
    assertThat(set).containsEntry("burst", 1);
    assertThat(text(call())).contains("NotImplemented");
    HttpResponse throttled = call();
    assertThat(throttled.status()).isEqualTo(403);
    assertThat(text(throttled)).contains("RequestThrottled");
    List<?> buckets = (List<?>) json("GET", "/_nephele/quotas", null).get("buckets");
    assertThat(buckets).hasSize(1);
    String path = "/_nephele/quotas/overrides/" + set.get("id");
    assertThat(ask("DELETE", path, null).status()).isEqualTo(204);
    assertThat(ask("DELETE", path, null).status()).isEqualTo(404);
    assertThat(text(call())).contains("NotImplemented");
    assertThat(ask("DELETE", "/_nephele/quotas", null).status()).isEqualTo(204);
    assertThat(json("GET", "/_nephele/quotas", null)).containsEntry("enabled", false);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PUT|/_nephele/quotas|{}|enabled is needed: true, false, or null to unset it",
        "PUT|/_nephele/quotas|[]|The body must be one JSON object",
        "PUT|/_nephele/quotas|{\"enabled\":1}|enabled must be true or false",
        "PUT|/_nephele/quotas|{\"enabled\":true,\"account\":\"1\"}|account must be 12 digits",
        "POST|/_nephele/quotas/overrides|{\"service\":\"sqs\"}|rate is needed: calls a second",
        "POST|/_nephele/quotas/overrides|{\"rate\":1}|service is needed",
        "POST|/_nephele/quotas/overrides|{\"service\":\"sqs\",\"rate\":0}|rate must be from",
        "POST|/_nephele/quotas/overrides|{\"service\":\"sqs\",\"rate\":1,\"burst\":0}|burst must be",
        "POST|/_nephele/quotas/overrides|{\"service\":\"sqs\",\"rate\":1,\"operation\":\"X\"}"
            + "|operation is none of sqs: X",
        "GET|/_nephele/quotas?account=1||Unknown or repeated parameter: account"
      })
  void saysWhatIsWrongWithRates(String method, String path, String body, String message)
      throws IOException {
    HttpResponse response = ask(method, path, body);
    assertThat(response.status()).isEqualTo(400);
    assertThat(text(response)).startsWith(message);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /_nephele/faults",
    "PUT, /_nephele/faults",
    "DELETE, /_nephele/faults",
    "PUT, /_nephele/quotas",
    "DELETE, /_nephele/quotas",
    "POST, /_nephele/quotas/overrides"
  })
  void pagesOfOtherSitesMayChangeNothing(String method, String path) {
    HttpResponse response =
        ask(method, path, "{\"what\":\"drop\"}", "Origin", "https://evil.example");
    assertThat(response.status()).isEqualTo(403);
    assertThat(world.faults().list()).isEmpty();
  }

  @Test
  void otherMethodsAreNotAllowed() {
    assertThat(ask("PATCH", "/_nephele/faults", "{}").status()).isEqualTo(405);
    assertThat(ask("POST", "/_nephele/faults/hits", "{}").status()).isEqualTo(405);
    assertThat(ask("POST", "/_nephele/quotas", "{}").status()).isEqualTo(405);
    assertThat(ask("GET", "/_nephele/faults/none", null).status()).isEqualTo(404);
    assertThat(ask("GET", "/_nephele/quotas/none", null).status()).isEqualTo(404);
  }
}
