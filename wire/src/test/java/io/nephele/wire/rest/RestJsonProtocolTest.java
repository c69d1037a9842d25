package io.nephele.wire.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.model.Models;
import io.nephele.model.Operation;
import io.nephele.model.Service;
import io.nephele.model.Struct;
import io.nephele.wire.Requests;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RestJsonProtocolTest {
  private final RestJsonProtocol protocol = new RestJsonProtocol();
  private final Service lambda = Models.bundled().service("lambda");
  private final Operation invoke = lambda.operation("Invoke");

  @Test
  void membersComeFromPathQueryHeadersAndContent() {
    HttpRequest request =
        Requests.of(
            "POST",
            "/2015-03-31/functions/my%2Dfunction/invocations?Qualifier=%24LATEST",
            "{}".getBytes(StandardCharsets.UTF_8),
            "X-Amz-Invocation-Type",
            "Event");
    Struct input = protocol.decode(invoke, request);
    assertThat(input.get("FunctionName")).isEqualTo("my-function");
    assertThat(input.get("Qualifier")).isEqualTo("$LATEST");
    assertThat(input.get("InvocationType")).isEqualTo("Event");
    assertThat(input.get("Payload")).isEqualTo(Bytes.utf8("{}"));
  }

  @Test
  void contentCannotReplaceWhatThePathSays() {
    Operation tag = lambda.operation("TagResource");
    HttpRequest request =
        Requests.of(
            "POST",
            "/2017-03-31/tags/arn%3Aone",
            "{\"Resource\":\"arn:other\",\"Tags\":{\"a\":\"b\"}}".getBytes(StandardCharsets.UTF_8),
            "Content-Type",
            "application/json");
    Struct input = protocol.decode(tag, request);
    assertThat(input.get("Resource")).isEqualTo("arn:one");
    assertThat(input.get("Tags")).isEqualTo(Map.of("a", "b"));
  }

  @Test
  void resultsGoIntoStatusHeadersAndContent() {
    Struct output = new Struct(invoke.output());
    output.set("StatusCode", 202).set("FunctionError", "Unhandled\r\nX-Evil: 1");
    output.set("Payload", Bytes.utf8("7"));
    HttpResponse response = protocol.encode(invoke, output, "id");
    assertThat(response.status()).isEqualTo(202);
    assertThat(response.headers().first("X-Amz-Function-Error")).isEqualTo("Unhandled  X-Evil: 1");
    assertThat(response.headers().first("x-amzn-RequestId")).isEqualTo("id");
    assertThat(Requests.text(response)).isEqualTo("7");
  }

  @Test
  void brokenEscapesAreRefused() {
    for (String path : new String[] {"%", "%z1", "%e", "%ff%fe"}) {
      HttpRequest request = Requests.of("POST", "/2015-03-31/functions/" + path + "/invocations");
      AwsException error =
          catchThrowableOfType(AwsException.class, () -> protocol.decode(invoke, request));
      assertThat(error).as(path).isNotNull();
      assertThat(error.code()).isEqualTo("SerializationException");
    }
  }

  @Test
  void errorsHaveTheirTypeInAHeader() {
    AwsException error = AwsException.client("AccessDeniedException", 403, "no");
    HttpResponse response = protocol.encodeError(lambda, invoke, error, "id");
    assertThat(response.status()).isEqualTo(403);
    assertThat(response.headers().first("x-amzn-ErrorType")).isEqualTo("AccessDeniedException");
    assertThat(Requests.text(response)).isEqualTo("{\"message\":\"no\"}");
  }
}
