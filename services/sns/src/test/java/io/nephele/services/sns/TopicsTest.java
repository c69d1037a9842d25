package io.nephele.services.sns;

import static io.nephele.services.sns.TestTopics.fifoTopic;
import static io.nephele.services.sns.TestTopics.queue;
import static io.nephele.services.sns.TestTopics.subscribe;
import static io.nephele.services.sns.TestTopics.topic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.AuthorizationErrorException;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.ListTopicsResponse;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.SnsException;
import software.amazon.awssdk.services.sns.model.Tag;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Topics and subscriptions as they are made, changed, listed and removed. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class TopicsTest {
  @Inject SnsClient sns;
  @Inject SqsClient sqs;
  @Inject Nephele nephele;

  @Test
  @Fact("sns-017")
  void aTopicIsMadeOnce() {
    String arn = topic(sns, "news", "DisplayName", "News");
    assertThat(arn).isEqualTo("arn:aws:sns:us-east-1:000000000000:news");
    assertThat(topic(sns, "news")).isEqualTo(arn);
    assertThat(topic(sns, "news", "DisplayName", "News")).isEqualTo(arn);
    refused(
        () -> topic(sns, "news", "DisplayName", "Other"),
        "Invalid parameter: Attributes Reason: Topic already exists with different attributes");
    refused(() -> topic(sns, "no spaces"), "Invalid parameter: Topic Name");
    refused(() -> topic(sns, "x".repeat(257)), "Invalid parameter: Topic Name");
    refused(() -> topic(sns, "plain.fifo"), "Invalid parameter: Topic Name");
    refused(() -> fifoTopic(sns, "plain"), "Fifo Topic names must end with .fifo");
    refused(
        () -> topic(sns, "other", "Colour", "red"),
        "Invalid parameter: Attributes Reason: Unknown attribute: Colour");
    sns.deleteTopic(r -> r.topicArn(arn));
    sns.deleteTopic(r -> r.topicArn(arn));
    assertThatThrownBy(() -> sns.getTopicAttributes(r -> r.topicArn(arn)))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void attributesAreSetAndTold() {
    String arn = topic(sns, "attributes");
    sns.setTopicAttributes(
        r -> r.topicArn(arn).attributeName("DisplayName").attributeValue("Hello"));
    Map<String, String> all = sns.getTopicAttributes(r -> r.topicArn(arn)).attributes();
    assertThat(all)
        .containsEntry("DisplayName", "Hello")
        .containsEntry("Owner", "000000000000")
        .containsEntry("SubscriptionsConfirmed", "0")
        .containsEntry(
            "EffectiveDeliveryPolicy",
            "{\"http\":{\"defaultHealthyRetryPolicy\":{\"minDelayTarget\":20,\"maxDelayTarget\":20,"
                + "\"numRetries\":3,\"numMaxDelayRetries\":0,\"numNoDelayRetries\":0,"
                + "\"numMinDelayRetries\":0,\"backoffFunction\":\"linear\"},"
                + "\"disableSubscriptionOverrides\":false,\"defaultRequestPolicy\":"
                + "{\"headerContentType\":\"text/plain; charset=UTF-8\"}}}");
    refused(
        () ->
            sns.setTopicAttributes(
                r -> r.topicArn(arn).attributeName("Nonsense").attributeValue("1")),
        "Invalid parameter: AttributeName");
    refused(
        () ->
            sns.setTopicAttributes(
                r -> r.topicArn(arn).attributeName("Policy").attributeValue("{}")),
        "Invalid parameter: Policy Error");
    assertThatThrownBy(
            () ->
                sns.putDataProtectionPolicy(
                    r -> r.resourceArn(arn).dataProtectionPolicy("{\"Name\":\"x\"}")))
        .isInstanceOf(SnsException.class)
        .hasMessageContaining("does not look for personal data");
  }

  @Test
  void aTopicIsCalledInItsRegion() {
    String arn = topic(sns, "here");
    SnsClient paris =
        Clients.create(SnsClient.class, nephele.endpoint(), "eu-west-3", "000000000000");
    refused(() -> TestTopics.publish(paris, arn, "x"), "Invalid parameter: TopicArn");
    assertThat(paris.listTopics().topics()).isEmpty();
  }

  @Test
  void topicsAreListedInPages() {
    for (int i = 0; i < 101; i++) {
      topic(sns, "t" + i);
    }
    ListTopicsResponse first = sns.listTopics();
    assertThat(first.topics()).hasSize(100);
    assertThat(sns.listTopics(r -> r.nextToken(first.nextToken())).topics()).hasSize(1);
  }

  @Test
  void tagsArePutAndRemoved() {
    String arn =
        sns.createTopic(r -> r.name("tagged").tags(Tag.builder().key("team").value("blue").build()))
            .topicArn();
    sns.tagResource(r -> r.resourceArn(arn).tags(Tag.builder().key("stage").value("test").build()));
    sns.untagResource(r -> r.resourceArn(arn).tagKeys("team"));
    assertThat(sns.listTagsForResource(r -> r.resourceArn(arn)).tags())
        .containsExactly(Tag.builder().key("stage").value("test").build());
  }

  @Test
  @Fact("sns-014")
  void everyProtocolHasItsEndpoints() {
    String arn = topic(sns, "protocols");
    String[][] good = {
      {"lambda", "arn:aws:lambda:us-east-1:000000000000:function:f"},
      {"sqs", queue(sqs, "q")},
      {"http", "http://example.com/x"},
      {"https", "https://example.com/x"},
      {"email", "me@example.com"},
      {"email-json", "me@example.com"},
      {"sms", "+15550100"},
    };
    for (String[] each : good) {
      subscribe(sns, arn, each[0], each[1]);
    }
    assertThat(sns.listSubscriptionsByTopic(r -> r.topicArn(arn)).subscriptions()).hasSize(7);
    Map<String, String> attributes = sns.getTopicAttributes(r -> r.topicArn(arn)).attributes();
    assertThat(attributes)
        .containsEntry("SubscriptionsConfirmed", "3")
        .containsEntry("SubscriptionsPending", "4");
    refused(
        () -> subscribe(sns, arn, "telegram", "x"),
        "Invalid parameter: Amazon SNS does not support this protocol string: telegram");
    refused(() -> subscribe(sns, arn, "email", "nobody"), "Invalid parameter: Email address");
    refused(
        () -> subscribe(sns, arn, "http", "https://example.com"),
        "Invalid parameter: Endpoint must match the specified protocol");
    refused(
        () -> subscribe(sns, arn, "sqs", "http://localhost/q"),
        "Invalid parameter: SQS endpoint ARN");
  }

  @Test
  void whoSubscribesAgainGetsTheSame() {
    String arn = topic(sns, "twice");
    String queue = queue(sqs, "twice");
    String first = subscribe(sns, arn, "sqs", queue, "RawMessageDelivery", "true");
    assertThat(subscribe(sns, arn, "sqs", queue)).isEqualTo(first);
    refused(
        () -> subscribe(sns, arn, "sqs", queue, "RawMessageDelivery", "false"),
        "Invalid parameter: Attributes Reason: Subscription already exists with different"
            + " attributes");
    sns.unsubscribe(r -> r.subscriptionArn(first));
    sns.unsubscribe(r -> r.subscriptionArn(first));
    assertThat(sns.listSubscriptions().subscriptions()).isEmpty();
    refused(
        () -> sns.getSubscriptionAttributes(r -> r.subscriptionArn("nonsense")),
        "Invalid parameter: SubscriptionArn Reason: An ARN must have at least 6 elements, not 1");
  }

  @Test
  void attributesOfSubscriptionsAreChecked() {
    String arn = topic(sns, "checked");
    String subscription = subscribe(sns, arn, "sqs", queue(sqs, "checked"));
    assertThat(sns.getSubscriptionAttributes(r -> r.subscriptionArn(subscription)).attributes())
        .containsEntry("RawMessageDelivery", "false")
        .containsEntry("PendingConfirmation", "false")
        .containsEntry("SubscriptionPrincipal", "arn:aws:iam::000000000000:root");
    set(subscription, "FilterPolicy", "{\"a\":[\"x\"]}");
    assertThat(sns.getSubscriptionAttributes(r -> r.subscriptionArn(subscription)).attributes())
        .containsEntry("FilterPolicyScope", "MessageAttributes");
    refused(
        () -> set(subscription, "FilterPolicy", "{\"a\":{\"b\":[1]}}"),
        "Invalid parameter: FilterPolicy: Filter policy scope MessageAttributes does not support"
            + " nested filter policy");
    set(subscription, "FilterPolicyScope", "MessageBody");
    set(subscription, "FilterPolicy", "{\"a\":{\"b\":[1]}}");
    refused(
        () -> set(subscription, "FilterPolicyScope", "MessageAttributes"),
        "does not support nested filter policy");
    refused(
        () -> set(subscription, "RawMessageDelivery", "maybe"),
        "RawMessageDelivery: Invalid value [maybe]. Must be true or false.");
    refused(() -> set(subscription, "Nonsense", "1"), "Invalid parameter: AttributeName");
    refused(
        () -> set(subscription, "RedrivePolicy", "{\"deadLetterTargetArn\":\"x\"}"),
        "Invalid parameter: RedrivePolicy: deadLetterTargetArn is an invalid arn");
  }

  private void set(String subscription, String name, String value) {
    sns.setSubscriptionAttributes(
        r -> r.subscriptionArn(subscription).attributeName(name).attributeValue(value));
  }

  @Test
  void aTopicHas200FilterPolicies() {
    String arn = topic(sns, "filters");
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      made.add(
          subscribe(
              sns,
              arn,
              "sqs",
              "arn:aws:sqs:us-east-1:000000000000:q" + i,
              "FilterPolicy",
              "{\"a\":[1]}"));
    }
    String last = "arn:aws:sqs:us-east-1:000000000000:last";
    assertThatThrownBy(() -> subscribe(sns, arn, "sqs", last, "FilterPolicy", "{\"a\":[1]}"))
        .isInstanceOf(SnsException.class)
        .extracting(e -> ((SnsException) e).awsErrorDetails().errorCode())
        .isEqualTo("FilterPolicyLimitExceeded");
    sns.unsubscribe(r -> r.subscriptionArn(made.getFirst()));
    subscribe(sns, arn, "sqs", last, "FilterPolicy", "{\"a\":[1]}");
  }

  @Test
  void aSubscriptionBelongsToWhoSubscribed() {
    String arn = topic(sns, "shared");
    SnsClient other =
        Clients.create(SnsClient.class, nephele.endpoint(), "us-east-1", "222222222222");
    String theirs = "arn:aws:sqs:us-east-1:222222222222:theirs";
    assertThatThrownBy(() -> subscribe(other, arn, "sqs", theirs))
        .isInstanceOf(AuthorizationErrorException.class);
    sns.addPermission(
        r ->
            r.topicArn(arn)
                .label("partner")
                .awsAccountIds("222222222222")
                .actionNames("Subscribe"));
    String subscription = subscribe(other, arn, "sqs", theirs);
    assertThat(other.listSubscriptions().subscriptions())
        .singleElement()
        .satisfies(s -> assertThat(s.owner()).isEqualTo("222222222222"));
    assertThat(sns.listSubscriptions().subscriptions()).isEmpty();
    assertThat(other.getSubscriptionAttributes(r -> r.subscriptionArn(subscription)).attributes())
        .containsEntry("Owner", "222222222222");
    other.unsubscribe(r -> r.subscriptionArn(subscription));
    assertThat(other.listSubscriptions().subscriptions()).isEmpty();
  }

  private static void refused(Runnable call, String message) {
    assertThatThrownBy(call::run)
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining(message);
  }
}
