package io.nephele.services.sns;

import io.nephele.api.lambda.InvocationRequest;
import io.nephele.api.lambda.Lambda;
import io.nephele.core.World;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.json.JsonText;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Invokes functions, asynchronously. */
final class FunctionDelivery {
  private final World world;
  private final Signer signer;

  FunctionDelivery(World world, Signer signer) {
    this.world = world;
    this.signer = signer;
  }

  /**
   * Hands a message to a function.
   *
   * @throws DeliveryFailure if it cannot be invoked
   */
  void deliver(Target target, Notification message) throws DeliveryFailure {
    TopicAddress topic = target.topic();
    try {
      world.call(
          Lambda.Invoke,
          new InvocationRequest()
              .functionName(target.subscription().endpoint())
              .invocationType("Event")
              .payload(Bytes.utf8(JsonText.write(event(target.subscription(), message)))),
          Principal.service(SnsWorld.PRINCIPAL, topic.accountId()),
          target.region(),
          Origin.service(SnsWorld.PRINCIPAL, topic.arn()).tracing(message.trace()));
    } catch (AwsException e) {
      throw DeliveryFailure.of(e);
    }
  }

  private Map<String, Object> event(Subscription subscription, Notification message) {
    String base = Envelope.base(subscription, message.base());
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (Map.Entry<String, Attribute> each : message.attributes().entrySet()) {
      Map<String, Object> attribute = new LinkedHashMap<>();
      attribute.put("Type", each.getValue().dataType());
      attribute.put("Value", Envelope.value(each.getValue()));
      attributes.put(each.getKey(), attribute);
    }
    String text = message.text("lambda");
    Map<String, Object> sns = new LinkedHashMap<>();
    sns.put("Type", "Notification");
    sns.put("MessageId", message.messageId());
    sns.put("TopicArn", message.topicArn());
    sns.put("Subject", message.subject());
    sns.put("Message", text);
    sns.put("Timestamp", Timestamps.text(message.timestamp()));
    sns.put("SignatureVersion", message.signatureVersion());
    sns.put("Signature", signer.sign(Envelope.signed(message, text), message.signatureVersion()));
    sns.put("SigningCertUrl", signer.certificateUrl(base));
    sns.put("UnsubscribeUrl", Envelope.unsubscribeUrl(signer, subscription, base));
    sns.put("MessageAttributes", attributes);
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("EventSource", "aws:sns");
    record.put("EventVersion", "1.0");
    record.put("EventSubscriptionArn", subscription.arn());
    record.put("Sns", sns);
    return Map.of("Records", List.of(record));
  }
}
