package io.nephele.services.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nephele.core.quotas.BucketSize;
import io.nephele.core.quotas.QuotaOverride;
import io.nephele.core.quotas.Quotas;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Request rates as the SDK meets them. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
class QuotasTest {
  private final Nephele nephele;
  private final Quotas quotas;
  private final Retries retries;
  private final SqsClient sqs;
  private final String url;

  QuotasTest(Nephele nephele) {
    this.nephele = nephele;
    this.quotas = nephele.world().quotas();
    this.retries = new Retries(nephele);
    this.sqs = retries.client();
    this.url = sqs.createQueue(r -> r.queueName("orders")).queueUrl();
  }

  private static QuotaOverride sends(long burst, double rate) {
    return new QuotaOverride("sends", "sqs", "SendMessage", null, new BucketSize(burst, rate));
  }

  private void send() {
    sqs.sendMessage(r -> r.queueUrl(url).messageBody("message"));
  }

  /** How many can be sent before the first is refused for good. */
  private int sent() {
    int sent = 0;
    try {
      while (true) {
        send();
        sent++;
      }
    } catch (SqsException e) {
      assertThat(e.isThrottlingException()).isTrue();
      return sent;
    }
  }

  @Test
  void callsAboveTheRateAreThrottledUntilTokensComeBack(VirtualClock clock) {
    quotas.set(sends(5, 5));
    assertThat(sent()).isEqualTo(5);
    clock.advance(Duration.ofMillis(400));
    assertThat(sent()).isEqualTo(2);
    clock.advance(Duration.ofHours(1));
    assertThat(sent()).isEqualTo(5);
    SendMessageBatchRequestEntry other =
        SendMessageBatchRequestEntry.builder().id("other").messageBody("operation").build();
    sqs.sendMessageBatch(r -> r.queueUrl(url).entries(other));
  }

  @Test
  void theSdkRetriesWhatIsThrottled(VirtualClock clock) {
    quotas.set(sends(1, 5));
    send();
    retries.beforeRetry(() -> clock.advance(Duration.ofMillis(100)));
    send();
    assertThat(retries.attempts("SendMessage")).isEqualTo(4);
    assertThat(retries.counted()).endsWith(0, 2);
    retries.beforeRetry(() -> {});
    SqsException e = catchThrowableOfType(SqsException.class, this::send);
    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("RequestThrottled");
    assertThat(e.awsErrorDetails().errorMessage()).isEqualTo("Request is throttled.");
    assertThat(e.statusCode()).isEqualTo(403);
    assertThat(e.numAttempts()).isEqualTo(Retries.MOST);
  }

  @Test
  void eachAccountHasItsBucket() {
    quotas.set(sends(2, 0.001));
    assertThat(sent()).isEqualTo(2);
    SqsClient other = retries.client("111111111111");
    String otherUrl = other.createQueue(r -> r.queueName("orders")).queueUrl();
    other.sendMessage(r -> r.queueUrl(otherUrl).messageBody("message"));
    other.sendMessage(r -> r.queueUrl(otherUrl).messageBody("message"));
    assertThat(quotas.levels()).hasSize(2).allMatch(level -> level.tokens() == 0);
  }

  @Test
  void theMostPreciseRateIsKept() {
    quotas.set(new QuotaOverride("all", "sqs", null, null, new BucketSize(1, 0.001)));
    quotas.set(new QuotaOverride("some", "sqs", "Send*", null, new BucketSize(2, 0.001)));
    quotas.set(sends(3, 0.001));
    quotas.set(
        new QuotaOverride("mine", "sqs", "SendMessage", "000000000000", new BucketSize(4, 0.001)));
    assertThat(sent()).isEqualTo(4);
    quotas.remove("mine");
    assertThat(sent()).isEqualTo(3);
    quotas.remove("sends");
    assertThat(sent()).isEqualTo(2);
    quotas.remove("some");
    assertThat(sent()).isEqualTo(1);
    quotas.clear();
    send();
  }

  @Test
  void ratesAreAPartOfTheWorld() {
    quotas.set(sends(1, 0.001));
    nephele.worlds().fork("default", "trial");
    assertThat(sent()).isEqualTo(1);
    SqsClient trial = retries.client("trial.000000000000");
    trial.sendMessage(r -> r.queueUrl(url).messageBody("message"));
    assertThatThrownBy(() -> trial.sendMessage(r -> r.queueUrl(url).messageBody("message")))
        .isInstanceOf(SqsException.class);
    nephele.world().reset(null, null);
    assertThat(quotas.overrides()).isEmpty();
  }
}
