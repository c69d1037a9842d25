package io.nephele.wire.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.model.Struct;
import io.nephele.wire.Requests;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Bytes that look like tags but are part of a text do not count as tags. */
class TagsTest {
  @Test
  void textsMayHoldAnyBytes() {
    // {"Namespace": 1000 times the letter U+0186, which is c6 86 in UTF-8}
    byte[] body = Arrays.copyOf(HexFormat.of().parseHex("a1694e616d6573706163657907d0"), 2014);
    for (int i = 14; i < body.length; i += 2) {
      body[i] = (byte) 0xc6;
      body[i + 1] = (byte) 0x86;
    }
    Struct input =
        Decoding.decode(
            Requests.of(
                "POST",
                "/service/GraniteServiceVersion20100801/operation/PutMetricData",
                body,
                "smithy-protocol",
                "rpc-v2-cbor",
                "Content-Type",
                "application/cbor"));
    assertThat(input.get("Namespace")).isEqualTo("\u0186".repeat(1000));
  }
}
