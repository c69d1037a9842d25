package io.nephele.services.sns;

import static io.nephele.services.sns.TestTopics.bodies;
import static io.nephele.services.sns.TestTopics.publish;
import static io.nephele.services.sns.TestTopics.queue;
import static io.nephele.services.sns.TestTopics.subscribe;
import static io.nephele.services.sns.TestTopics.topic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.metrics.MetricKey;
import io.nephele.core.metrics.StatisticSet;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.InvalidParameterValueException;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Subscriptions that want some messages only, and what is counted of a topic. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class FilteredDeliveryTest {
  @Inject SnsClient sns;
  @Inject SqsClient sqs;
  @Inject Nephele nephele;

  @Test
  void attributesDecide() {
    String topic = topic(sns, "orders");
    String queue = queue(sqs, "orders");
    subscribe(
        sns,
        topic,
        "sqs",
        queue,
        "RawMessageDelivery",
        "true",
        "FilterPolicy",
        "{\"kind\":[\"big\"],\"price\":[{\"numeric\":[\">=\",100]}]}");
    publish(sns, topic, "without");
    send(topic, "cheap", Map.of("kind", text("big"), "price", number("99.9")));
    send(topic, "dear", Map.of("kind", text("big"), "price", number("100.0")));
    send(topic, "as text", Map.of("kind", text("big"), "price", text("100")));
    send(topic, "one of", Map.of("kind", array("[\"small\",\"big\"]"), "price", number("1e3")));
    send(topic, "no array", Map.of("kind", array("big"), "price", number("100")));
    assertThat(bodies(sqs, queue)).containsExactlyInAnyOrder("dear", "one of");
    assertThat(count("NumberOfMessagesPublished")).isEqualTo(6);
    assertThat(count("NumberOfNotificationsDelivered")).isEqualTo(2);
    assertThat(count("NumberOfNotificationsFilteredOut")).isEqualTo(4);
    assertThat(count("NumberOfNotificationsFilteredOut-NoMessageAttributes")).isEqualTo(1);
    assertThat(count("NumberOfNotificationsFilteredOut-InvalidAttributes")).isEqualTo(1);
  }

  @Test
  void theBodyDecides() {
    String topic = topic(sns, "orders");
    String queue = queue(sqs, "bodies");
    String subscription =
        subscribe(
            sns,
            topic,
            "sqs",
            queue,
            "RawMessageDelivery",
            "true",
            "FilterPolicyScope",
            "MessageBody",
            "FilterPolicy",
            "{\"order\":{\"items\":{\"sku\":[{\"prefix\":\"A\"}]}}}");
    publish(sns, topic, "{\"order\":{\"items\":[{\"sku\":\"B1\"},{\"sku\":\"A1\"}]}}");
    publish(sns, topic, "{\"order\":{\"items\":[]}}");
    publish(sns, topic, "no JSON");
    publish(sns, topic, "{\"order\":1e999999999999}");
    assertThat(bodies(sqs, queue)).singleElement().asString().contains("A1");
    assertThat(count("NumberOfNotificationsFilteredOut-InvalidMessageBody")).isEqualTo(2);
    sns.setSubscriptionAttributes(
        r ->
            r.subscriptionArn(subscription)
                .attributeName("FilterPolicy")
                .attributeValue("{\"order\":[{\"exists\":false}]}"));
    publish(sns, topic, "{\"other\":1}");
    assertThat(bodies(sqs, queue)).containsExactly("{\"other\":1}");
  }

  @Test
  void attributesAreChecked() {
    String topic = topic(sns, "orders");
    refused(topic, "a", "Color", "x", "The message attribute 'a' has an invalid message attribute");
    refused(topic, "a", "Number", "x", "Could not cast message attribute 'a' value to number.");
    refused(topic, "a b", "String", "x", "Invalid non-alphanumeric character was found");
    refused(
        topic,
        "a",
        "Binary",
        "x",
        "The message attribute 'a' with type 'Binary' must use field 'Binary'.");
  }

  private void refused(String topic, String name, String type, String value, String message) {
    assertThatThrownBy(
            () ->
                send(
                    topic,
                    "x",
                    Map.of(
                        name,
                        MessageAttributeValue.builder().dataType(type).stringValue(value).build())))
        .isInstanceOf(InvalidParameterValueException.class)
        .hasMessageContaining(message);
  }

  private void send(String topic, String body, Map<String, MessageAttributeValue> attributes) {
    sns.publish(r -> r.topicArn(topic).message(body).messageAttributes(new HashMap<>(attributes)));
  }

  private static MessageAttributeValue text(String value) {
    return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
  }

  private static MessageAttributeValue number(String value) {
    return MessageAttributeValue.builder().dataType("Number").stringValue(value).build();
  }

  private static MessageAttributeValue array(String value) {
    return MessageAttributeValue.builder().dataType("String.Array").stringValue(value).build();
  }

  private double count(String name) {
    MetricKey key =
        new MetricKey(
            "000000000000", "us-east-1", "AWS/SNS", name, Map.of("TopicName", "orders"), "Count");
    Collection<StatisticSet> all =
        nephele.world().metrics().read(key, Instant.EPOCH, Instant.MAX).values();
    return all.stream().mapToDouble(StatisticSet::sum).sum();
  }
}
