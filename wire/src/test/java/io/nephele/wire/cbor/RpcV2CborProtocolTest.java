package io.nephele.wire.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nephele.model.AwsException;
import io.nephele.model.Models;
import io.nephele.model.Operation;
import io.nephele.wire.Requests;
import io.nephele.wire.http.HttpRequest;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RpcV2CborProtocolTest {
  private final RpcV2CborProtocol protocol = new RpcV2CborProtocol();
  private final Operation put = Models.bundled().service("cloudwatch").operation("PutMetricData");

  /**
   * An array, a text, an endless map, texts and bytes of 2^63 - 1 and -1 bytes, a lone break, a
   * wrong type, an open tag.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "6161",
        "bf",
        "a1",
        "a1694e616d6573706163657b7fffffffffffffff61",
        "a1694e616d6573706163657bffffffffffffffff61",
        "a1694e616d6573706163655b7fffffffffffffff61",
        "bb7fffffffffffffff",
        "ff",
        "a1694e616d6573706163650a",
        "a1694e616d65737061636561ff",
        "c1",
        "a06161",
        "f6"
      })
  void brokenCborIsRefused(String hex) {
    HttpRequest request =
        Requests.of(
            "POST",
            "/service/GraniteServiceVersion20100801/operation/PutMetricData",
            HexFormat.of().parseHex(hex),
            "Content-Type",
            "application/cbor");
    AwsException error =
        catchThrowableOfType(AwsException.class, () -> protocol.decode(put, request));
    assertThat(error).as("a refusal").isNotNull();
    assertThat(error.code()).isEqualTo("SerializationException");
  }
}
