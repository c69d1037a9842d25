package io.nephele.services.sns;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * The JSON by which a message is told to its receivers. What is the same for many of them, above
 * all the signature, is made once. For one thread.
 */
final class Envelope {
  private final Signer signer;
  private final Notification message;
  private String latestText;
  private String latestBase;
  private String head;
  private String tail;

  Envelope(Signer signer, Notification message) {
    this.signer = signer;
    this.message = message;
  }

  /** The text for a subscription. */
  String json(Subscription subscription) {
    String text = message.text(subscription.protocol());
    String base = base(subscription, message.base());
    if (head == null || !text.equals(latestText) || !base.equals(latestBase)) {
      head = head(text, base);
      latestText = text;
      latestBase = base;
    }
    if (tail == null) {
      tail = tail();
    }
    return head + string(unsubscribeUrl(signer, subscription, base)) + tail;
  }

  /** Where this service is for a subscriber. */
  static String base(Subscription subscription, String publisher) {
    if (subscription.base() != null) {
      return subscription.base();
    }
    if (publisher != null) {
      return publisher;
    }
    TopicAddress topic = TopicAddress.find(subscription.topicArn());
    return "https://sns." + topic.region().name() + "." + topic.region().partition().dnsSuffix();
  }

  private static String mark(Signer signer) {
    String mark = signer.worldMark();
    return mark.isEmpty() ? "" : "&" + mark;
  }

  /** The link that ends a subscription. */
  static String unsubscribeUrl(Signer signer, Subscription subscription, String base) {
    return base + "/?Action=Unsubscribe&SubscriptionArn=" + subscription.arn() + mark(signer);
  }

  private String head(String text, String base) {
    String time = Timestamps.text(message.timestamp());
    String signature = signer.sign(signed(message, text), message.signatureVersion());
    StringBuilder json = new StringBuilder(text.length() + 1024);
    json.append("{\n  \"Type\" : \"Notification\"");
    field(json, "MessageId", message.messageId());
    if (message.sequence() != 0) {
      field(json, "SequenceNumber", FifoSequence.text(message.sequence()));
    }
    field(json, "TopicArn", message.topicArn());
    if (message.subject() != null) {
      field(json, "Subject", message.subject());
    }
    field(json, "Message", text);
    field(json, "Timestamp", time);
    field(json, "SignatureVersion", message.signatureVersion());
    field(json, "Signature", signature);
    field(json, "SigningCertURL", signer.certificateUrl(base));
    return json.append(",\n  \"UnsubscribeURL\" : ").toString();
  }

  /** What is signed of a message. */
  static String signed(Notification message, String text) {
    StringBuilder signed = new StringBuilder(text.length() + 256);
    signed.append("Message\n").append(text).append("\nMessageId\n").append(message.messageId());
    if (message.subject() != null) {
      signed.append("\nSubject\n").append(message.subject());
    }
    String time = Timestamps.text(message.timestamp());
    signed.append("\nTimestamp\n").append(time).append("\nTopicArn\n").append(message.topicArn());
    return signed.append("\nType\nNotification\n").toString();
  }

  private String tail() {
    StringBuilder json = new StringBuilder();
    if (message.replayed()) {
      json.append(",\n  \"Replayed\" : \"true\"");
    }
    if (!message.attributes().isEmpty()) {
      json.append(",\n  \"MessageAttributes\" : {");
      String separator = "\n";
      for (Map.Entry<String, Attribute> each : message.attributes().entrySet()) {
        Attribute attribute = each.getValue();
        json.append(separator).append("    ").append(string(each.getKey()));
        json.append(" : {\"Type\":").append(string(attribute.dataType()));
        json.append(",\"Value\":").append(string(value(attribute))).append('}');
        separator = ",\n";
      }
      json.append("\n  }");
    }
    return json.append("\n}").toString();
  }

  /** The value of an attribute as a text, a binary one in Base64. */
  static String value(Attribute attribute) {
    return attribute.text() == null
        ? Base64.getEncoder().encodeToString(attribute.binary().toArray())
        : attribute.text();
  }

  /** The type of what asks a subscriber to confirm. */
  static final String CONFIRMATION = "SubscriptionConfirmation";

  /** The type of what tells a subscriber that he is none any more. */
  static final String FAREWELL = "UnsubscribeConfirmation";

  /**
   * What asks a subscriber to confirm, or tells him that he is none any more.
   *
   * @param type {@link #CONFIRMATION} or {@link #FAREWELL}
   * @param messageId a UUID
   * @param time in milliseconds since 1970
   */
  static String confirmation(
      Signer signer,
      String type,
      Subscription subscription,
      String messageId,
      long time,
      String version) {
    String base = base(subscription, null);
    String url = subscribeUrl(signer, subscription);
    String text =
        type.equals(CONFIRMATION)
            ? "You have chosen to subscribe to the topic "
                + subscription.topicArn()
                + ".\nTo confirm the subscription, visit the SubscribeURL included in this message."
            : "You have chosen to deactivate subscription "
                + subscription.arn()
                + ".\nTo cancel this operation and restore the subscription, visit the SubscribeURL"
                + " included in this message.";
    String stamp = Timestamps.text(time);
    String signed =
        "Message\n"
            + text
            + "\nMessageId\n"
            + messageId
            + "\nSubscribeURL\n"
            + url
            + "\nTimestamp\n"
            + stamp
            + "\nToken\n"
            + subscription.token()
            + "\nTopicArn\n"
            + subscription.topicArn()
            + "\nType\n"
            + type
            + "\n";
    StringBuilder json = new StringBuilder();
    json.append("{\n  \"Type\" : ").append(string(type));
    field(json, "MessageId", messageId);
    field(json, "Token", subscription.token());
    field(json, "TopicArn", subscription.topicArn());
    field(json, "Message", text);
    field(json, "SubscribeURL", url);
    field(json, "Timestamp", stamp);
    field(json, "SignatureVersion", version);
    field(json, "Signature", signer.sign(signed, version));
    field(json, "SigningCertURL", signer.certificateUrl(base));
    return json.append("\n}").toString();
  }

  /** The link that confirms a subscription. */
  static String subscribeUrl(Signer signer, Subscription subscription) {
    return base(subscription, null)
        + "/?Action=ConfirmSubscription&TopicArn="
        + URLEncoder.encode(subscription.topicArn(), StandardCharsets.UTF_8).replace("%3A", ":")
        + "&Token="
        + subscription.token()
        + mark(signer);
  }

  private static void field(StringBuilder json, String name, String value) {
    json.append(",\n  \"").append(name).append("\" : ").append(string(value));
  }

  /** A text as JSON. */
  private static String string(String text) {
    StringBuilder json = new StringBuilder(text.length() + 16).append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, json);
    return json.append('"').toString();
  }
}
