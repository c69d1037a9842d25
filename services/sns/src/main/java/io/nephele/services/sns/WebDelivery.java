package io.nephele.services.sns;

import io.nephele.core.web.WebClients;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Posts messages to HTTP endpoints. */
final class WebDelivery {
  private static final Duration ANSWER = Duration.ofSeconds(15);
  private static final int TOO_MANY = 429;
  private static final String USER_AGENT = "Amazon Simple Notification Service Agent";

  private final WebClients clients = new WebClients("sns http");

  /**
   * Posts a message.
   *
   * @throws DeliveryFailure if the endpoint does not answer with success
   */
  void deliver(Topic topic, Target target, Notification message, Envelope envelope)
      throws DeliveryFailure {
    Subscription subscription = target.subscription();
    String type =
        DeliveryPolicies.effective(
                topic.attribute(TopicAttributes.DELIVERY_POLICY),
                subscription.attribute(SubscriptionAttributes.DELIVERY_POLICY))
            .contentType();
    String text =
        target.raw() ? message.text(subscription.protocol()) : envelope.json(subscription);
    HttpRequest.Builder request =
        request(subscription, "Notification", message.messageId(), type, text)
            .header("x-amz-sns-subscription-arn", subscription.arn());
    if (target.raw()) {
      request.header("x-amz-sns-rawdelivery", "true");
    }
    if (message.trace() != null) {
      request.header("X-Amzn-Trace-Id", message.trace());
    }
    post(request.build());
  }

  /**
   * Posts the message that asks to confirm, or that says farewell.
   *
   * @throws DeliveryFailure if the endpoint does not answer with success
   */
  void confirm(Subscription subscription, String type, String messageId, String json)
      throws DeliveryFailure {
    HttpRequest.Builder request =
        request(subscription, type, messageId, "text/plain; charset=UTF-8", json);
    if (type.equals(Envelope.FAREWELL)) {
      request.header("x-amz-sns-subscription-arn", subscription.arn());
    }
    post(request.build());
  }

  private static HttpRequest.Builder request(
      Subscription subscription, String kind, String messageId, String type, String text)
      throws DeliveryFailure {
    try {
      return HttpRequest.newBuilder(URI.create(subscription.endpoint()))
          .timeout(ANSWER)
          .header("x-amz-sns-message-type", kind)
          .header("x-amz-sns-message-id", messageId)
          .header("x-amz-sns-topic-arn", subscription.topicArn())
          .header("Content-Type", type)
          .header("User-Agent", USER_AGENT)
          .POST(HttpRequest.BodyPublishers.ofString(text));
    } catch (IllegalArgumentException e) {
      throw new DeliveryFailure(false, "InvalidEndpoint", 0, e.getMessage());
    }
  }

  private void post(HttpRequest request) throws DeliveryFailure {
    int status;
    try {
      HttpResponse<InputStream> response =
          clients
              .of(request.uri().getHost())
              .send(request, HttpResponse.BodyHandlers.ofInputStream());
      response.body().close();
      status = response.statusCode();
    } catch (IOException e) {
      throw new DeliveryFailure(
          true, "NoAnswer", 0, "The endpoint did not answer: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DeliveryFailure(true, "Interrupted", 0, "The delivery was interrupted");
    }
    if (status < 200 || status > 299) {
      boolean passing = status >= 500 || status == TOO_MANY || status < 400;
      throw new DeliveryFailure(
          passing, Integer.toString(status), status, "The endpoint answered " + status);
    }
  }
}
