package io.nephele.services.sqs;

import static io.nephele.services.sqs.QueuesTest.assertError;
import static io.nephele.services.sqs.TestQueues.attribute;
import static io.nephele.services.sqs.TestQueues.create;
import static io.nephele.services.sqs.TestQueues.createFifo;
import static io.nephele.services.sqs.TestQueues.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class QueueAttributesTest {
  @Inject SqsClient sqs;
  @Inject VirtualClock clock;

  @Test
  void aStandardQueueHasDefaults() {
    String url = create(sqs, "orders");
    String created = String.valueOf(clock.millis() / 1000);
    assertThat(all(url))
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("QueueArn", "arn:aws:sqs:us-east-1:000000000000:orders"),
                Map.entry("ApproximateNumberOfMessages", "0"),
                Map.entry("ApproximateNumberOfMessagesNotVisible", "0"),
                Map.entry("ApproximateNumberOfMessagesDelayed", "0"),
                Map.entry("CreatedTimestamp", created),
                Map.entry("LastModifiedTimestamp", created),
                Map.entry("VisibilityTimeout", "30"),
                Map.entry("MaximumMessageSize", "1048576"),
                Map.entry("MessageRetentionPeriod", "345600"),
                Map.entry("DelaySeconds", "0"),
                Map.entry("ReceiveMessageWaitTimeSeconds", "0"),
                Map.entry("SqsManagedSseEnabled", "true")));
  }

  @Test
  void aFifoQueueHasMoreDefaults() {
    String url = createFifo(sqs, "orders.fifo");
    assertThat(all(url))
        .containsEntry("FifoQueue", "true")
        .containsEntry("ContentBasedDeduplication", "false")
        .containsEntry("DeduplicationScope", "queue")
        .containsEntry("FifoThroughputLimit", "perQueue")
        .hasSize(16);
  }

  @Test
  void whatIsSetIsThereAndWhenItWasSet() {
    String url = create(sqs, "orders", "VisibilityTimeout", "20", "DelaySeconds", "7");
    clock.advance(Duration.ofSeconds(90));
    set(sqs, url, "VisibilityTimeout", "69", "MaximumMessageSize", "2048");
    assertThat(all(url))
        .containsEntry("VisibilityTimeout", "69")
        .containsEntry("MaximumMessageSize", "2048")
        .containsEntry("DelaySeconds", "7")
        .containsEntry("CreatedTimestamp", String.valueOf(clock.millis() / 1000 - 90))
        .containsEntry("LastModifiedTimestamp", String.valueOf(clock.millis() / 1000));
  }

  @Test
  void onlyWhatIsAskedForIsAnswered() {
    String url = create(sqs, "orders");
    assertThat(sqs.getQueueAttributes(r -> r.queueUrl(url)).attributes()).isEmpty();
    assertThat(
            sqs.getQueueAttributes(
                    r -> r.queueUrl(url).attributeNamesWithStrings("DelaySeconds", "Policy"))
                .attributesAsStrings())
        .containsExactly(Map.entry("DelaySeconds", "0"));
    assertError(
        () -> sqs.getQueueAttributes(r -> r.queueUrl(url).attributeNamesWithStrings("Colour")),
        "InvalidAttributeName",
        "Unknown Attribute Colour.");
  }

  @Test
  void numbersAreCheckedStrictly() {
    String url = create(sqs, "orders");
    Map<String, String[]> wrong =
        Map.of(
            "DelaySeconds", new String[] {"", " 6", "-45", "901", "544.43", "true", "+1"},
            "MaximumMessageSize", new String[] {"1023", "1048577", "99999999999999999999"},
            "MessageRetentionPeriod", new String[] {"59", "1209601"},
            "ReceiveMessageWaitTimeSeconds", new String[] {"21", "-1"},
            "VisibilityTimeout", new String[] {"43201", "x"},
            "KmsDataKeyReusePeriodSeconds", new String[] {"59", "86401"});
    wrong.forEach(
        (name, values) -> {
          for (String value : values) {
            assertError(
                () -> set(sqs, url, name, value),
                "InvalidAttributeValue",
                "Invalid value for the parameter " + name + ".");
          }
        });
  }

  @Test
  void attributesThatCannotBeSetAreUnknown() {
    String url = create(sqs, "orders");
    for (String name :
        new String[] {"Colour", "QueueArn", "All", "FifoQueue", "ContentBasedDeduplication"}) {
      assertError(
          () -> set(sqs, url, name, "true"),
          "InvalidAttributeName",
          "Unknown Attribute " + name + ".");
    }
    assertError(
        () -> sqs.setQueueAttributes(r -> r.queueUrl(url).attributesWithStrings(Map.of())),
        "MissingParameter",
        "The request must contain the parameter Attribute.Name.");
    assertError(
        () -> set(sqs, url, "DeduplicationScope", "queue"),
        "InvalidAttributeName",
        "You can specify the DeduplicationScope only when FifoQueue is set to true.");
  }

  @Test
  void aQueuesTypeCannotBeChanged() {
    String url = createFifo(sqs, "orders.fifo");
    set(sqs, url, "FifoQueue", "true");
    assertError(
        () -> set(sqs, url, "FifoQueue", "false"),
        "InvalidAttributeValue",
        "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not"
            + " supported.");
    assertError(
        () -> set(sqs, url, "FifoThroughputLimit", "perMessageGroupId"),
        "InvalidAttributeValue",
        "The perMessageGroupId value is allowed only when the value for DeduplicationScope is"
            + " messageGroup");
    set(sqs, url, "ContentBasedDeduplication", "true");
    assertThat(attribute(sqs, url, QueueAttributeName.CONTENT_BASED_DEDUPLICATION))
        .isEqualTo("true");
  }

  @Test
  void aQueueHasOneEncryptionAtATime() {
    String url = create(sqs, "orders");
    set(sqs, url, "KmsMasterKeyId", "testKeyId", "KmsDataKeyReusePeriodSeconds", "6000");
    assertThat(all(url))
        .containsEntry("KmsMasterKeyId", "testKeyId")
        .containsEntry("KmsDataKeyReusePeriodSeconds", "6000")
        .containsEntry("SqsManagedSseEnabled", "false");
    set(sqs, url, "SqsManagedSseEnabled", "true");
    assertThat(all(url))
        .containsEntry("SqsManagedSseEnabled", "true")
        .doesNotContainKeys("KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds");
    set(sqs, url, "KmsMasterKeyId", "alias/aws/sqs");
    assertThat(all(url)).containsEntry("KmsDataKeyReusePeriodSeconds", "300");
    assertError(
        () -> set(sqs, url, "SqsManagedSseEnabled", "true", "KmsMasterKeyId", "testKeyId"),
        "InvalidAttributeName",
        "You can use one type of server-side encryption (SSE) at one time. You can either enable"
            + " KMS SSE or SQS SSE.");
  }

  @Test
  void aPolicyMustBeOneAndIsKeptAsItWas() {
    String url = create(sqs, "orders");
    String policy =
        """
        { "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": "*",
          "Action": "sqs:SendMessage", "Resource": "*" } }""";
    set(sqs, url, "Policy", policy);
    assertThat(attribute(sqs, url, QueueAttributeName.POLICY)).isEqualTo(policy);
    set(sqs, url, "Policy", "");
    assertThat(attribute(sqs, url, QueueAttributeName.POLICY)).isNull();
    for (String wrong :
        new String[] {
          "badjson",
          "[]",
          "null",
          "5",
          "{}",
          "{\"Version\":\"2012-10-17\",\"Statement\":[]}",
          "{\"Version\":\"4532-10-17\",\"Statement\":" + statements(1) + "}",
          "{\"Colour\":1,\"Statement\":" + statements(1) + "}",
          "[".repeat(10_000)
        }) {
      assertError(
          () -> set(sqs, url, "Policy", wrong),
          "InvalidAttributeValue",
          "Invalid value for the parameter Policy.");
    }
    assertError(
        () ->
            set(
                sqs,
                url,
                "Policy",
                "{\"Version\":\"2012-10-17\",\"Statement\":" + statements(22) + "}"),
        "OverLimit",
        "22 statements were found in the submitted policy, max allowed is 20");
  }

  private static String statements(int count) {
    String statement =
        "{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sqs:*\",\"Resource\":\"*\"}";
    return "[" + (statement + ",").repeat(count - 1) + statement + "]";
  }

  private Map<String, String> all(String url) {
    return sqs.getQueueAttributes(r -> r.queueUrl(url).attributeNames(QueueAttributeName.ALL))
        .attributesAsStrings();
  }
}
