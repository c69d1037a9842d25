package io.nephele.services.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.api.sqs.CreateQueueRequest;
import io.nephele.api.sqs.OverLimit;
import io.nephele.api.sqs.ReceiveMessageRequest;
import io.nephele.api.sqs.ReceiveMessageResult;
import io.nephele.api.sqs.SendMessageBatchRequest;
import io.nephele.api.sqs.SendMessageBatchRequestEntry;
import io.nephele.api.sqs.Sqs;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.NepheleTest;
import io.nephele.model.ApiOperation;
import io.nephele.model.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@NepheleTest
final class InFlightLimitTest {
  private static final Region REGION = Regions.find("us-east-1");

  @Test
  void aQueueHasSoManyMessagesInFlightAndNoMore(Nephele nephele, VirtualClock clock) {
    String url =
        call(nephele, Sqs.CreateQueue, new CreateQueueRequest().queueName("full")).queueUrl();
    List<SendMessageBatchRequestEntry> ten = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      ten.add(new SendMessageBatchRequestEntry().id("id" + i).messageBody("m"));
    }
    for (int i = 0; i <= Limits.IN_FLIGHT / 10; i++) {
      call(nephele, Sqs.SendMessageBatch, new SendMessageBatchRequest().queueUrl(url).entries(ten));
    }
    for (int i = 0; i < Limits.IN_FLIGHT / 10; i++) {
      assertThat(receive(nephele, url, 0).messages()).hasSize(10);
    }
    assertThatThrownBy(() -> receive(nephele, url, 0)).isInstanceOf(OverLimit.class);
    clock.advance(Duration.ofSeconds(30));
    assertThat(receive(nephele, url, 0).messages()).hasSize(10);
  }

  private static ReceiveMessageResult receive(Nephele nephele, String url, int wait) {
    return call(
        nephele,
        Sqs.ReceiveMessage,
        new ReceiveMessageRequest().queueUrl(url).maxNumberOfMessages(10).waitTimeSeconds(wait));
  }

  private static <I extends View, O extends View> O call(
      Nephele nephele, ApiOperation<I, O> operation, I request) {
    return nephele
        .world()
        .call(operation, request, Principal.root(REGION.partition(), "000000000000"), REGION);
  }
}
