package io.nephele.wire.protocoltest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.model.Operation;
import io.nephele.model.Struct;
import io.nephele.wire.ServerProtocol;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import io.nephele.wire.validate.InputValidator;
import io.nephele.wire.validate.ValidationStyle;
import java.io.IOException;
import software.amazon.smithy.protocoltests.traits.HttpMalformedRequestDefinition;
import software.amazon.smithy.protocoltests.traits.HttpMalformedRequestTestCase;
import software.amazon.smithy.protocoltests.traits.HttpMalformedResponseBodyDefinition;
import software.amazon.smithy.protocoltests.traits.HttpMalformedResponseDefinition;

/** Decodes and validates a request that the service has to refuse, and compares the error. */
record MalformedCheck(
    ServerProtocol protocol, Operation operation, HttpMalformedRequestTestCase test) {
  void run() throws IOException {
    HttpMalformedRequestDefinition definition = test.getRequest();
    HttpRequest request =
        RequestCheck.request(
            definition.getMethod(),
            definition.getUri().orElse("/"),
            definition.getQueryParams(),
            definition.getHeaders(),
            definition.getBody().map(Bytes::utf8).orElse(null));
    AwsException error =
        catchThrowableOfType(
            AwsException.class,
            () -> {
              Struct input = protocol.decode(operation, request);
              new InputValidator().validate(input, ValidationStyle.SMITHY);
            });
    assertThat(error).as("the error of a request that is malformed").isNotNull();
    HttpResponse response = protocol.encodeError(operation.service(), operation, error, "foo-id");
    HttpMalformedResponseDefinition expected = test.getResponse();
    assertThat(response.status()).as("status").isEqualTo(expected.getCode());
    expected
        .getHeaders()
        .forEach(
            (name, value) ->
                assertThat(response.headers().first(name)).as("header " + name).isEqualTo(value));
    if (expected.getBody().isPresent()) {
      HttpMalformedResponseBodyDefinition body = expected.getBody().get();
      String content = Plain.bytes(response.body()).utf8();
      if (body.getContents().isPresent()) {
        Documents.compare(Bytes.utf8(content), body.getContents().get(), body.getMediaType());
      } else {
        assertThat(content).containsPattern(body.getMessageRegex().orElseThrow());
      }
    }
  }
}
