package io.nephele.services.s3.events;

import io.nephele.api.s3.NotificationConfiguration;
import io.nephele.core.events.ServiceEvent;
import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.buckets.Configurations.Kind;
import io.nephele.services.s3.events.Destinations.Delivery;
import io.nephele.services.s3.events.EventRecords.Context;
import io.nephele.services.s3.objects.ObjectChange;
import io.nephele.services.s3.objects.ObjectChangeListener;
import io.nephele.services.s3.objects.StoredObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The events that are to be delivered; EventBridge is told as by all services. They are written in
 * the transactions of the changes that they tell of and delivered after that, at least once each;
 * what a destination refuses is lost, as it is with S3, what fails is tried again for some hours.
 */
public final class EventOutbox implements ObjectChangeListener {
  private static final String KIND = "s3.events";
  private static final String FAILED_REPLICATION = "Replication:OperationFailedReplication";
  private static final int MOST_FAILURES = 100;
  private static final Bytes NOTHING = Bytes.of(new byte[0]);

  private final S3World s3;
  private final Destinations destinations;
  private final Table<Delivery> deliveries = Table.of("s3.events", Delivery.class);

  /**
   * The stamp given last. Transactions that change the same key take them in the order in which
   * they commit, because one that loses to another runs again.
   */
  private final AtomicLong lastStamp = new AtomicLong();

  /** The events of a world, which go to those destinations. */
  public EventOutbox(S3World s3, Destinations destinations) {
    this.s3 = s3;
    this.destinations = destinations;
  }

  /** Has events delivered from now on; called when the service is bound. */
  public void start() {
    s3.world().timers().onWork(KIND, this::deliver);
  }

  @Override
  public void changed(Transaction transaction, ObjectChange change) {
    Bucket bucket = change.bucket();
    if (!bucket.has(Kind.NOTIFICATION)) {
      return;
    }
    NotificationConfiguration configuration = Notifications.find(s3, transaction, bucket);
    if (configuration == null) {
      return;
    }
    String event = change.kind().event();
    Context context = null;
    if (event != null) {
      for (Target target : Target.of(configuration)) {
        if (target.wants("s3:" + event, change.key())) {
          context = context == null ? context(change) : context;
          String body = EventRecords.document(context, event, target.id());
          add(transaction, bucket, context, target, body);
        }
      }
    }
    String detailType = BridgeEvents.detailType(change.kind());
    if (configuration.eventBridgeConfiguration() != null && detailType != null) {
      context = context == null ? context(change) : context;
      tellBus(transaction, context, detailType);
    }
  }

  private Context context(ObjectChange change) {
    long now = s3.now();
    String requestId =
        change.call() == null ? s3.world().ids().uuid().toString() : change.call().requestId();
    String partition = Regions.find(change.bucket().region()).partition().id();
    return new Context(change, partition, now, sequencer(now), requestId, Map.of());
  }

  /**
   * Why a version was not replicated.
   *
   * @param bucket the destination's name
   */
  public record FailedReplication(String ruleId, String bucket, String reason) {}

  /** Tells that a version was not replicated. */
  public void replicationFailed(
      Transaction transaction,
      Bucket bucket,
      String key,
      StoredObject object,
      FailedReplication failure) {
    NotificationConfiguration configuration = Notifications.find(s3, transaction, bucket);
    if (configuration == null) {
      return;
    }
    Context plain =
        context(new ObjectChange(ObjectChange.Kind.PUT, bucket, key, object, null, null));
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("replicationRuleId", failure.ruleId());
    data.put("destinationBucket", "arn:" + plain.partition() + ":s3:::" + failure.bucket());
    data.put("s3Operation", object.deleteMarker() ? "OBJECT_DELETE" : "OBJECT_PUT");
    data.put("requestTime", EventRecords.time(object.modifiedAt()));
    data.put("failureReason", failure.reason());
    Context context =
        new Context(
            plain.change(),
            plain.partition(),
            plain.time(),
            plain.sequencer(),
            plain.requestId(),
            Map.of("replicationEventData", data));
    for (Target target : Target.of(configuration)) {
      if (target.wants("s3:" + FAILED_REPLICATION, key)) {
        String body = EventRecords.document(context, FAILED_REPLICATION, target.id());
        add(transaction, bucket, context, target, body);
      }
    }
  }

  private String sequencer(long now) {
    long micros = now * 1000;
    long stamp = lastStamp.updateAndGet(last -> Math.max(last + 1, micros));
    return "%018X".formatted(stamp);
  }

  private void tellBus(Transaction transaction, Context context, String detailType) {
    Bucket bucket = context.change().bucket();
    s3.world()
        .events()
        .emit(
            transaction,
            new ServiceEvent(
                Destinations.PRINCIPAL,
                "aws.s3",
                bucket.accountId(),
                bucket.region(),
                detailType,
                List.of(bucket.arn(context.partition())),
                BridgeEvents.detail(context),
                context.time()));
  }

  private void add(
      Transaction transaction, Bucket bucket, Context context, Target target, String body) {
    Key id = bucket.objects().with(s3.world().ids().nextLong());
    deliveries.put(
        transaction,
        id,
        new Delivery(
            target.kind(),
            bucket.arn(context.partition()),
            bucket.accountId(),
            bucket.region(),
            target.arn(),
            body));
    s3.world().timers().schedule(transaction, KIND, id, s3.world().clock().now(), NOTHING);
  }

  private void deliver(Timer timer) {
    Delivery delivery = s3.read(reader -> deliveries.get(reader, timer.id()));
    if (delivery == null) {
      return;
    }
    try {
      destinations.send(delivery);
    } catch (AwsException e) {
      boolean passing =
          !e.clientFault() && !e.code().equals("NotImplemented") || e.code().contains("Throttl");
      if (passing && timer.failures() < MOST_FAILURES) {
        throw e;
      }
      System.getLogger(EventOutbox.class.getName())
          .log(
              System.Logger.Level.INFO,
              "{0} did not take an event of {1}: {2}",
              delivery.targetArn(),
              delivery.bucketArn(),
              e.getMessage());
    }
    s3.world()
        .store()
        .write(
            transaction -> {
              deliveries.delete(transaction, timer.id());
              return null;
            });
  }
}
