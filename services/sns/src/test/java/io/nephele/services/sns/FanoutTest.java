package io.nephele.services.sns;

import static io.nephele.services.sns.TestTopics.bodies;
import static io.nephele.services.sns.TestTopics.envelope;
import static io.nephele.services.sns.TestTopics.map;
import static io.nephele.services.sns.TestTopics.publish;
import static io.nephele.services.sns.TestTopics.queue;
import static io.nephele.services.sns.TestTopics.receive;
import static io.nephele.services.sns.TestTopics.subscribe;
import static io.nephele.services.sns.TestTopics.topic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.json.JsonText;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.AuthorizationErrorException;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** What becomes of messages whose subscribers are queues. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class FanoutTest {
  @Inject SnsClient sns;
  @Inject SqsClient sqs;
  @Inject Nephele nephele;

  @Test
  @Fact({"sns-001", "sns-013", "sns-018"})
  void everySubscribedQueueGetsAMessage() {
    String topic = topic(sns, "news");
    String early = queue(sqs, "early");
    String second = queue(sqs, "second");
    String late = queue(sqs, "late");
    subscribe(sns, topic, "sqs", early);
    subscribe(sns, topic, "sqs", second);
    String id = publish(sns, topic, "hello");
    subscribe(sns, topic, "sqs", late);
    assertThat(envelope(sqs, early).get("MessageId")).isEqualTo(id);
    assertThat(envelope(sqs, second).get("Message")).isEqualTo("hello");
    assertThat(bodies(sqs, late)).isEmpty();
  }

  @Test
  void tracesGoOnWithMessages() {
    String topic = topic(sns, "traced");
    String queue = queue(sqs, "traced");
    subscribe(sns, topic, "sqs", queue);
    String header = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
    sns.publish(
        r ->
            r.topicArn(topic)
                .message("hello")
                .overrideConfiguration(o -> o.putHeader("X-Amzn-Trace-Id", header)));
    Message message =
        sqs.receiveMessage(
                r ->
                    r.queueUrl(sqs.getQueueUrl(q -> q.queueName("traced")).queueUrl())
                        .messageSystemAttributeNames(MessageSystemAttributeName.AWS_TRACE_HEADER))
            .messages()
            .getFirst();
    assertThat(message.attributes())
        .containsEntry(MessageSystemAttributeName.AWS_TRACE_HEADER, header);
  }

  @Test
  void aHundredQueuesAreServedToo() {
    String topic = topic(sns, "crowd");
    List<String> queues = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      queues.add(queue(sqs, "crowd-" + i));
      subscribe(sns, topic, "sqs", queues.get(i), "RawMessageDelivery", "true");
    }
    publish(sns, topic, "to all");
    for (String queue : queues) {
      assertThat(bodies(sqs, queue)).containsExactly("to all");
    }
  }

  @Test
  @Fact("sns-002")
  void theEnvelopeIsSigned() throws Exception {
    String topic = topic(sns, "news");
    String queue = queue(sqs, "inbox");
    String subscription = subscribe(sns, topic, "sqs", queue);
    sns.publish(
        r ->
            r.topicArn(topic)
                .subject("About \"it\"")
                .message("line\nbreak")
                .messageAttributes(
                    Map.of(
                        "kind",
                        MessageAttributeValue.builder()
                            .dataType("String")
                            .stringValue("test")
                            .build())));
    String body = bodies(sqs, queue).getFirst();
    assertThat(body).startsWith("{\n  \"Type\" : \"Notification\",\n  \"MessageId\" : \"");
    Map<?, ?> envelope = (Map<?, ?>) JsonText.parse(body);
    assertThat(List.copyOf(envelope.keySet()).toString())
        .isEqualTo(
            "[Type, MessageId, TopicArn, Subject, Message, Timestamp, SignatureVersion, Signature,"
                + " SigningCertURL, UnsubscribeURL, MessageAttributes]");
    assertThat(envelope.get("MessageAttributes"))
        .isEqualTo(Map.of("kind", Map.of("Type", "String", "Value", "test")));
    assertThat((String) envelope.get("UnsubscribeURL")).endsWith(subscription);
    assertThat((String) envelope.get("Timestamp"))
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    assertThat(isSigned(envelope, "SHA1withRSA")).isTrue();

    sns.setTopicAttributes(
        r -> r.topicArn(topic).attributeName("SignatureVersion").attributeValue("2"));
    publish(sns, topic, "again");
    Map<?, ?> second = envelope(sqs, queue);
    assertThat(second.get("SignatureVersion")).isEqualTo("2");
    assertThat(isSigned(second, "SHA256withRSA")).isTrue();
  }

  /** Checks as AWS tells to. */
  private static boolean isSigned(Map<?, ?> envelope, String algorithm) throws Exception {
    String pem =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create((String) envelope.get("SigningCertURL"))).build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    Certificate certificate =
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    certificate.verify(certificate.getPublicKey());
    StringBuilder text = new StringBuilder();
    for (String name :
        List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")) {
      if (envelope.get(name) != null) {
        text.append(name).append('\n').append(envelope.get(name)).append('\n');
      }
    }
    Signature signature = Signature.getInstance(algorithm);
    signature.initVerify(certificate);
    signature.update(text.toString().getBytes(StandardCharsets.UTF_8));
    return signature.verify(Base64.getDecoder().decode((String) envelope.get("Signature")));
  }

  @Test
  @Fact("sns-002")
  void rawDeliveryGivesTheBodyAndTheAttributes() {
    String topic = topic(sns, "raw");
    String queue = queue(sqs, "raw-inbox");
    subscribe(sns, topic, "sqs", queue, "RawMessageDelivery", "true");
    sns.publish(
        r ->
            r.topicArn(topic)
                .message("bare")
                .messageAttributes(
                    Map.of(
                        "n",
                        MessageAttributeValue.builder()
                            .dataType("Number")
                            .stringValue("7")
                            .build())));
    Message message = receive(sqs, queue).getFirst();
    assertThat(message.body()).isEqualTo("bare");
    assertThat(message.messageAttributes().get("n").stringValue()).isEqualTo("7");
  }

  @Test
  @Fact("sns-003")
  void theQueuesPolicyDecides() {
    String topic = topic(sns, "guarded");
    String url = sqs.createQueue(r -> r.queueName("guarded")).queueUrl();
    String queue = "arn:aws:sqs:us-east-1:000000000000:guarded";
    subscribe(sns, topic, "sqs", queue);
    publish(sns, topic, "lost");
    sqs.setQueueAttributes(
        r ->
            r.queueUrl(url)
                .attributesWithStrings(
                    map(
                        "Policy",
                        """
                        {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                        "Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage",
                        "Resource":"%s","Condition":{"ArnEquals":{"aws:SourceArn":"%s"}}}]}\
                        """
                            .formatted(queue, topic))));
    publish(sns, topic, "arrives");
    assertThat(envelope(sqs, queue).get("Message")).isEqualTo("arrives");
    String other = topic(sns, "other");
    subscribe(sns, other, "sqs", queue);
    publish(sns, other, "not from here");
    assertThat(bodies(sqs, queue)).isEmpty();
  }

  @Test
  void whatAQueueRefusesGoesToTheDeadLetterQueue() {
    String topic = topic(sns, "redriven");
    String dead = queue(sqs, "dead");
    subscribe(
        sns,
        topic,
        "sqs",
        "arn:aws:sqs:us-east-1:000000000000:not-there",
        "RedrivePolicy",
        "{\"deadLetterTargetArn\":\"" + dead + "\"}",
        "RawMessageDelivery",
        "true");
    publish(sns, topic, "undeliverable");
    Message message = receive(sqs, dead).getFirst();
    assertThat(message.body()).isEqualTo("undeliverable");
    assertThat(message.messageAttributes().get("ErrorCode").stringValue())
        .isEqualTo("AccessDeniedException");
  }

  @Test
  @Fact("sns-009")
  void eachProtocolCanHaveItsOwnText() {
    String topic = topic(sns, "texts");
    String queue = queue(sqs, "texts");
    subscribe(sns, topic, "sqs", queue, "RawMessageDelivery", "true");
    sns.publish(
        r ->
            r.topicArn(topic)
                .messageStructure("json")
                .message("{\"default\":\"any\",\"sqs\":\"for queues\"}"));
    sns.publish(r -> r.topicArn(topic).messageStructure("json").message("{\"default\":\"any\"}"));
    assertThat(bodies(sqs, queue)).containsExactlyInAnyOrder("for queues", "any");
    assertThatThrownBy(
            () ->
                sns.publish(
                    r -> r.topicArn(topic).messageStructure("json").message("{\"sqs\":\"only\"}")))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("Message Structure - No default entry in JSON message body");
  }

  @Test
  @Fact("sns-011")
  void aMessageHas256Kibibytes() {
    String topic = topic(sns, "large");
    publish(sns, topic, "x".repeat(262_144));
    assertThatThrownBy(() -> publish(sns, topic, "x".repeat(262_145)))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("Invalid parameter: Message too long");
  }

  @Test
  void aBatchTellsOfEachEntry() {
    String topic = topic(sns, "batch");
    String queue = queue(sqs, "batch");
    subscribe(sns, topic, "sqs", queue, "RawMessageDelivery", "true");
    PublishBatchResponse answer =
        sns.publishBatch(
            r ->
                r.topicArn(topic)
                    .publishBatchRequestEntries(
                        PublishBatchRequestEntry.builder().id("a").message("one").build(),
                        PublishBatchRequestEntry.builder()
                            .id("b")
                            .message("two")
                            .subject("no\nbreaks")
                            .build()));
    assertThat(answer.successful())
        .singleElement()
        .satisfies(e -> assertThat(e.id()).isEqualTo("a"));
    assertThat(answer.failed())
        .singleElement()
        .satisfies(
            e -> {
              assertThat(e.id()).isEqualTo("b");
              assertThat(e.code()).isEqualTo("InvalidParameter");
              assertThat(e.senderFault()).isTrue();
            });
    assertThat(bodies(sqs, queue)).containsExactly("one");
  }

  @Test
  @Fact("sns-010")
  void anotherAccountNeedsThePolicyOfTheTopic() {
    String topic = topic(sns, "shared");
    assertThat(sns.getTopicAttributes(r -> r.topicArn(topic)).attributes().get("Policy"))
        .contains("\"AWS:SourceOwner\":\"000000000000\"");
    SnsClient other =
        Clients.create(SnsClient.class, nephele.endpoint(), "us-east-1", "222222222222");
    assertThatThrownBy(() -> publish(other, topic, "no"))
        .isInstanceOf(AuthorizationErrorException.class);
    sns.addPermission(
        r ->
            r.topicArn(topic)
                .label("partner")
                .awsAccountIds("222222222222")
                .actionNames("Publish"));
    publish(other, topic, "yes");
    sns.removePermission(r -> r.topicArn(topic).label("partner"));
    assertThatThrownBy(() -> publish(other, topic, "no"))
        .isInstanceOf(AuthorizationErrorException.class);
  }

  @Test
  void aTopicThatIsNotThereIsNotFound() {
    assertThatThrownBy(() -> publish(sns, "arn:aws:sns:us-east-1:000000000000:none", "x"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("Topic does not exist");
    assertThatThrownBy(() -> publish(sns, "none", "x"))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining(
            "Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1");
  }
}
