package io.nephele.services.sns;

import io.nephele.core.call.Call;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The messages to people and devices. No mail server, telephone network or push service is asked:
 * the messages are kept, and users read them under {@code /_nephele}.
 */
final class Inboxes {
  private static final String NO_SUBJECT = "AWS Notification Message";
  private static final String NO_NAME = "AWS Notifications";
  private static final String SENDER_ADDRESS = " <no-reply@sns.amazonaws.com>";

  private final SnsWorld sns;
  private final Table<Mail> mails = Table.of("sns.mail", Mail.class);
  private final PhoneMessages phones;
  private final DeviceMessages devices;

  Inboxes(SnsWorld sns, PhoneMessages phones, DeviceMessages devices) {
    this.sns = sns;
    this.phones = phones;
    this.devices = devices;
  }

  /**
   * A mail.
   *
   * @param at in milliseconds since 1970
   * @param link the link that confirms the subscription or ends it
   */
  record Mail(
      String id,
      String from,
      String to,
      String subject,
      String body,
      String topicArn,
      String subscriptionArn,
      String link,
      long at) {}

  /** Whether messages for an endpoint end up in the store, so that nothing can fail. */
  static boolean isLocal(Target target) {
    return switch (target.protocol()) {
      case "email", "email-json", "sms", "application" -> true;
      default -> false;
    };
  }

  /** Delivers a message to an endpoint that is in the store. */
  void store(Transaction transaction, Target target, Notification message) {
    switch (target.protocol()) {
      case "sms" -> phones.deliver(transaction, target, message);
      case "application" -> devices.deliver(transaction, target, message);
      default -> mail(transaction, target, message);
    }
  }

  String publishToPhone(String number, Draft draft, Call call) {
    return phones.publish(number, draft, call);
  }

  String publishToDevice(String endpointArn, Draft draft, Call call) {
    return devices.publish(endpointArn, draft, call);
  }

  private void mail(Transaction transaction, Target target, Notification message) {
    Subscription subscription = target.subscription();
    String base = Envelope.base(subscription, message.base());
    String link = unsubscribeLink(subscription, base);
    String body =
        target.protocol().equals("email-json")
            ? new Envelope(sns.signer(), message).json(subscription)
            : message.text("email")
                + "\n\n--\nTo stop receiving notifications of this topic, visit this link:\n"
                + link
                + "\n";
    put(
        transaction,
        target.topic(),
        subscription,
        message.subject() == null ? NO_SUBJECT : message.subject(),
        body,
        link);
  }

  private String unsubscribeLink(Subscription subscription, String base) {
    return Envelope.unsubscribeUrl(sns.signer(), subscription, base);
  }

  /** Asks a person to confirm a subscription. */
  void askByMail(Transaction transaction, TopicAddress topic, Subscription subscription) {
    String link = Envelope.subscribeUrl(sns.signer(), subscription);
    put(
        transaction,
        topic,
        subscription,
        "AWS Notification - Subscription Confirmation",
        "You have chosen to subscribe to the topic:\n"
            + topic.arn()
            + "\n\nTo confirm this subscription, visit this link:\n"
            + link
            + "\n\nIf this was in error, nothing has to be done.\n",
        link);
  }

  private void put(
      Transaction transaction,
      TopicAddress topic,
      Subscription subscription,
      String subject,
      String body,
      String link) {
    Topic known = sns.topics().find(transaction, topic);
    String name = known == null ? null : known.attribute(TopicAttributes.DISPLAY_NAME);
    String id = sns.world().ids().uuid().toString();
    mails.put(
        transaction,
        Key.of(topic.accountId()).with(topic.region().name()).with(sns.now()).with(id),
        new Mail(
            id,
            (name == null || name.isEmpty() ? NO_NAME : name) + SENDER_ADDRESS,
            subscription.endpoint(),
            subject,
            body,
            topic.arn(),
            subscription.arn(),
            link,
            sns.now()));
  }

  /** The mails to somebody, or to all if that is null, oldest first. */
  List<Map<String, Object>> mails(String to) {
    return sns.read(
        reader -> {
          List<Mail> found = new ArrayList<>();
          for (Table.Row<Mail> row :
              mails.scan(reader, KeyRange.prefix(Key.EMPTY), Direction.FORWARD)) {
            if (to == null || to.equals(row.value().to)) {
              found.add(row.value());
            }
          }
          found.sort((a, b) -> Long.compare(a.at, b.at));
          List<Map<String, Object>> told = new ArrayList<>();
          for (Mail mail : found) {
            told.add(json(mail));
          }
          return told;
        });
  }

  private static Map<String, Object> json(Mail mail) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", mail.id);
    json.put("from", mail.from);
    json.put("to", mail.to);
    json.put("subject", mail.subject);
    json.put("body", mail.body);
    json.put("topicArn", mail.topicArn);
    json.put("subscriptionArn", mail.subscriptionArn);
    json.put("link", mail.link);
    json.put("time", Timestamps.text(mail.at));
    return json;
  }

  /** Throws all mails away. */
  void clearMails() {
    sns.world()
        .store()
        .write(
            transaction -> {
              mails.deletePrefix(transaction, Key.EMPTY);
              return null;
            });
  }
}
