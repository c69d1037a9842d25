package io.nephele.services.sqs;

import static io.nephele.services.sqs.QueuesTest.assertError;
import static io.nephele.services.sqs.TestQueues.create;
import static io.nephele.services.sqs.TestQueues.receive;
import static io.nephele.services.sqs.TestQueues.receiveOne;
import static io.nephele.services.sqs.TestQueues.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeNameForSends;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

@NepheleTest
final class SendMessageTest {
  @Inject SqsClient sqs;

  @Test
  @Fact("sqs-011")
  void aMessageHasAnIdAndADigest() {
    String url = create(sqs, "ids");
    SendMessageResponse sent = sqs.sendMessage(r -> r.queueUrl(url).messageBody("Test Message"));
    String other = send(sqs, url, "Test Message");
    assertThat(sent.md5OfMessageBody()).isEqualTo("d1d4180b7e411c4be86b00fb2ee103eb");
    assertThat(UUID.fromString(sent.messageId())).hasToString(sent.messageId());
    assertThat(sent.messageId()).isNotEqualTo(other);
    assertThat(sent.sequenceNumber()).isNull();
    List<Message> received = receive(sqs, url);
    assertThat(received)
        .extracting(Message::messageId)
        .containsExactlyInAnyOrder(sent.messageId(), other);
    assertThat(received)
        .extracting(Message::md5OfBody)
        .containsOnly("d1d4180b7e411c4be86b00fb2ee103eb");
  }

  @Test
  @Fact("sqs-045")
  void messagesWaitUntilAConsumerComes() {
    String url = create(sqs, "waiting");
    send(sqs, url, "one");
    assertThat(TestQueues.counts(sqs, url)).containsExactly("1", "0", "0");
    assertThat(receiveOne(sqs, url).body()).isEqualTo("one");
  }

  @Test
  @Fact("sqs-014")
  void attributesComeWhenAskedFor() {
    String url = create(sqs, "attributes");
    Map<String, MessageAttributeValue> attributes =
        Map.of(
            "General", text("Kenobi"),
            "Hello", text("There"),
            "Help.Me", text("Me"));
    SendMessageResponse sent =
        sqs.sendMessage(r -> r.queueUrl(url).messageBody("msg").messageAttributes(attributes));
    assertThat(sent.md5OfMessageAttributes()).isEqualTo("4c360f3fdafd970e05fae2f149d997f5");

    Message none = receiveAgain(url);
    assertThat(none.hasMessageAttributes()).isFalse();
    assertThat(none.md5OfMessageAttributes()).isNull();
    for (String all : List.of("All", ".*")) {
      Message message = receiveAgain(url, all);
      assertThat(message.messageAttributes()).isEqualTo(attributes);
      assertThat(message.md5OfMessageAttributes()).isEqualTo(sent.md5OfMessageAttributes());
    }
    Message some = receiveAgain(url, "Hello", "General", "Other");
    assertThat(some.messageAttributes()).containsOnlyKeys("General", "Hello");
    assertThat(some.md5OfMessageAttributes()).isEqualTo("fca026605781cb4126a1e9044df24232");
    Message prefix = receiveAgain(url, "Hel.*");
    assertThat(prefix.messageAttributes()).containsOnlyKeys("Hello", "Help.Me");
    assertThat(prefix.md5OfMessageAttributes()).isEqualTo("83fee93c1bcd8b9a5a923ffacdc636c7");
  }

  @Test
  void attributesCanBeNumbersAndBytes() {
    String url = create(sqs, "types");
    Map<String, MessageAttributeValue> attributes =
        Map.of(
            "UserId",
            MessageAttributeValue.builder()
                .dataType("Number.bigint")
                .stringValue("1234567890123456789012")
                .build(),
            "bytes",
            MessageAttributeValue.builder()
                .dataType("Binary")
                .binaryValue(SdkBytes.fromByteArray(new byte[] {0, 1, (byte) 255}))
                .build());
    // The SDK itself checks the digest.
    sqs.sendMessage(r -> r.queueUrl(url).messageBody("msg").messageAttributes(attributes));
    assertThat(receiveAgain(url, "All").messageAttributes()).isEqualTo(attributes);
  }

  @Test
  void theTraceHeaderIsASystemAttribute() {
    String url = create(sqs, "trace");
    SendMessageResponse sent =
        sqs.sendMessage(
            r ->
                r.queueUrl(url)
                    .messageBody("msg")
                    .messageSystemAttributes(
                        Map.of(
                            MessageSystemAttributeNameForSends.AWS_TRACE_HEADER,
                            MessageSystemAttributeValue.builder()
                                .dataType("String")
                                .stringValue("some-trace-id")
                                .build())));
    assertThat(sent.md5OfMessageSystemAttributes()).isEqualTo("fdce4f2818803f2f73becc09a54792c0");
    Message message = receiveOne(sqs, url);
    assertThat(message.attributes())
        .containsEntry(MessageSystemAttributeName.AWS_TRACE_HEADER, "some-trace-id")
        .containsEntry(MessageSystemAttributeName.SENDER_ID, "000000000000");
  }

