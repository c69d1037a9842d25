package io.nephele.services.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.World;
import io.nephele.core.worlds.DiffOptions;
import io.nephele.core.worlds.DiffText;
import io.nephele.core.worlds.WorldDiff;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.NepheleTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What is told of worlds whose queues and messages differ. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
class ComparedWorldsTest {
  private static SqsClient client(Nephele nephele, String accessKeyId) {
    return Clients.create(
        SqsClient.class, nephele, "eu-west-1", AwsBasicCredentials.create(accessKeyId, "x"));
  }

  private static String differences(Nephele nephele, String other) {
    World before = nephele.world();
    World after = nephele.worlds().find(other);
    DiffOptions options = DiffOptions.DEFAULT.ofService("sqs");
    WorldDiff diff = new WorldDiff(options, before.services()::table);
    StringBuilder text = new StringBuilder();
    before
        .store()
        .read(a -> after.store().read(b -> compare(diff, a, b, new DiffText(text, "a", "b"))));
    return text.toString();
  }

  private static Object compare(
      WorldDiff diff,
      io.nephele.core.store.Reader before,
      io.nephele.core.store.Reader after,
      DiffText text) {
    try {
      return diff.compare(before, after, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void queuesMessagesAndReceiptsAreToldInWordsOfSqs(Nephele nephele) {
    SqsClient original = client(nephele, "000000000000");
    String url =
        original
            .createQueue(
                r ->
                    r.queueName("orders")
                        .attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "30"))
                        .tags(Map.of("team", "blue")))
            .queueUrl();
    original.sendMessage(r -> r.queueUrl(url).messageBody("first"));
    nephele.worlds().fork("default", "trial");
    assertThat(differences(nephele, "trial")).endsWith("no differences\n");

    SqsClient fork = client(nephele, "trial.000000000000");
    fork.setQueueAttributes(
        r -> r.queueUrl(url).attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "60")));
    fork.untagQueue(r -> r.queueUrl(url).tagKeys("team"));
    fork.receiveMessage(r -> r.queueUrl(url));
    fork.sendMessage(
        r ->
            r.queueUrl(url)
                .messageBody("grüße")
                .messageAttributes(
                    Map.of(
                        "a.b",
                        MessageAttributeValue.builder()
                            .dataType("Binary")
                            .binaryValue(SdkBytes.fromByteArray(new byte[] {0, -1}))
                            .build())));
    String told = differences(nephele, "trial");
    assertThat(told)
        .contains("  ~ 000000000000 eu-west-1 name=orders\n")
        .contains("      attributes.VisibilityTimeout: \"30\" -> \"60\"\n")
        .contains("      tags: {\"team\":\"blue\"} -> (none)\n")
        .containsPattern(
            "  \\+ 000000000000 queueId=1 sequence=\\d+ of arn:aws:sqs:eu-west-1:000000000000:orders")
        .containsPattern("      id: \"[0-9a-f-]{36}\"\n      body: \"grüße\"\n")
        .contains("attributes: {\"a.b\":{\"dataType\":\"Binary\",\"binary\":\"base64:AP8=\"}}\n")
        .containsPattern(
            "sqs.receipts\n  \\+ .*\n      visibleAt: \"20\\d\\d-.*Z\"\n      count: 1")
        .contains("sqs.messages: 1 added, 0 removed, 0 changed\n")
        .contains("sqs.tallies (internal): 0 added, 0 removed, 1 changed\n")
        .doesNotContain("hex:");
  }

  @Test
  void deletedQueuesAndTheirMessagesAreTold(Nephele nephele) {
    SqsClient original = client(nephele, "000000000000");
    String url =
        original
            .createQueue(
                r ->
                    r.queueName("orders.fifo")
                        .attributes(Map.of(QueueAttributeName.FIFO_QUEUE, "true")))
            .queueUrl();
    original.sendMessage(
        r -> r.queueUrl(url).messageBody("first").messageGroupId("g").messageDeduplicationId("d"));
    nephele.worlds().fork("default", "trial");
    client(nephele, "trial.000000000000").deleteQueue(r -> r.queueUrl(url));
    assertThat(differences(nephele, "trial"))
        .contains("  - 000000000000 eu-west-1 name=orders.fifo\n")
        .containsPattern("  - 000000000000 queueId=1 .* of arn:aws:sqs:.*:orders.fifo\n")
        .contains("      group: \"g\"\n")
        .contains("sqs.queues: 0 added, 1 removed, 0 changed\n")
        .contains("sqs.messages: 0 added, 1 removed, 0 changed\n");
  }
}
