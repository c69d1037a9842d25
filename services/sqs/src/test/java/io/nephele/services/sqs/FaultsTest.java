package io.nephele.services.sqs;

import static io.nephele.services.sqs.TestQueues.awaitWaiter;
import static io.nephele.services.sqs.TestQueues.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nephele.core.faults.FaultEffect;
import io.nephele.core.faults.FaultHit;
import io.nephele.core.faults.FaultRule;
import io.nephele.core.faults.FaultScope;
import io.nephele.core.faults.FaultStatus;
import io.nephele.core.faults.Faults;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.identity.Identity;
import io.nephele.identity.audit.Explanation;
import io.nephele.identity.audit.ExplanationText;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Faults as the SDK meets them: what it retries, and what a retry does. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
class FaultsTest {
  private final Faults faults;
  private final Nephele nephele;
  private final Retries retries;
  private final SqsClient sqs;
  private final String url;

  FaultsTest(Nephele nephele) {
    this.nephele = nephele;
    this.faults = nephele.world().faults();
    this.retries = new Retries(nephele);
    this.sqs = retries.client();
    this.url = sqs.createQueue(r -> r.queueName("orders")).queueUrl();
  }

  private static FaultRule sends(FaultEffect effect) {
    return FaultRule.of(effect).on("sqs", "SendMessage");
  }

  private void send(String body) {
    sqs.sendMessage(r -> r.queueUrl(url).messageBody(body));
  }

  private List<String> bodies(String queueUrl) {
    return sqs.receiveMessage(r -> r.queueUrl(queueUrl).maxNumberOfMessages(10)).messages().stream()
        .map(Message::body)
        .toList();
  }

  @Test
  void aDroppedRequestIsSentAgain() {
    faults.add(sends(FaultEffect.drop()).times(2));
    send("one");
    assertThat(retries.attempts("SendMessage")).isEqualTo(3);
    assertThat(bodies(url)).containsExactly("one");
  }

  @Test
  void aRequestThatIsAlwaysDroppedFailsInTheClient() {
    faults.add(sends(FaultEffect.drop()));
    assertThatThrownBy(() -> send("one")).isInstanceOf(SdkClientException.class);
    assertThat(retries.attempts("SendMessage")).isEqualTo(Retries.MOST);
    faults.clear();
    assertThat(bodies(url)).isEmpty();
  }

  /** The retry's danger: the first attempt had done its work. */
  @Test
  void aLostAnswerDoublesAMessageInAStandardQueue() {
    faults.add(sends(FaultEffect.drop().after()).times(1));
    send("one");
    assertThat(retries.attempts("SendMessage")).isEqualTo(2);
    assertThat(bodies(url)).containsExactly("one", "one");
  }

  @Test
  void aLostAnswerDoesNotDoubleAMessageWithADeduplicationId() {
    String fifo =
        sqs.createQueue(
                r ->
                    r.queueName("orders.fifo")
                        .attributes(Map.of(QueueAttributeName.FIFO_QUEUE, "true")))
            .queueUrl();
    faults.add(sends(FaultEffect.drop().after()).times(1));
    sqs.sendMessage(
        r ->
            r.queueUrl(fifo)
                .messageBody("one")
                .messageGroupId("group")
                .messageDeduplicationId("order-1"));
    assertThat(retries.attempts("SendMessage")).isEqualTo(2);
    assertThat(bodies(fifo)).containsExactly("one");
  }

  @Test
  void serverErrorsAreRetriedAndClientErrorsAreNot() {
    faults.add(sends(FaultEffect.error("ServiceUnavailable")).times(1));
    send("one");
    assertThat(retries.attempts("SendMessage")).isEqualTo(2);
    faults.add(sends(FaultEffect.error("QueueDoesNotExist")).times(1));
    assertThatThrownBy(() -> send("two")).isInstanceOf(QueueDoesNotExistException.class);
    faults.add(sends(FaultEffect.error("Teapot", 418, "I'm short and stout")).times(1));
    SqsException teapot = catchThrowableOfType(SqsException.class, () -> send("three"));
    assertThat(teapot.statusCode()).isEqualTo(418);
    assertThat(teapot.awsErrorDetails().errorCode()).isEqualTo("Teapot");
    assertThat(teapot.awsErrorDetails().errorMessage()).isEqualTo("I'm short and stout");
    assertThat(retries.attempts("SendMessage")).isEqualTo(4);
    assertThat(bodies(url)).containsExactly("one");
  }

