package io.nephele.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.Clients;
import io.nephele.junit.NepheleTest;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Terraform with its AWS provider, where both are on the machine. */
@NepheleTest(virtualClock = false)
class TerraformTest {
  /** The provider waits half a minute after every change of a queue until it believes it. */
  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void queuesAreMadeChangedAndDestroyed(URI endpoint, SqsClient sqs, @TempDir Path folder) {
    Terraform terraform = Terraform.in(folder, endpoint, "terraform", "main.tf");
    sqs.createQueue(request -> request.queueName("terraform-dead-letters"));
    terraform.apply("visibility_timeout=30");
    String url = sqs.getQueueUrl(request -> request.queueName("terraform")).queueUrl();
    assertThat(sqs.listQueueTags(request -> request.queueUrl(url)).tags())
        .containsEntry("made-by", "terraform");
    assertThat(attribute(sqs, url, QueueAttributeName.REDRIVE_POLICY))
        .contains("terraform-dead-letters");

    terraform.planIsEmpty("visibility_timeout=30");
    String ordered = sqs.getQueueUrl(request -> request.queueName("terraform.fifo")).queueUrl();
    try (SqsClient partner =
        Clients.create(SqsClient.class, endpoint, "us-east-1", "111122223333")) {
      partner.sendMessage(
          request -> request.queueUrl(ordered).messageBody("hello").messageGroupId("partner"));
    }
    terraform.apply("visibility_timeout=45");
    assertThat(attribute(sqs, url, QueueAttributeName.VISIBILITY_TIMEOUT)).isEqualTo("45");

    terraform.destroy("visibility_timeout=45");
    assertThat(sqs.listQueues().queueUrls())
        .singleElement()
        .satisfies(left -> assertThat(left).endsWith("/terraform-dead-letters"));
  }

  private static String attribute(SqsClient sqs, String url, QueueAttributeName name) {
    return sqs.getQueueAttributes(request -> request.queueUrl(url).attributeNames(name))
        .attributes()
        .get(name);
  }
}
