package io.nephele.services.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/** Functions that subscribe to topics. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class TopicsTest {
  @Inject Nephele nephele;
  @Inject LambdaClient lambda;
  @Inject SnsClient sns;
  @Inject VirtualClock clock;

  @Test
  @Fact({"sns-005", "sns-016", "lambda-175"})
  void aFunctionGetsMessagesIfItsPolicyAllows() {
    TestFunctions functions = new TestFunctions(nephele);
    functions.python("reader", functions.role("runner"), TestFunctions.KEEPER);
    String function = "arn:aws:lambda:us-east-1:000000000000:function:reader";
    String topic = sns.createTopic(t -> t.name("news")).topicArn();
    String subscription =
        sns.subscribe(s -> s.topicArn(topic).protocol("lambda").endpoint(function))
            .subscriptionArn();
    sns.publish(p -> p.topicArn(topic).message("not allowed"));
    clock.advance(Duration.ofSeconds(1));
    assertThat(functions.kept("reader")).isEmpty();

    lambda.addPermission(
        p ->
            p.functionName("reader")
                .statementId("topic")
                .action("lambda:InvokeFunction")
                .principal("sns.amazonaws.com")
                .sourceArn(topic));
    String id =
        sns.publish(
                p ->
                    p.topicArn(topic)
                        .subject("About it")
                        .message("hello")
                        .messageAttributes(
                            Map.of(
                                "kind",
                                MessageAttributeValue.builder()
                                    .dataType("String")
                                    .stringValue("test")
                                    .build())))
            .messageId();
    clock.advance(Duration.ofSeconds(1));
    List<Map<String, Object>> kept = functions.kept("reader");
    assertThat(kept).hasSize(1);
    Map<String, Object> event = kept.getFirst();
    assertThat(event)
        .containsEntry("EventSource", "aws:sns")
        .containsEntry("EventVersion", "1.0")
        .containsEntry("EventSubscriptionArn", subscription);
    @SuppressWarnings("unchecked") // the members of an object
    Map<String, Object> message = (Map<String, Object>) event.get("Sns");
    assertThat(message)
        .containsEntry("Type", "Notification")
        .containsEntry("MessageId", id)
        .containsEntry("TopicArn", topic)
        .containsEntry("Subject", "About it")
        .containsEntry("Message", "hello")
        .containsEntry(
            "MessageAttributes", Map.of("kind", Map.of("Type", "String", "Value", "test")))
        .containsKeys("Timestamp", "Signature", "SigningCertUrl", "UnsubscribeUrl");
  }
}