  @Test
  void anErrorAfterTheWorkIsDone() {
    faults.add(sends(FaultEffect.error("InternalFailure").after()).times(1));
    send("one");
    assertThat(retries.attempts("SendMessage")).isEqualTo(2);
    assertThat(bodies(url)).containsExactly("one", "one");
  }

  @Test
  void throttlingIsTheServicesOwn() {
    faults.add(sends(FaultEffect.throttle()));
    SqsException e = catchThrowableOfType(SqsException.class, () -> send("one"));
    assertThat(e.isThrottlingException()).isTrue();
    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("RequestThrottled");
    assertThat(e.statusCode()).isEqualTo(403);
    assertThat(retries.attempts("SendMessage")).isEqualTo(Retries.MOST);
  }

  @Test
  void latencyIsOfTheWorldsClock(VirtualClock clock) throws Exception {
    faults.add(sends(FaultEffect.latency(Duration.ofSeconds(90))).times(1));
    Instant before = clock.now();
    FutureTask<String> sent =
        start(() -> sqs.sendMessage(r -> r.queueUrl(url).messageBody("one")).messageId());
    awaitWaiter(clock, 90);
    assertThat(bodies(url)).isEmpty();
    clock.advance(Duration.ofSeconds(89));
    assertThat(sent.isDone()).isFalse();
    clock.advance(Duration.ofSeconds(1));
    assertThat(sent.get()).isNotBlank();
    assertThat(clock.now()).isEqualTo(before.plusSeconds(90));
    assertThat(bodies(url)).containsExactly("one");
  }

  @Test
  void aRunWithTheSameSeedRepeats() {
    List<Boolean> first = outcomes(1234);
    assertThat(first).contains(true, false);
    assertThat(outcomes(1234)).isEqualTo(first);
    assertThat(outcomes(99)).isNotEqualTo(first);
  }

