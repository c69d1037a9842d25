package io.nephele.wire.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nephele.model.AwsException;
import io.nephele.model.Models;
import io.nephele.model.Operation;
import io.nephele.model.Protocol;
import io.nephele.model.Service;
import io.nephele.model.Struct;
import io.nephele.wire.Requests;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwsJsonProtocolTest {
  private final AwsJsonProtocol json10 = new AwsJsonProtocol(Protocol.AWS_JSON_1_0);
  private final AwsJsonProtocol json11 = new AwsJsonProtocol(Protocol.AWS_JSON_1_1);
  private final Service sqs = Models.bundled().service("sqs");
  private final Operation send = sqs.operation("SendMessage");

  private static HttpRequest request(String body) {
    return Requests.of("POST", "/", body.getBytes(StandardCharsets.UTF_8));
  }

  private AwsException refusal(Operation operation, HttpRequest request) {
    AwsException error =
        catchThrowableOfType(AwsException.class, () -> json10.decode(operation, request));
    assertThat(error).as("a refusal").isNotNull();
    return error;
  }

  @Test
  void errorsOfQueryCompatibleServicesCarryBothCodes() {
    AwsException error = new Modelled(new Struct(sqs.shape("QueueDoesNotExist")), "No such queue");
    HttpResponse response = json10.encodeError(sqs, send, error, "id-1");
    assertThat(response.status()).isEqualTo(400);
    assertThat(response.headers().first("x-amzn-query-error"))
        .isEqualTo("AWS.SimpleQueueService.NonExistentQueue;Sender");
    assertThat(response.headers().first("x-amzn-RequestId")).isEqualTo("id-1");
    assertThat(response.headers().first("Content-Type")).isEqualTo("application/x-amz-json-1.0");
    assertThat(Requests.text(response))
        .isEqualTo(
            "{\"__type\":\"com.amazonaws.sqs#QueueDoesNotExist\",\"message\":\"No such queue\"}");
  }

  @Test
  void errorsThatNoModelDefinesAreOfAwssFramework() {
    AwsException serialization = AwsException.client("SerializationException", 400, "why");
    assertThat(Requests.text(json10.encodeError(sqs, null, serialization, "i")))
        .isEqualTo(
            "{\"__type\":\"com.amazon.coral.service#SerializationException\",\"Message\":\"why\"}");
    AwsException validation = AwsException.client("ValidationException", 400, "why");
    assertThat(Requests.text(json10.encodeError(null, null, validation, "i")))
        .isEqualTo(
            "{\"__type\":\"com.amazon.coral.validate#ValidationException\",\"message\":\"why\"}");
    Service kms = Models.bundled().service("kms");
    assertThat(Requests.text(json11.encodeError(kms, null, serialization, "i")))
        .isEqualTo("{\"__type\":\"SerializationException\",\"Message\":\"why\"}");
  }

  @Test
  void dynamodbHasItsNamespaceAndChecksum() {
    Service dynamodb = Models.bundled().service("dynamodb");
    AwsException error =
        new Modelled(new Struct(dynamodb.shape("ResourceNotFoundException")), "no table");
    HttpResponse response = json10.encodeError(dynamodb, null, error, "i");
    assertThat(Requests.text(response))
        .startsWith("{\"__type\":\"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException\"");
    assertThat(response.headers().first("x-amz-crc32")).matches("\\d+");
    assertThat(response.headers().first("x-amzn-query-error")).isNull();
  }

  @Test
  void anOperationWithoutOutputAnswersWithNothing() {
    Operation delete = sqs.operation("DeleteMessage");
    HttpResponse response = json10.encode(delete, new Struct(delete.output()), "i");
    assertThat(response.body().length()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | Start of list found where not expected",
        "\"text\" | Expected structure or null",
        "{\"MessageBody\":7} | NUMBER_VALUE cannot be converted to String",
        "{\"MessageBody\":true} | TRUE_VALUE cannot be converted to String",
        "{\"MessageBody\":{}} | Start of structure or map found where not expected.",
        "{\"MessageBody\":[]} | Start of list found where not expected",
        "{\"DelaySeconds\":\"7\"} | STRING_VALUE cannot be converted to Integer",
        "{\"DelaySeconds\":99999999999} | NUMBER_VALUE is out of range for Integer",
        "{\"MessageAttributes\":[]} | Start of list found where not expected",
        "{\"MessageAttributes\":{\"a\":{\"BinaryValue\":\"*\"}}} | Invalid base64 encoding",
      })
  void wrongTypesAreToldInAwssWords(String body, String message) {
    AwsException error = refusal(send, request(body));
    assertThat(error.code()).isEqualTo("SerializationException");
    assertThat(error.status()).isEqualTo(400);
    assertThat(error).hasMessage(message);
  }

  @Test
  void brokenJsonHasNoMessage() {
    String halfAPair = "{\"MessageBody\":\"\\ud800\"}";
    for (String body : List.of(halfAPair, "{", "{\"a\"", "{} {}", "nul", "{\"a\":1,}", "{'a':1}")) {
      AwsException error = refusal(send, request(body));
      assertThat(error.code()).as(body).isEqualTo("SerializationException");
      assertThat(error.getMessage()).as(body).isNull();
    }
  }

  @Test
  void brokenUtf8IsRefused() {
    byte[] body = "{\"MessageBody\":\"x\"}".getBytes(StandardCharsets.UTF_8);
    body[body.length - 3] = (byte) 0xff;
    assertThat(refusal(send, Requests.of("POST", "/", body)).code())
        .isEqualTo("SerializationException");
  }

  @Test
  void depthAndDigitsAreBounded() {
    String deep = "{\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    assertThat(refusal(send, request(deep)).code()).isEqualTo("SerializationException");
    String digits = "{\"DelaySeconds\":" + "9".repeat(100_000) + "}";
    assertThat(refusal(send, request(digits)).code()).isEqualTo("SerializationException");
  }

  @Test
  void recursiveStructuresMayBeAsDeepAsAwsAllows() {
    Operation put = Models.bundled().service("dynamodb").operation("PutItem");
    int depth = 200;
    String value = "{\"L\":[".repeat(depth) + "{\"S\":\"x\"}" + "]}".repeat(depth);
    Struct input = json10.decode(put, request("{\"Item\":{\"a\":" + value + "}}"));
    assertThat(input.get("Item")).isNotNull();
    String deeper = "{\"L\":[".repeat(300) + "{\"S\":\"x\"}" + "]}".repeat(300);
    assertThat(refusal(put, request("{\"Item\":{\"a\":" + deeper + "}}")).code())
        .isEqualTo("SerializationException");
  }

  @Test
  void manyUnknownKeysAreSkipped() {
    StringBuilder body = new StringBuilder("{\"MessageBody\":\"m\"");
    for (int i = 0; i < 200_000; i++) {
      body.append(",\"k").append(i).append("\":{\"a\":[1,2]}");
    }
    assertThat(json10.decode(send, request(body + "}")).get("MessageBody")).isEqualTo("m");
  }

  @Test
  void gzipIsUnpackedAndBounded() throws IOException {
    byte[] packed = gzip("{\"MessageBody\":\"packed\"}".getBytes(StandardCharsets.UTF_8));
    HttpRequest request = Requests.of("POST", "/", packed, "Content-Encoding", "gzip");
    assertThat(json10.decode(send, request).get("MessageBody")).isEqualTo("packed");
    byte[] bomb = new byte[20 << 20];
    java.util.Arrays.fill(bomb, (byte) ' ');
    HttpRequest large = Requests.of("POST", "/", gzip(bomb), "Content-Encoding", "gzip");
    assertThat(refusal(send, large).status()).isEqualTo(413);
    HttpRequest broken = Requests.of("POST", "/", new byte[] {1, 2, 3}, "Content-Encoding", "gzip");
    assertThat(refusal(send, broken).code()).isEqualTo("SerializationException");
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private static final class Modelled extends AwsException {
    private static final long serialVersionUID = 1L;

    Modelled(Struct detail, String message) {
      super(detail, message);
    }
  }
}
