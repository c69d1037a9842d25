package io.nephele.services.sns;

import io.nephele.api.sns.EndpointDisabledException;
import io.nephele.api.sns.PlatformApplicationDisabledException;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.services.sns.Platform.Application;
import io.nephele.services.sns.Platform.Endpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Messages to the applications of mobile devices, which are kept for users to read. */
final class DeviceMessages {
  private final SnsWorld sns;
  private final PlatformTable platforms;
  private final Table<Push> messages = Table.of("sns.pushes", Push.class);

  DeviceMessages(SnsWorld sns, PlatformTable platforms) {
    this.sns = sns;
    this.platforms = platforms;
  }

  /**
   * A message to a device.
   *
   * @param payload the text for the platform
   * @param topicArn null of one that was published to the endpoint itself
   * @param at in milliseconds since 1970
   */
  record Push(
      String messageId,
      String endpointArn,
      String platform,
      String token,
      String payload,
      String topicArn,
      long at) {}

  /** Delivers a message of a topic, unless the endpoint is gone or disabled. */
  void deliver(Transaction transaction, Target target, Notification message) {
    PlatformArns arn = PlatformArns.find(target.subscription().endpoint());
    Endpoint endpoint = platforms.endpoint(transaction, arn);
    Application application = platforms.application(transaction, arn);
    if (endpoint == null
        || application == null
        || !endpoint.isEnabled()
        || !application.isEnabled()) {
      return;
    }
    String text = message.text(arn.platform());
    put(transaction, arn, endpoint, message.messageId(), text, message.topicArn());
  }

  /** Sends a message to an endpoint; returns its id. */
  String publish(String endpointArn, Draft draft, Call call) {
    PlatformArns arn = PlatformArns.find(endpointArn);
    String id = sns.world().ids().uuid().toString();
    sns.world()
        .store()
        .write(
            transaction -> {
              Endpoint endpoint = platforms.endpoint(transaction, arn);
              Application application = platforms.application(transaction, arn);
              if (endpoint == null || application == null) {
                throw SnsErrors.invalid(
                    "TargetArn", "No endpoint found for the target arn specified");
              }
              if (!application.isEnabled()) {
                throw new PlatformApplicationDisabledException("Platform application is disabled");
              }
              if (!endpoint.isEnabled()) {
                throw new EndpointDisabledException("Endpoint is disabled");
              }
              String text =
                  draft
                      .texts()
                      .getOrDefault(arn.platform(), draft.texts().get(Notification.DEFAULT));
              put(transaction, arn, endpoint, id, text, null);
              return null;
            });
    return id;
  }

  private void put(
      Transaction transaction,
      PlatformArns arn,
      Endpoint endpoint,
      String id,
      String text,
      String topicArn) {
    messages.put(
        transaction,
        Key.of(arn.accountId())
            .with(arn.region())
            .with(sns.now())
            .with(id + "/" + arn.endpointId()),
        new Push(id, endpoint.arn(), arn.platform(), endpoint.token(), text, topicArn, sns.now()));
  }

  /** The messages to an endpoint or token, or to all if that is null, oldest first. */
  List<Map<String, Object>> list(String to) {
    return sns.read(reader -> list(reader, to));
  }

  private List<Map<String, Object>> list(Reader reader, String to) {
    List<Push> found = new ArrayList<>();
    for (Table.Row<Push> row : messages.scan(reader, Key.EMPTY)) {
      Push push = row.value();
      if (to == null || to.equals(push.endpointArn) || to.equals(push.token)) {
        found.add(push);
      }
    }
    found.sort((a, b) -> Long.compare(a.at, b.at));
    List<Map<String, Object>> told = new ArrayList<>();
    for (Push push : found) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("messageId", push.messageId);
      json.put("endpointArn", push.endpointArn);
      json.put("platform", push.platform);
      json.put("token", push.token);
      json.put("payload", push.payload);
      json.put("topicArn", push.topicArn);
      json.put("time", Timestamps.text(push.at));
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