  /** Which of many calls fail. */
  private List<Boolean> outcomes(long seed) {
    faults.replace(
        List.of(
            sends(FaultEffect.error("Teapot", 418, "no"))
                .withProbability(0.4)
                .withSeed(seed)
                .withId("some")));
    List<Boolean> failed = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      try {
        send("message");
        failed.add(false);
      } catch (SqsException e) {
        failed.add(true);
      }
    }
    FaultStatus status = faults.find("some");
    assertThat(status.counts().matched()).isEqualTo(40);
    assertThat(status.counts().fired()).isEqualTo(failed.stream().filter(f -> f).count());
    return failed;
  }

  @Test
  void rulesHaveTimesAndCounts(VirtualClock clock) {
    FaultRule teapot = sends(FaultEffect.error("Teapot", 418, "no"));
    Instant now = clock.now();
    faults.add(teapot.between(now.plusSeconds(10), now.plusSeconds(20)).times(2).withId("window"));
    send("early");
    clock.advance(Duration.ofSeconds(10));
    assertThatThrownBy(() -> send("no")).isInstanceOf(SqsException.class);
    assertThatThrownBy(() -> send("no")).isInstanceOf(SqsException.class);
    assertThat(faults.find("window").isSpent()).isTrue();
    send("spent");
    faults.add(teapot.between(null, now.plusSeconds(20)).withId("until"));
    assertThatThrownBy(() -> send("no")).isInstanceOf(SqsException.class);
    clock.advance(Duration.ofSeconds(10));
    send("late");
    assertThat(bodies(url)).containsExactly("early", "spent", "late");
  }

  @Test
  void rulesAreForSomeCallsOnly() {
    String other = sqs.createQueue(r -> r.queueName("invoices")).queueUrl();
    FaultRule no = FaultRule.of(FaultEffect.error("Teapot", 418, "no"));
    for (FaultScope scope :
        List.of(
            new FaultScope("sqs", "Send*", "orders", null, null, null),
            new FaultScope("s*", null, "arn:aws:sqs:*:*:ord*", "000000000000", "us-east-1", null),
            new FaultScope(null, "SendMessage", "*/orders", null, "us-*", "*:root"))) {
      faults.replace(List.of(no.on(scope)));
      assertThatThrownBy(() -> send("no")).as(scope.toString()).isInstanceOf(SqsException.class);
      sqs.sendMessage(r -> r.queueUrl(other).messageBody("yes"));
    }
    for (FaultScope scope :
        List.of(
            new FaultScope("sts", null, null, null, null, null),
            new FaultScope(null, "SendMessageBatch", null, null, null, null),
            new FaultScope(null, null, "order", null, null, null),
            new FaultScope(null, null, null, "111111111111", null, null),
            new FaultScope(null, null, null, null, "eu-*", null),
            new FaultScope(null, null, null, null, null, "*:user/*"))) {
      faults.replace(List.of(no.on(scope)));
      send("yes");
    }
  }

  @Test
  void theFirstRuleThatEndsACallIsTheLast() {
    faults.add(sends(FaultEffect.latency(Duration.ZERO)).withId("first"));
    faults.add(sends(FaultEffect.error("Teapot", 418, "no")).withId("second"));
    faults.add(sends(FaultEffect.error("Kettle", 418, "no")).withId("third"));
    SqsException e = catchThrowableOfType(SqsException.class, () -> send("one"));
    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("Teapot");
    assertThat(faults.find("first").counts().fired()).isEqualTo(1);
    assertThat(faults.find("third").counts().matched()).isZero();
  }

  @Test
  void everyFaultIsInTheRecordOfItsCall() {
    faults.add(sends(FaultEffect.latency(Duration.ZERO)).withId("slow"));
    faults.add(sends(FaultEffect.error("Teapot", 418, "no")).withId("tea"));
    SqsException e = catchThrowableOfType(SqsException.class, () -> send("one"));
    List<FaultHit> hits = faults.hits();
    assertThat(hits).hasSize(2);
    FaultHit last = hits.getFirst();
    assertThat(last.requestId()).isEqualTo(e.requestId());
    assertThat(last.rule()).isEqualTo("tea");
    assertThat(last.what()).isEqualTo("error Teapot (418) before");
    assertThat(last.operation()).isEqualTo("SendMessage");
    Explanation why = Identity.of(nephele.world()).explanations().find(e.requestId());
    assertThat(why.faults()).extracting(FaultHit::rule).containsExactly("slow", "tea");
    assertThat(why.allowed()).isTrue();
    assertThat(ExplanationText.of(why))
        .contains("  fault      slow: latency 0 ms before\n")
        .contains("  fault      tea: error Teapot (418) before\n");
  }

  @Test
  void droppedCallsAreRecordedToo() {
    faults.add(sends(FaultEffect.drop().after()).times(1).withId("lost"));
    send("one");
    FaultHit hit = faults.hits().getFirst();
    assertThat(hit.what()).isEqualTo("drop after");
    Explanation why = Identity.of(nephele.world()).explanations().find(hit.requestId());
    assertThat(why.faults()).containsExactly(hit);
  }

  @Test
  void aResetOfTheWorldTakesThemAndOneOfAServiceDoesNot() {
    faults.add(sends(FaultEffect.error("Teapot", 418, "no")).withId("tea"));
    nephele.world().reset("sqs", null);
    assertThat(faults.list()).hasSize(1);
    nephele.world().reset(null, "000000000000");
    assertThat(faults.list()).hasSize(1);
    nephele.world().reset(null, null);
    assertThat(faults.list()).isEmpty();
    assertThat(faults.hits()).isEmpty();
    sqs.createQueue(r -> r.queueName("orders"));
    send("one");
  }

  @Test
  void aForkHasTheRulesAndCountsOfItsOwn() {
    faults.add(sends(FaultEffect.error("Teapot", 418, "no")).times(2).withId("tea"));
    assertThatThrownBy(() -> send("one")).isInstanceOf(SqsException.class);
    nephele.worlds().fork("default", "trial");
    assertThatThrownBy(() -> send("one")).isInstanceOf(SqsException.class);
    send("one");
    SqsClient trial = retries.client("trial.000000000000");
    assertThatThrownBy(() -> trial.sendMessage(r -> r.queueUrl(url).messageBody("one")))
        .isInstanceOf(SqsException.class);
    trial.sendMessage(r -> r.queueUrl(url).messageBody("one"));
  }
}
