package io.nephele.services.sns;

import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Text messages to telephones, which are kept for users to read. */
final class PhoneMessages {
  private static final String SENDER = "AWS.SNS.SMS.SenderID";
  private static final String TYPE = "AWS.SNS.SMS.SMSType";
  private static final String ORIGINATION = "AWS.MM.SMS.OriginationNumber";
  private static final int LONGEST = 1600;

  private final SnsWorld sns;
  private final PhoneSettings settings;
  private final Table<Sms> messages = Table.of("sns.sms", Sms.class);

  PhoneMessages(SnsWorld sns, PhoneSettings settings) {
    this.sns = sns;
    this.settings = settings;
  }

  /**
   * A text message.
   *
   * @param type Promotional or Transactional
   * @param topicArn null of one that was published to the telephone itself
   * @param at in milliseconds since 1970
   */
  record Sms(
      String messageId,
      String phoneNumber,
      String senderId,
      String type,
      String text,
      String topicArn,
      long at) {}

  /** Delivers a message of a topic, unless the telephone wants none. */
  void deliver(Transaction transaction, Target target, Notification message) {
    TopicAddress topic = target.topic();
    String number = target.subscription().endpoint();
    if (!settings.isOptedOut(transaction, topic.accountId(), topic.region().name(), number)) {
      put(
          transaction,
          topic.accountId(),
          topic.region().name(),
          message.messageId(),
          number,
          message.text("sms"),
          message.attributes(),
          topic.arn());
    }
  }

  /** Sends a message to a telephone; returns its id. */
  String publish(String number, Draft draft, Call call) {
    if (!PhoneNumbers.isValid(number)) {
      throw SnsErrors.invalid("PhoneNumber", number + " is not valid to publish to");
    }
    String text = draft.texts().getOrDefault("sms", draft.texts().get(Notification.DEFAULT));
    if (MessageAttributes.utf8Length(text) > LONGEST) {
      throw SnsErrors.invalid("Message too long");
    }
    String account = call.accountId();
    String region = call.region().name();
    String id = sns.world().ids().uuid().toString();
    sns.world()
        .store()
        .write(
            transaction -> {
              if (settings.isOptedOut(transaction, account, region, number)) {
                throw SnsErrors.invalid("PhoneNumber", number + " is opted out");
              }
              put(transaction, account, region, id, number, text, draft.attributes(), null);
              return null;
            });
    return id;
  }

  /** Sends a one-time password. */
  void sendPassword(
      Transaction transaction, String account, String region, String number, String password) {
    put(
        transaction,
        account,
        region,
        sns.world().ids().uuid().toString(),
        number,
        "Your verification code is " + password,
        Map.of(),
        null);
  }

  private void put(
      Transaction transaction,
      String account,
      String region,
      String id,
      String number,
      String text,
      Map<String, Attribute> attributes,
      String topicArn) {
    Map<String, String> defaults = settings.attributes(transaction, account, region);
    String sender = value(attributes, SENDER, defaults.get("DefaultSenderID"));
    Sms sms =
        new Sms(
            id,
            number,
            value(attributes, ORIGINATION, sender),
            value(attributes, TYPE, defaults.getOrDefault("DefaultSMSType", "Promotional")),
            text,
            topicArn,
            sns.now());
    messages.put(transaction, Key.of(account).with(region).with(sns.now()).with(id + number), sms);
  }

  private static String value(Map<String, Attribute> attributes, String name, String otherwise) {
    Attribute attribute = attributes.get(name);
    return attribute == null || attribute.text() == null ? otherwise : attribute.text();
  }

  /** The messages to a number, or to all if that is null, oldest first. */
  List<Map<String, Object>> list(String number) {
    return sns.read(reader -> list(reader, number));
  }

  private List<Map<String, Object>> list(Reader reader, String number) {
    List<Sms> found = new ArrayList<>();
    for (Table.Row<Sms> row : messages.scan(reader, Key.EMPTY)) {
      if (number == null || number.equals(row.value().phoneNumber)) {
        found.add(row.value());
      }
    }
    found.sort((a, b) -> Long.compare(a.at, b.at));
    List<Map<String, Object>> told = new ArrayList<>();
    for (Sms sms : found) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("messageId", sms.messageId);
      json.put("phoneNumber", sms.phoneNumber);
      json.put("senderId", sms.senderId);
      json.put("type", sms.type);
      json.put("text", sms.text);
      json.put("topicArn", sms.topicArn);
      json.put("time", Timestamps.text(sms.at));
      told.add(json);
    }
    return told;
  }

  /** Throws all messages away. */
  void clear() {
    sns.world()
        .store()
        .write(
            transaction -> {
              messages.deletePrefix(transaction, Key.EMPTY);
              return null;
            });
  }
}
