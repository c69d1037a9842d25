package io.nephele.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.model.Body;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class BrowserGuardTest {
  private final HttpHandler handler =
      new BrowserGuard(List.of("https://shop.test:3000"))
          .around(request -> PlainResponses.text(200, "next"));

  private static HttpRequest request(String method, String query, String... headers) {
    Headers fields = new Headers().add("Host", "localhost:4566");
    for (int i = 0; i < headers.length; i += 2) {
      fields.add(headers[i], headers[i + 1]);
    }
    return new HttpRequest(method, "/", query, fields, Body.EMPTY, "127.0.0.1", false);
  }

  private static String allowed(HttpResponse response) {
    return response.headers().first("Access-Control-Allow-Origin");
  }

  @Test
  void answersPreflightsOfTrustedOrigins() {
    for (String origin : new String[] {"http://localhost:3000", "https://shop.test:3000"}) {
      HttpResponse response =
          handler.handle(
              request(
                  "OPTIONS",
                  null,
                  "Origin",
                  origin,
                  "Access-Control-Request-Method",
                  "POST",
                  "Access-Control-Request-Headers",
                  "authorization,x-amz-date"));
      assertThat(response.status()).isEqualTo(204);
      assertThat(allowed(response)).isEqualTo(origin);
      assertThat(response.headers().first("Access-Control-Allow-Headers"))
          .isEqualTo("authorization,x-amz-date");
      assertThat(response.headers().first("Access-Control-Allow-Methods")).contains("PUT");
    }
  }

  @Test
  void addsTheHeadersToAnswersOfTrustedOrigins() {
    HttpResponse response =
        handler.handle(request("POST", null, "Origin", "http://app.localhost:5173"));
    assertThat(response.status()).isEqualTo(200);
    assertThat(allowed(response)).isEqualTo("http://app.localhost:5173");
    assertThat(response.headers().first("Vary")).isEqualTo("Origin");
  }

  @Test
  void leavesOthersToTheServicesRules() {
    HttpResponse preflight =
        handler.handle(
            request(
                "OPTIONS",
                null,
                "Origin",
                "https://evil.example",
                "Access-Control-Request-Method",
                "POST"));
    assertThat(preflight.status()).isEqualTo(200);
    assertThat(allowed(preflight)).isNull();
    assertThat(allowed(handler.handle(request("GET", null, "Origin", "https://evil.example"))))
        .isNull();
  }

  @Test
  void refusesForgedChanges() {
    assertThat(handler.handle(request("POST", null, "Origin", "https://evil.example")).status())
        .isEqualTo(403);
    assertThat(
            handler
                .handle(request("GET", "Action=DeleteQueue", "Sec-Fetch-Site", "cross-site"))
                .status())
        .isEqualTo(403);
  }

  @Test
  void letsCredentialsThroughThatAPageCouldOnlySendIfAllowed() {
    assertThat(
            handler
                .handle(
                    request(
                        "PUT", null, "Origin", "https://shop.example", "Authorization", "AWS4 ..."))
                .status())
        .isEqualTo(200);
  }

  @Test
  void letsThroughWhatBrowsersAskBefore() {
    assertThat(handler.handle(request("PUT", null, "Origin", "https://shop.example")).status())
        .isEqualTo(200);
    assertThat(
            handler
                .handle(
                    request(
                        "POST",
                        null,
                        "Origin",
                        "https://shop.example",
                        "Content-Type",
                        "application/xml"))
                .status())
        .isEqualTo(200);
    assertThat(
            handler
                .handle(
                    request(
                        "POST",
                        null,
                        "Origin",
                        "https://evil.example",
                        "Content-Type",
                        "Text/Plain; charset=utf-8"))
                .status())
        .isEqualTo(403);
  }

  @Test
  void aServicesOwnRulesWin() {
    HttpHandler ruled =
        new BrowserGuard(List.of())
            .around(
                request -> {
                  HttpResponse refusal = PlainResponses.text(403, "not by my rules");
                  refusal.headers().add("Vary", "Origin, Access-Control-Request-Method");
                  return refusal;
                });
    HttpResponse preflight =
        ruled.handle(
            request(
                "OPTIONS",
                null,
                "Origin",
                "http://localhost:3000",
                "Access-Control-Request-Method",
                "GET"));
    assertThat(preflight.status()).isEqualTo(403);
    assertThat(allowed(preflight)).isNull();
    assertThat(allowed(ruled.handle(request("GET", null, "Origin", "http://localhost:3000"))))
        .isNull();
  }

  @Test
  void addsNothingForOtherClients() {
    assertThat(allowed(handler.handle(request("POST", "Action=ListQueues")))).isNull();
  }
}