  @Test
  @Fact("sqs-015")
  void elevenAttributesAreTooMany() {
    String url = create(sqs, "eleven");
    Map<String, MessageAttributeValue> attributes = new HashMap<>();
    for (int i = 0; i < 10; i++) {
      attributes.put("a" + i, text("v"));
    }
    sqs.sendMessage(r -> r.queueUrl(url).messageBody("msg").messageAttributes(attributes));
    attributes.put("a10", text("v"));
    assertError(
        () -> sqs.sendMessage(r -> r.queueUrl(url).messageBody("m").messageAttributes(attributes)),
        "InvalidParameterValue",
        "Number of message attributes [11] exceeds the allowed maximum [10].");
  }

  @Test
  void attributesThatCannotBeAreErrors() {
    String url = create(sqs, "wrong-attributes");
    assertAttributeError(
        url,
        "a",
        text(""),
        "Message (user) attribute 'a' must contain a non-empty value of type 'String'.");
    assertAttributeError(
        url,
        "a",
        value("Number", "world"),
        "Can't cast the value of message (user) attribute 'a' to a number.");
    assertAttributeError(
        url,
        "a",
        value("Other", "v"),
        "The type of message (user) attribute 'a' is invalid. You must use only the following"
            + " supported type prefixes: Binary, Number, String.");
    assertAttributeError(
        url,
        "a",
        value(null, "v"),
        "The message attribute 'a' must contain a non-empty message attribute type.");
    assertAttributeError(
        url,
        "AWS.a",
        text("v"),
        "You can't use message attribute names beginning with 'AWS.' or 'Amazon'. These strings are"
            + " reserved for internal use.");
    for (String name : List.of("a!", ".a", "a.", "a..b")) {
      assertAttributeError(
          url,
          name,
          text("v"),
          "Message (user) attribute name '"
              + name
              + "' is invalid. Attribute name can contain A-Z, a-z, 0-9, underscore (_), hyphen"
              + " (-), and period (.) characters.");
    }
  }

  @Test
  @Fact("sqs-033")
  void aMessageHasUpToAMebibyte() {
    String url = create(sqs, "large");
    send(sqs, url, "x".repeat(1_048_576));
    assertThat(receiveOne(sqs, url).body()).hasSize(1_048_576);
    assertError(
        () -> send(sqs, url, "x".repeat(1_048_577)),
        "InvalidParameterValue",
        "One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.");
  }

  @Test
  void aQueueCanAllowLessAndAttributesCount() {
    String url = create(sqs, "small", "MaximumMessageSize", "1024");
    String message = "One or more parameters are invalid. Reason: Message must be shorter than ";
    send(sqs, url, "ü".repeat(512));
    assertError(
        () -> send(sqs, url, "ü".repeat(512) + "x"),
        "InvalidParameterValue",
        message + "1024 bytes.");
    Consumer<SendMessageRequest.Builder> request =
        r -> r.queueUrl(url).messageAttributes(Map.of("name", text("value")));
    sqs.sendMessage(request.andThen(r -> r.messageBody("x".repeat(1024 - 15))));
    assertError(
        () -> sqs.sendMessage(request.andThen(r -> r.messageBody("x".repeat(1024 - 14)))),
        "InvalidParameterValue",
        message + "1024 bytes.");
  }

  @Test
  void bodiesHoldTheCharactersOfXml() {
    String url = create(sqs, "characters");
    String body = "\t\n\r Grüße \uD83D\uDE00 \uE000\uFFFD";
    send(sqs, url, body);
    assertThat(receiveOne(sqs, url).body()).isEqualTo(body);
    for (String wrong : List.of("\u0000", "\u0008", "\u0013", "\uFFFF")) {
      assertError(
          () -> send(sqs, url, "a" + wrong),
          "InvalidMessageContents",
          "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF"
              + " | #xE000 to #xFFFD | #x10000 to #x10FFFF");
    }
    assertError(
        () -> send(sqs, url, ""),
        "MissingParameter",
        "The request must contain the parameter MessageBody.");
  }

  @Test
  void aGroupIdMakesAStandardQueueFair() {
    String url = create(sqs, "fair");
    sqs.sendMessage(r -> r.queueUrl(url).messageBody("msg").messageGroupId("tenant-1"));
    assertThat(receiveOne(sqs, url).attributes())
        .containsEntry(MessageSystemAttributeName.MESSAGE_GROUP_ID, "tenant-1")
        .doesNotContainKey(MessageSystemAttributeName.SEQUENCE_NUMBER);
    assertError(
        () -> sqs.sendMessage(r -> r.queueUrl(url).messageBody("m").messageDeduplicationId("d")),
        "InvalidParameterValue",
        "Value d for parameter MessageDeduplicationId is invalid. Reason: The request include"
            + " parameter that is not valid for this queue type.");
  }

  private void assertAttributeError(
      String url, String name, MessageAttributeValue value, String message) {
    assertError(
        () ->
            sqs.sendMessage(
                r -> r.queueUrl(url).messageBody("m").messageAttributes(Map.of(name, value))),
        "InvalidParameterValue",
        message);
  }

  private Message receiveAgain(String url, String... attributeNames) {
    return sqs.receiveMessage(
            r -> r.queueUrl(url).visibilityTimeout(0).messageAttributeNames(attributeNames))
        .messages()
        .getFirst();
  }

  private static MessageAttributeValue text(String text) {
    return value("String", text);
  }

  private static MessageAttributeValue value(String type, String text) {
    return MessageAttributeValue.builder().dataType(type).stringValue(text).build();
  }
}
