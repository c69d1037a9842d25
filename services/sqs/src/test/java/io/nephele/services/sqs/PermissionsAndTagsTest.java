package io.nephele.services.sqs;

import static io.nephele.services.sqs.QueuesTest.assertError;
import static io.nephele.services.sqs.TestQueues.attribute;
import static io.nephele.services.sqs.TestQueues.create;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

@NepheleTest
final class PermissionsAndTagsTest {
  @Inject SqsClient sqs;

  @Test
  void aPermissionIsAStatementOfThePolicy() {
    String url = create(sqs, "permissions");
    String arn = "arn:aws:sqs:us-east-1:000000000000:permissions";
    add(url, "one", List.of("111111111111", "222222222222"), List.of("ReceiveMessage"));
    assertThat(policy(url))
        .isEqualTo(
            "{\"Version\":\"2008-10-17\",\"Id\":\""
                + arn
                + "/SQSDefaultPolicy\",\"Statement\":[{\"Sid\":\"one\",\"Effect\":\"Allow\","
                + "\"Principal\":{\"AWS\":[\"arn:aws:iam::111111111111:root\","
                + "\"arn:aws:iam::222222222222:root\"]},\"Action\":\"SQS:ReceiveMessage\","
                + "\"Resource\":\""
                + arn
                + "\"}]}");
    assertError(
        () -> add(url, "one", List.of("111111111111"), List.of("SendMessage")),
        "InvalidParameterValue",
        "Value one for parameter Label is invalid. Reason: Already exists.");
    add(url, "two", List.of("111111111111"), List.of("SendMessage", "DeleteMessage"));
    sqs.removePermission(r -> r.queueUrl(url).label("one"));
    assertThat(policy(url))
        .contains("\"Sid\":\"two\"", "[\"SQS:SendMessage\",\"SQS:DeleteMessage\"]")
        .doesNotContain("\"Sid\":\"one\"");
    sqs.removePermission(r -> r.queueUrl(url).label("two"));
    assertThat(policy(url)).isNull();
    assertError(
        () -> sqs.removePermission(r -> r.queueUrl(url).label("two")),
        "InvalidParameterValue",
        "Value two for parameter Label is invalid. Reason: can't find label.");
  }

  @Test
  void permissionsThatCannotBeAreErrors() {
    String url = create(sqs, "wrong-permissions");
    List<String> account = List.of("111111111111");
    assertError(
        () -> add(url, "l", account, List.of("SendMessageBatch")),
        "InvalidParameterValue",
        "Value SQS:SendMessageBatch for parameter ActionName is invalid. Reason: Please refer to"
            + " the appropriate WSDL for a list of valid actions.");
    assertError(
        () -> add(url, "l", account, List.of("CreateQueue")),
        "InvalidParameterValue",
        "Value SQS:CreateQueue for parameter ActionName is invalid. Reason: Only the queue owner is"
            + " allowed to invoke this action.");
    assertError(
        () -> add(url, "l", account, List.of()),
        "MissingParameter",
        "The request must contain the parameter ActionName.");
    assertError(
        () -> add(url, "a b", account, List.of("*")),
        "InvalidParameterValue",
        "Value a b for parameter Label is invalid. Reason: Can only include alphanumeric"
            + " characters, hyphens, or underscores. 1 to 80 in length.");
    assertError(
        () -> add(url, "l", List.of("12"), List.of("*")),
        "InvalidParameterValue",
        "Value [12] for parameter PrincipalId is invalid. Reason: Unable to verify.");
    for (int i = 0; i < 20; i++) {
      add(url, "label" + i, account, List.of("*"));
    }
    assertError(
        () -> add(url, "label20", account, List.of("*")),
        "OverLimit",
        "21 Statements were found, maximum allowed is 20.");
  }

  @Test
  void aQueueHasTags() {
    String url = create(sqs, "tags");
    assertThat(sqs.listQueueTags(r -> r.queueUrl(url)).tags()).isEmpty();
    sqs.tagQueue(r -> r.queueUrl(url).tags(Map.of("tag1", "value1", "tag2", "", "Größe", "a b")));
    sqs.tagQueue(r -> r.queueUrl(url).tags(Map.of("tag1", "other")));
    sqs.untagQueue(r -> r.queueUrl(url).tagKeys("tag2", "absent"));
    assertThat(sqs.listQueueTags(r -> r.queueUrl(url)).tags())
        .containsExactlyInAnyOrderEntriesOf(Map.of("tag1", "other", "Größe", "a b"));
  }

  @Test
  void tagsThatCannotBeAreErrors() {
    String url = create(sqs, "wrong-tags");
    Map<String, String> tags = new HashMap<>();
    for (int i = 0; i < 51; i++) {
      tags.put("k" + i, "v");
    }
    assertError(
        () -> sqs.tagQueue(r -> r.queueUrl(url).tags(tags)),
        "InvalidParameterValue",
        "Too many tags added for queue wrong-tags.");
    tags.remove("k50");
    sqs.tagQueue(r -> r.queueUrl(url).tags(tags));
    assertError(
        () -> sqs.tagQueue(r -> r.queueUrl(url).tags(Map.of("one", "more"))),
        "InvalidParameterValue",
        "Too many tags added for queue wrong-tags.");
    assertError(
        () -> sqs.tagQueue(r -> r.queueUrl(url).tags(Map.of())),
        "MissingParameter",
        "The request must contain the parameter Tags.");
    assertError(
        () -> sqs.tagQueue(r -> r.queueUrl(url).tags(Map.of("AWS:mine", "v"))),
        "InvalidParameterValue",
        "Tag keys can't start with aws:, which is reserved for AWS use.");
    assertError(
        () -> sqs.tagQueue(r -> r.queueUrl(url).tags(Map.of("k".repeat(129), "v"))),
        "InvalidParameterValue",
        "Tag keys must be between 1 and 128 characters in length.");
  }

  private void add(String url, String label, List<String> accounts, List<String> actions) {
    sqs.addPermission(r -> r.queueUrl(url).label(label).awsAccountIds(accounts).actions(actions));
  }

  private String policy(String url) {
    return attribute(sqs, url, QueueAttributeName.POLICY);
  }
}
