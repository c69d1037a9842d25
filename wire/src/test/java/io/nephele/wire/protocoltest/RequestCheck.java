package io.nephele.wire.protocoltest;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.model.Operation;
import io.nephele.model.Struct;
import io.nephele.wire.ServerProtocol;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import software.amazon.smithy.protocoltests.traits.HttpRequestTestCase;

/** Decodes a request and compares it with the test's parameters. */
record RequestCheck(ServerProtocol protocol, Operation operation, HttpRequestTestCase test) {
  void run() {
    HttpRequest request =
        request(
            test.getMethod(),
            test.getUri(),
            test.getQueryParams(),
            test.getHeaders(),
            test.getBody().map(body -> bytes(body, test.getBodyMediaType().orElse(""))).orElse(null));
    Struct input = protocol.decode(operation, request);
    Struct expected = ExpectedValues.struct(operation.input(), test.getParams());
    assertThat(Plain.of(input)).as(test.getId()).isEqualTo(Plain.of(expected));
  }

  static Bytes bytes(String body, String mediaType) {
    return mediaType.equals("application/cbor")
        ? Bytes.of(Base64.getDecoder().decode(body))
        : Bytes.utf8(body);
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
