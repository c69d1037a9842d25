package io.nephele.services.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.model.Bytes;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MessageCodecTest {
  private static final Bytes ID = Bytes.utf8("0123456789abcdef");
  private static final Bytes MD5 = Bytes.utf8("fedcba9876543210");

  private final MessageCodec codec = new MessageCodec();

  @Test
  void aPlainMessageIsLittleMoreThanItsBody() {
    Message message =
        new Message(
            ID, Bytes.utf8("Größe €"), MD5, "000000000000", Map.of(), null, null, null, null, 0);
    byte[] stored = codec.encode(message);
    assertThat(codec.decode(stored)).isEqualTo(message);
    assertThat(stored).hasSize(16 + 16 + 2 + 12 + 4 + message.body().length());
  }

  @Test
  void keepsAllThatAMessageCanHave() {
    Map<String, Attribute> attributes =
        Map.of(
            "text", new Attribute("String", "value", null),
            "binary", new Attribute("Binary.x", null, Bytes.utf8("\u0000\u0001")));
    Message message =
        new Message(
            ID,
            Bytes.utf8("body"),
            MD5,
            "AROAEXAMPLE:session",
            attributes,
            "Root=1",
            "group",
            "dedup",
            "arn:aws:sqs:us-east-1:000000000000:source",
            900);
    assertThat(codec.decode(codec.encode(message))).isEqualTo(message);
    assertThat(codec.decode(codec.encode(message.renewed(MD5)))).isEqualTo(message.renewed(MD5));
  }
}
