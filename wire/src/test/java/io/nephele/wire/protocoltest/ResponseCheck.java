package io.nephele.wire.protocoltest;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.model.Operation;
import io.nephele.model.Shape;
import io.nephele.model.Struct;
import io.nephele.wire.ServerProtocol;
import io.nephele.wire.http.HttpResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import software.amazon.smithy.protocoltests.traits.HttpResponseTestCase;

/** Encodes the test's parameters and compares the response with the test's. */
record ResponseCheck(ServerProtocol protocol, Operation operation, HttpResponseTestCase test) {
  private static final String REQUEST_ID = "foo-id";

  void result() throws IOException {
    Struct output = ExpectedValues.struct(operation.output(), test.getParams());
    compare(protocol.encode(operation, output, requestId()));
  }

  private String requestId() {
    String header = test.getHeaders().get("X-Amzn-Requestid");
    return header != null ? header : QueryDocuments.requestId(test, REQUEST_ID);
  }

  void error(Shape shape) throws IOException {
    Struct detail = ExpectedValues.struct(shape, test.getParams());
    String message =
        test.getParams()
            .getStringMember("message")
            .or(() -> test.getParams().getStringMember("Message"))
            .map(node -> node.getValue())
            .orElse(null);
    AwsException error = new ModelledError(detail, message);
    compare(protocol.encodeError(shape.service(), operation, error, REQUEST_ID));
  }

  private void compare(HttpResponse response) throws IOException {
    assertThat(response.status()).as("status").isEqualTo(test.getCode());
    Map<String, List<String>> headers = response.headers().toMap();
    Bytes content = Plain.bytes(response.body());
    test.getHeaders()
        .forEach(
            (name, value) ->
                assertThat(
                        name.equalsIgnoreCase("Content-Length")
                            ? List.of(Integer.toString(content.length()))
                            : headers.getOrDefault(lower(name), List.of()))
                    .as("header " + name)
                    .containsExactly(value));
    for (String name : test.getForbidHeaders()) {
      assertThat(headers.keySet()).as("forbidden header").doesNotContain(lower(name));
    }
    for (String name : test.getRequireHeaders()) {
      // The length is added where the body is sent.
      if (!name.equalsIgnoreCase("Content-Length")) {
        assertThat(headers.keySet()).as("required header").contains(lower(name));
      }
    }
    if (test.getBody().isPresent()) {
      Documents.compare(
          QueryDocuments.comparable(protocol.protocol(), content, test),
          test.getBody().get(),
          QueryDocuments.mediaType(protocol.protocol(), test));
    }
  }

  private static String lower(String name) {
    return name.toLowerCase(java.util.Locale.ROOT);
  }

  private static final class ModelledError extends AwsException {
    private static final long serialVersionUID = 1L;

    ModelledError(Struct detail, String message) {
      super(detail, message);
    }
  }
}
