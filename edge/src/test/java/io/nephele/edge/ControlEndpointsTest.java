package io.nephele.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.model.Body;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlEndpointsTest {
  private final List<String> told = new ArrayList<>();
  private final ControlPlane plane =
      new ControlPlane() {
        @Override
        public String version() {
          return "1.2.3";
        }

        @Override
        public List<ServiceCoverage> coverage() {
          return List.of(
              new ServiceCoverage("ec2", List.of(), List.of("RunInstances")),
              new ServiceCoverage("sqs", List.of("SendMessage"), List.of("TagQueue")));
        }

        @Override
        public void reset(String service, String account) {
          if ("no".equals(service)) {
            throw new IllegalArgumentException("Unknown service: no");
          }
          told.add("reset " + service + " " + account);
        }

        @Override
        public void stop() {
          told.add("stop");
        }
      };
  private final HttpHandler handler =
      new ControlEndpoints(
          plane, new BrowserGuard(List.of()), request -> PlainResponses.text(200, "next"));

  private static HttpRequest request(String method, String path, String query, String... headers) {
    Headers fields = new Headers();
    if (headers.length == 0 || !headers[0].equals("Host")) {
      fields.add("Host", "localhost:4566");
    }
    for (int i = 0; i < headers.length; i += 2) {
      fields.add(headers[i], headers[i + 1]);
    }
    return new HttpRequest(method, path, query, fields, Body.EMPTY, "127.0.0.1", false);
  }

  private static String text(HttpResponse response) throws IOException {
    return new String(response.body().open().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void tellsCoverage() throws IOException {
    assertThat(text(handler.handle(request("GET", "/_nephele/coverage", null))))
        .isEqualTo(
            "{\"version\":\"1.2.3\",\"services\":{"
                + "\"ec2\":{\"implemented\":[],\"missing\":[\"RunInstances\"]},"
                + "\"sqs\":{\"implemented\":[\"SendMessage\"],\"missing\":[\"TagQueue\"]}}}");
  }

  @Test
  void resets() {
    assertThat(handler.handle(request("POST", "/_nephele/reset", null)).status()).isEqualTo(204);
    assertThat(
            handler
                .handle(request("POST", "/_nephele/reset", "service=sqs&account=123456789012"))
                .status())
        .isEqualTo(204);
    assertThat(told).containsExactly("reset null null", "reset sqs 123456789012");
  }

  @ParameterizedTest
  @CsvSource({"service=no", "servce=sqs", "service=sqs&service=sns"})
  void refusesToResetWhatItDoesNotKnow(String query) {
    assertThat(handler.handle(request("POST", "/_nephele/reset", query)).status()).isEqualTo(400);
    assertThat(told).isEmpty();
  }

  @Test
  void stopsOnlyForTheSameMachine() {
    HttpRequest remote =
        new HttpRequest(
            "POST",
            "/_nephele/stop",
            null,
            new Headers().add("Host", "10.0.0.1"),
            Body.EMPTY,
            "10.0.0.2",
            false);
    assertThat(handler.handle(remote).status()).isEqualTo(403);
    assertThat(told).isEmpty();
    assertThat(handler.handle(request("POST", "/_nephele/stop", null)).status()).isEqualTo(204);
    assertThat(told).containsExactly("stop");
  }

  @Test
  void takesOnlyItsMethods() {
    assertThat(handler.handle(request("GET", "/_nephele/reset", null)).status()).isEqualTo(405);
    assertThat(handler.handle(request("POST", "/_nephele/coverage", null)).status()).isEqualTo(405);
    assertThat(handler.handle(request("GET", "/_nephele/other", null)).status()).isEqualTo(404);
  }

  @Test
  void leavesAllOtherPathsToTheNextHandler() throws IOException {
    for (String path : new String[] {"/", "/_x", "/_nephele", "/bucket/_nephele/health"}) {
      assertThat(text(handler.handle(request("GET", path, null)))).isEqualTo("next");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Origin, https://evil.example",
    "Origin, null",
    "Origin, http://localhost.evil.example",
    "Origin, http://127.0.0.1.evil.example",
    "Sec-Fetch-Site, cross-site"
  })
  void refusesPagesOfOtherSites(String header, String value) {
    HttpRequest forged = request("POST", "/_nephele/reset", null, header, value);
    assertThat(handler.handle(forged).status()).isEqualTo(403);
    assertThat(told).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example:4566", "127.0.0.1.evil.example", "localhost.evil.example"})
  void refusesNamesThatStrangersMayOwn(String host) {
    HttpRequest rebound = request("POST", "/_nephele/reset", null, "Host", host);
    assertThat(handler.handle(rebound).status()).isEqualTo(403);
    assertThat(told).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:4566",
        "127.0.0.1:4566",
        "[::1]:4566",
        "nephele:4566",
        "x.localhost",
        "host.docker.internal",
        "localhost.localstack.cloud:4566"
      })
  void servesLocalNames(String host) {
    HttpRequest local =
        request("POST", "/_nephele/reset", null, "Host", host, "Origin", "http://localhost:3000");
    assertThat(handler.handle(local).status()).isEqualTo(204);
  }
}
