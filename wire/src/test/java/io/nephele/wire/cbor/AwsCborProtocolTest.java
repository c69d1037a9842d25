package io.nephele.wire.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.model.Models;
import io.nephele.model.Operation;
import io.nephele.model.Protocol;
import io.nephele.model.Service;
import io.nephele.model.Struct;
import io.nephele.wire.Protocols;
import io.nephele.wire.Requests;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwsCborProtocolTest {
  private static final String TYPE = "application/x-amz-cbor-1.1";

  private final AwsCborProtocol protocol = new AwsCborProtocol();
  private final Service kinesis = Models.bundled().service("kinesis");
  private final Operation iterator = kinesis.operation("GetShardIterator");

  private static HttpRequest request(String hex) {
    return Requests.of("POST", "/", HexFormat.of().parseHex(hex), "Content-Type", TYPE);
  }

  private static String hex(HttpResponse response) throws IOException {
    try (InputStream in = response.body().open()) {
      return HexFormat.of().formatHex(in.readAllBytes());
    }
  }

  @Test
  void theContentTypeOfTheRequestChoosesIt() {
    Protocols protocols = new Protocols();
    assertThat(protocols.of(Protocol.AWS_JSON_1_1, request("a0")))
        .isInstanceOf(AwsCborProtocol.class);
    HttpRequest json =
        Requests.of("POST", "/", new byte[0], "Content-Type", "application/x-amz-json-1.1");
    assertThat(protocols.of(Protocol.AWS_JSON_1_1, json)).isNotInstanceOf(AwsCborProtocol.class);
    assertThat(protocols.of(Protocol.RPC_V2_CBOR, request("a0")))
        .isInstanceOf(RpcV2CborProtocol.class);
  }

  /** {"Timestamp": 1(1700000000123)} and the same without a tag: milliseconds. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a16954696d657374616d70c11b0000018bcfe5687b",
        "a16954696d657374616d701b0000018bcfe5687b"
      })
  void timesAreMilliseconds(String hex) {
    Struct input = protocol.decode(iterator, request(hex));
    assertThat(input.get("Timestamp")).isEqualTo(Instant.ofEpochMilli(1_700_000_000_123L));
  }

  @Test
  void resultsHaveBytesAndTimesInMilliseconds() throws IOException {
    Operation get = kinesis.operation("GetRecords");
    Struct item = new Struct(get.output().member("Records").target().listMember().target());
    item.set("Data", Bytes.of(new byte[] {1, 2, 3}));
    item.set("ApproximateArrivalTimestamp", Instant.ofEpochMilli(1_700_000_000_123L));
    Struct output = new Struct(get.output()).set("Records", List.of(item));
    HttpResponse response = protocol.encode(get, output, "id");
    assertThat(response.headers().first("Content-Type")).isEqualTo(TYPE);
    assertThat(hex(response))
        .contains("43010203") // three bytes
        .contains("c11b0000018bcfe5687b"); // tag 1, the number of milliseconds
  }

  @Test
  void errorsAreMapsWithTheirType() throws IOException {
    AwsException error = AwsException.client("ValidationException", 400, "no");
    HttpResponse response = protocol.encodeError(kinesis, iterator, error, "id");
    assertThat(response.status()).isEqualTo(400);
    assertThat(hex(response))
        .contains(HexFormat.of().formatHex("ValidationException".getBytes("UTF-8")))
        .contains("676d657373616765626e6f"); // "message": "no"
  }

  /** An array, a text, an endless map, text of 2^63 - 1 bytes, a text for a time, an open tag. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "6161",
        "bf",
        "a1694e616d6573706163657b7fffffffffffffff61",
        "a16954696d657374616d706131",
        "c1"
      })
  void brokenCborIsRefused(String hex) {
    AwsException error =
        catchThrowableOfType(AwsException.class, () -> protocol.decode(iterator, request(hex)));
    assertThat(error).as("a refusal").isNotNull();
    assertThat(error.code()).isEqualTo("SerializationException");
  }
}
