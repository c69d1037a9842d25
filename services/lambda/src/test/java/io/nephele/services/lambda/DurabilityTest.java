package io.nephele.services.lambda;

import static io.nephele.services.lambda.TestFunctions.may;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Functions, queued events and the polling of sources outlive the process. */
final class DurabilityTest {
  @TempDir Path folder;

  private void run(Consumer<Nephele> test) {
    try (Nephele nephele =
        Nephele.builder().store(folder.resolve("world")).virtualClock().start()) {
      test.accept(nephele);
    }
  }

  private static SqsClient sqs(Nephele nephele) {
    return Clients.create(SqsClient.class, nephele.endpoint(), "us-east-1", TestFunctions.ACCOUNT);
  }

  @Test
  void pollingAndRetriesGoOnAfterARestart() {
    run(
        nephele -> {
          TestFunctions functions = new TestFunctions(nephele);
          SqsClient sqs = sqs(nephele);
          sqs.createQueue(b -> b.queueName("jobs"));
          sqs.createQueue(b -> b.queueName("letters"));
          String role = functions.role("runner", may("sqs:*", "*"));
          functions.python("keeper", role, TestFunctions.KEEPER);
          functions
              .lambda()
              .createEventSourceMapping(
                  b ->
                      b.functionName("keeper")
                          .eventSourceArn("arn:aws:sqs:us-east-1:000000000000:jobs"));
          functions.python(
              "fail",
              role,
              "def handler(e, c):\n  raise ValueError('no')\n",
              b ->
                  b.deadLetterConfig(
                      d -> d.targetArn("arn:aws:sqs:us-east-1:000000000000:letters")));
          functions
              .lambda()
              .invoke(
                  b ->
                      b.functionName("fail")
                          .invocationType(InvocationType.EVENT)
                          .payload(SdkBytes.fromUtf8String("1")));
          ((VirtualClock) nephele.world().clock()).advance(Duration.ofSeconds(70));
        });
    run(
        nephele -> {
          TestFunctions functions = new TestFunctions(nephele);
          SqsClient sqs = sqs(nephele);
          String jobs = sqs.getQueueUrl(b -> b.queueName("jobs")).queueUrl();
          String letters = sqs.getQueueUrl(b -> b.queueName("letters")).queueUrl();
          sqs.sendMessage(b -> b.queueUrl(jobs).messageBody("after"));
          ((VirtualClock) nephele.world().clock()).advance(Duration.ofSeconds(200));
          assertThat(functions.kept("keeper"))
              .singleElement()
              .extracting(record -> record.get("body"))
              .isEqualTo("after");
          assertThat(sqs.receiveMessage(b -> b.queueUrl(letters)).messages()).hasSize(1);
        });
  }
}
