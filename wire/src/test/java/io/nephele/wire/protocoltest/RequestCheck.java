package io.nephele.wire.protocoltest;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.model.Member;
import io.nephele.model.Models;
import io.nephele.model.Operation;
import io.nephele.model.Protocol;
import io.nephele.model.Struct;
import io.nephele.wire.Requests;
import io.nephele.wire.ServerProtocol;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.route.RequestRouter;
import io.nephele.wire.route.Routing;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.smithy.protocoltests.traits.HttpRequestTestCase;

/** Decodes a request and compares it with the test's parameters. */
record RequestCheck(ServerProtocol protocol, Operation operation, HttpRequestTestCase test) {
  void run() {
    HttpRequest request =
        request(test.getMethod(), test.getUri(), test.getQueryParams(), headers(), content());
    Struct input = protocol.decode(operation, addressed(request));
    Struct expected = ExpectedValues.struct(operation.input(), test.getParams());
    assertThat(Plain.of(input))
        .as(test.getId())
        .isEqualTo(Plain.of(withQueryParams(expected, input)));
  }

  /** S3's bucket may be in the host name, from where the router takes it. */
  private HttpRequest addressed(HttpRequest request) {
    if (!operation.service().name().equals("s3")) {
      return request;
    }
    String host = test.getResolvedHost().or(test::getHost).orElseThrow();
    request.headers().set("Host", host).set("Authorization", Requests.authorization("s3"));
    Routing routing = new RequestRouter(Models.bundled()).route(request);
    assertThat(routing).isInstanceOf(Routing.Route.class);
    Routing.Route route = (Routing.Route) routing;
    assertThat(route.operation().name()).isEqualTo(operation.name());
    return route.request();
  }

  /**
   * A map of all parameters holds on servers also those that other members name: the tests of
   * restJson1 say so, those of restXml leave it out.
   */
  private Struct withQueryParams(Struct expected, Struct input) {
    if (protocol.protocol() == Protocol.REST_XML) {
      for (Member member : operation.input().members()) {
        if (member.httpQueryParams() && expected.get(member) == null) {
          expected.set(member, input.get(member));
        }
      }
    }
    return expected;
  }

  private Bytes content() {
    if (test.getBody().isEmpty() && test.getId().startsWith("SDKApp")) {
      return GzipContents.of(protocol.protocol(), operation, test.getParams());
    }
    return test.getBody()
        .map(
            body ->
                protocol.protocol() == Protocol.RPC_V2_CBOR
                    ? Bytes.of(Base64.getDecoder().decode(body))
                    : Bytes.utf8(body))
        .orElse(null);
  }

  /** Some tests of clients leave out the content type, which servers insist on. */
  private Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>(test.getHeaders());
    boolean packed = test.getId().startsWith("SDKApp");
    String otherwise =
        switch (protocol.protocol()) {
          case REST_JSON_1 ->
              packed || test.getBodyMediaType().orElse("").equals("application/json")
                  ? "application/json"
                  : null;
          case AWS_QUERY, EC2_QUERY -> packed ? "application/x-www-form-urlencoded" : null;
          default -> null;
        };
    if (otherwise != null) {
      headers.putIfAbsent("Content-Type", otherwise);
    }
    return headers;
  }

  static HttpRequest request(
      String method, String uri, List<String> query, Map<String, String> fields, Bytes body) {
    int mark = uri.indexOf('?');
    String path = mark < 0 ? uri : uri.substring(0, mark);
    String parameters = String.join("&", query);
    if (mark >= 0) {
      String own = uri.substring(mark + 1);
      parameters = parameters.isEmpty() ? own : own + "&" + parameters;
    }
    Headers headers = new Headers();
    fields.forEach(headers::add);
    return new HttpRequest(
        method,
        path,
        parameters.isEmpty() ? null : parameters,
        headers,
        body == null ? Body.EMPTY : Body.of(body),
        "127.0.0.1",
        false);
  }
}
