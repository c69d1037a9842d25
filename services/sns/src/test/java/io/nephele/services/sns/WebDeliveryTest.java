package io.nephele.services.sns;

import static io.nephele.services.sns.TestTopics.bodies;
import static io.nephele.services.sns.TestTopics.publish;
import static io.nephele.services.sns.TestTopics.queue;
import static io.nephele.services.sns.TestTopics.subscribe;
import static io.nephele.services.sns.TestTopics.topic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.nephele.core.json.JsonText;
import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.Subscription;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Subscribers that are web servers. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class WebDeliveryTest {
  @Inject SnsClient sns;
  @Inject SqsClient sqs;
  @Inject VirtualClock clock;

  private final Queue<Received> received = new ConcurrentLinkedQueue<>();
  private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
  private HttpServer server;

  private record Received(
      String type, String contentType, Map<String, String> headers, String body) {
    Map<?, ?> json() {
      return (Map<?, ?>) JsonText.parse(body);
    }
  }

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          Map<String, String> headers = new java.util.HashMap<>();
          exchange
              .getRequestHeaders()
              .forEach(
                  (name, values) ->
                      headers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
          received.add(
              new Received(
                  headers.get("x-amz-sns-message-type"),
                  headers.get("content-type"),
                  headers,
                  body));
          Integer status = answers.poll();
          exchange.sendResponseHeaders(status == null ? 200 : status, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
  }

  /** Subscribes the server, which confirms. */
  private String confirmed(String topic, String... attributes) throws Exception {
    subscribe(sns, topic, "http", url(), attributes);
    clock.advance(Duration.ZERO);
    String link = (String) received.remove().json().get("SubscribeURL");
    HttpResponse<String> answer = get(link);
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body().replaceAll("(?s).*<SubscriptionArn>(.*)</SubscriptionArn>.*", "$1");
  }

  private static HttpResponse<String> get(String url) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  @Fact({"sns-004", "sns-015"})
  void aServerConfirmsByTheLinkAndGetsMessages() throws Exception {
    String topic = topic(sns, "hooks");
    assertThat(
            sns.subscribe(r -> r.topicArn(topic).protocol("http").endpoint(url()))
                .subscriptionArn())
        .isEqualTo("pending confirmation");
    clock.advance(Duration.ZERO);
    Received confirmation = received.remove();
    assertThat(confirmation.type).isEqualTo("SubscriptionConfirmation");
    assertThat(confirmation.headers).containsEntry("x-amz-sns-topic-arn", topic);
    assertThat(confirmation.json().get("Type")).isEqualTo("SubscriptionConfirmation");
    assertThat(only(topic).subscriptionArn()).isEqualTo("PendingConfirmation");
    publish(sns, topic, "too early");
    clock.advance(Duration.ZERO);
    assertThat(received).isEmpty();

    get((String) confirmation.json().get("SubscribeURL"));
    Subscription subscription = only(topic);
    assertThat(subscription.subscriptionArn()).startsWith(topic + ":");
    String id = publish(sns, topic, "hello");
    clock.advance(Duration.ZERO);
    Received notification = received.remove();
    assertThat(notification.type).isEqualTo("Notification");
    assertThat(notification.contentType).isEqualTo("text/plain; charset=UTF-8");
    assertThat(notification.headers)
        .containsEntry("x-amz-sns-message-id", id)
        .containsEntry("x-amz-sns-subscription-arn", subscription.subscriptionArn());
    assertThat(notification.json().get("Message")).isEqualTo("hello");

    get((String) notification.json().get("UnsubscribeURL"));
    assertThat(sns.listSubscriptionsByTopic(r -> r.topicArn(topic)).subscriptions()).isEmpty();
    clock.advance(Duration.ZERO);
    Received farewell = received.remove();
    assertThat(farewell.type).isEqualTo("UnsubscribeConfirmation");
    get((String) farewell.json().get("SubscribeURL"));
    assertThat(only(topic).subscriptionArn()).isEqualTo(subscription.subscriptionArn());
  }

  private Subscription only(String topic) {
    List<Subscription> all = sns.listSubscriptionsByTopic(r -> r.topicArn(topic)).subscriptions();
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  @Test
  void whoConfirmsWithCredentialsMayDemandThemForTheEnd() throws Exception {
    String topic = topic(sns, "guarded");
    subscribe(sns, topic, "http", url());
    clock.advance(Duration.ZERO);
    String token = (String) received.remove().json().get("Token");
    String arn =
        sns.confirmSubscription(
                r -> r.topicArn(topic).token(token).authenticateOnUnsubscribe("true"))
            .subscriptionArn();
    publish(sns, topic, "x");
    clock.advance(Duration.ZERO);
    HttpResponse<String> refused = get((String) received.remove().json().get("UnsubscribeURL"));
    assertThat(refused.statusCode()).isEqualTo(403);
    sns.unsubscribe(r -> r.subscriptionArn(arn));
    assertThatThrownBy(() -> sns.getSubscriptionAttributes(r -> r.subscriptionArn(arn)))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void whatNobodyConfirmsIsForgottenAfterThreeDays() {
    String topic = topic(sns, "forgotten");
    String arn = subscribe(sns, topic, "http", url());
    clock.advance(Duration.ofDays(3).minusSeconds(1));
    assertThat(
            sns.getSubscriptionAttributes(r -> r.subscriptionArn(arn))
                .attributes()
                .get("PendingConfirmation"))
        .isEqualTo("true");
    clock.advance(Duration.ofSeconds(2));
    assertThat(sns.listSubscriptionsByTopic(r -> r.topicArn(topic)).subscriptions()).isEmpty();
  }

  @Test
  void aServerThatFailsIsTriedAgainAsThePolicySays() throws Exception {
    String topic = topic(sns, "retried");
    String dead = queue(sqs, "dead");
    confirmed(
        topic,
        "DeliveryPolicy",
        """
        {"healthyRetryPolicy":{"minDelayTarget":10,"maxDelayTarget":30,"numRetries":4,
        "numNoDelayRetries":1,"numMinDelayRetries":0,"numMaxDelayRetries":0,
        "backoffFunction":"linear"}}\
        """,
        "RedrivePolicy",
        "{\"deadLetterTargetArn\":\"" + dead + "\"}");
    for (int i = 0; i < 5; i++) {
      answers.add(503);
    }
    publish(sns, topic, "never");
    clock.advance(Duration.ofMillis(1));
    assertThat(received).hasSize(2); // the first and one at once
    clock.advance(Duration.ofSeconds(9));
    assertThat(received).hasSize(2);
    clock.advance(Duration.ofSeconds(1));
    assertThat(received).hasSize(3);
    clock.advance(Duration.ofSeconds(20));
    assertThat(received).hasSize(4);
    assertThat(bodies(sqs, dead)).isEmpty();
    clock.advance(Duration.ofSeconds(30));
    assertThat(received).hasSize(5);
    assertThat(bodies(sqs, dead)).singleElement().asString().contains("\"Message\" : \"never\"");
  }

  @Test
  void whatAServerSaysIsWrongIsNotTriedAgain() throws Exception {
    String topic = topic(sns, "wrong");
    String dead = queue(sqs, "dead");
    confirmed(topic, "RedrivePolicy", "{\"deadLetterTargetArn\":\"" + dead + "\"}");
    answers.add(404);
    publish(sns, topic, "unwanted");
    clock.advance(Duration.ofHours(1));
    assertThat(received).hasSize(1);
    assertThat(bodies(sqs, dead)).hasSize(1);
  }

  @Test
  void aServerIsNotSentMoreASecondThanItTakes() throws Exception {
    String topic = topic(sns, "throttled");
    confirmed(
        topic,
        "DeliveryPolicy",
        "{\"throttlePolicy\":{\"maxReceivesPerSecond\":2}}",
        "RawMessageDelivery",
        "true");
    for (int i = 0; i < 5; i++) {
      publish(sns, topic, "m" + i);
    }
    clock.advance(Duration.ofMillis(999));
    assertThat(received).hasSize(2);
    clock.advance(Duration.ofMillis(1));
    assertThat(received).hasSize(3);
    clock.advance(Duration.ofSeconds(1));
    assertThat(received).hasSize(5);
    assertThat(received.peek().body).startsWith("m");
    assertThat(received.peek().headers).containsEntry("x-amz-sns-rawdelivery", "true");
  }
}
