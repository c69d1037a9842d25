package io.nephele.services.sns;

import io.nephele.api.logs.CreateLogGroupRequest;
import io.nephele.api.logs.CreateLogStreamRequest;
import io.nephele.api.logs.InputLogEvent;
import io.nephele.api.logs.Logs;
import io.nephele.api.logs.PutLogEventsRequest;
import io.nephele.core.World;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.json.JsonText;
import io.nephele.core.logging.LazyLogger;
import io.nephele.core.partition.Region;
import io.nephele.core.roles.AssumedRoles;
import io.nephele.core.store.Key;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells CloudWatch Logs how deliveries went, by the roles that a topic names for that. Entries are
 * rows with timers, so that whoever publishes does not wait for them.
 */
final class DeliveryLog {
  private static final System.Logger LOG = new LazyLogger(DeliveryLog.class);
  private static final String KIND = "sns.deliveryLogs";
  private static final Bytes NOTHING = Bytes.of(new byte[0]);
  private static final int MOST_FAILURES = 5;
  private static final int OK = 200;

  private final SnsWorld sns;
  private final AssumedRoles roles;
  private final Table<Entry> entries = Table.of("sns.deliveryLogs", Entry.class);

  DeliveryLog(SnsWorld sns) {
    this.sns = sns;
    this.roles = new AssumedRoles(sns.world());
  }

  /**
   * An entry on its way.
   *
   * @param at in milliseconds since 1970
   */
  record Entry(String topicArn, String role, boolean failure, String text, long at) {}

  /** Has entries written from now on; called when the service is bound. */
  void start() {
    sns.world().timers().onWork(KIND, this::write);
  }

  /**
   * Tells how a delivery went, if the topic wants to know. Not inside a transaction.
   *
   * @param failure null of one that succeeded
   */
  void note(LiveTopic topic, Target target, Notification message, DeliveryFailure failure) {
    String protocol = attributePrefix(target.protocol());
    String role =
        protocol == null
            ? null
            : topic
                .topic()
                .attribute(
                    protocol
                        + (failure == null ? "SuccessFeedbackRoleArn" : "FailureFeedbackRoleArn"));
    if (role == null || failure == null && !isSampled(topic.topic(), protocol)) {
      return;
    }
    if (!sns.world().services().operations("logs").contains(Logs.PutLogEvents.name())) {
      return; // there is nobody to tell
    }
    long now = sns.now();
    String text = text(target, message, failure, now);
    Key id = topic.address().key().with(sns.world().ids().nextLong());
    sns.world()
        .store()
        .write(
            transaction -> {
              entries.put(
                  transaction,
                  id,
                  new Entry(topic.address().arn(), role, failure != null, text, now));
              sns.world()
                  .timers()
                  .schedule(transaction, KIND, id, sns.world().clock().now(), NOTHING);
              return null;
            });
  }

  /** Which attributes of topics are about a protocol, or null where none are. */
  private static String attributePrefix(String protocol) {
    return switch (protocol) {
      case "http", "https" -> "HTTP";
      case "sqs" -> "SQS";
      case "lambda" -> "Lambda";
      case "firehose" -> "Firehose";
      case "application" -> "Application";
      default -> null;
    };
  }

  private boolean isSampled(Topic topic, String protocol) {
    String rate = topic.attribute(protocol + "SuccessFeedbackSampleRate");
    return rate == null || sns.world().ids().nextLong(100) < Integer.parseInt(rate);
  }

  private String text(Target target, Notification message, DeliveryFailure failure, long now) {
    Map<String, Object> notification = new LinkedHashMap<>();
    notification.put("messageMD5Sum", md5(message.text(target.protocol())));
    notification.put("messageId", message.messageId());
    notification.put("topicArn", message.topicArn());
    notification.put("timestamp", stamp(message.timestamp()));
    Map<String, Object> delivery = new LinkedHashMap<>();
    delivery.put("deliveryId", sns.world().ids().uuid().toString());
    delivery.put("destination", target.subscription().endpoint());
    if (failure != null && failure.getMessage() != null) {
      delivery.put("providerResponse", failure.getMessage());
    }
    delivery.put("dwellTimeMs", now - message.timestamp());
    delivery.put("statusCode", failure == null ? OK : failure.status());
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("notification", notification);
    entry.put("delivery", delivery);
    entry.put("status", failure == null ? "SUCCESS" : "FAILURE");
    return JsonText.write(entry);
  }

  /** As in 2016-04-09 14:31:31.123. */
  private static String stamp(long millis) {
    String text = Timestamps.text(millis);
    return text.substring(0, text.length() - 1).replace('T', ' ');
  }

  private static String md5(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  private void write(Timer timer) {
    Entry entry = sns.read(reader -> entries.get(reader, timer.id()));
    if (entry == null) {
      return;
    }
    try {
      put(entry);
    } catch (AwsException e) {
      if (!e.clientFault() && timer.failures() < MOST_FAILURES) {
        throw e;
      }
      LOG.log(
          System.Logger.Level.INFO,
          "A delivery of {0} could not be logged: {1}",
          entry.topicArn,
          e.getMessage());
    }
    sns.world()
        .store()
        .write(
            transaction -> {
              entries.delete(transaction, timer.id());
              return null;
            });
  }

  private void put(Entry entry) {
    TopicAddress topic = TopicAddress.find(entry.topicArn);
    Region region = topic.region();
    Principal principal =
        roles.assume(
            new AssumedRoles.Wanted(
                entry.role, SnsWorld.PRINCIPAL, topic.accountId(), entry.topicArn, "sns"),
            region);
    Origin origin = Origin.service(SnsWorld.PRINCIPAL, entry.topicArn);
    String group =
        "sns/"
            + region.name()
            + "/"
            + topic.accountId()
            + "/"
            + topic.name()
            + (entry.failure ? "/Failure" : "");
    String stream = Timestamps.text(entry.at).substring(0, 10);
    PutLogEventsRequest request =
        new PutLogEventsRequest()
            .logGroupName(group)
            .logStreamName(stream)
            .logEvents(List.of(new InputLogEvent().timestamp(entry.at).message(entry.text)));
    World world = sns.world();
    try {
      world.call(Logs.PutLogEvents, request, principal, region, origin);
    } catch (AwsException e) {
      if (!e.code().equals("ResourceNotFoundException")) {
        throw e;
      }
      make(
          () ->
              world.call(
                  Logs.CreateLogGroup,
                  new CreateLogGroupRequest().logGroupName(group),
                  principal,
                  region,
                  origin));
      make(
          () ->
              world.call(
                  Logs.CreateLogStream,
                  new CreateLogStreamRequest().logGroupName(group).logStreamName(stream),
                  principal,
                  region,
                  origin));
      world.call(Logs.PutLogEvents, request, principal, region, origin);
    }
  }

  /** Makes something that another may have made meanwhile. */
  private static void make(Runnable creation) {
    try {
      creation.run();
    } catch (AwsException e) {
      if (!e.code().equals("ResourceAlreadyExistsException")) {
        throw e;
      }
    }
  }

  /** Forgets the entries of a topic that is deleted. */
  void deleteAll(Transaction transaction, Key topic) {
    entries.deletePrefix(transaction, topic);
    sns.world().timers().cancelAll(transaction, KIND, topic);
  }
}
