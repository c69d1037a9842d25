package io.nephele.services.s3.replication;

import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.buckets.Configurations.Kind;
import io.nephele.services.s3.events.EventOutbox;
import io.nephele.services.s3.objects.ObjectChange;
import io.nephele.services.s3.objects.ObjectChangeListener;
import io.nephele.services.s3.objects.StoredObject;
import io.nephele.services.s3.roles.AssumedRoles;
import java.io.IOException;

/**
 * Replicates versions as they come and as what is known of them changes. In the transaction of the
 * change the version is marked as pending; a timer then brings each destination to what the version
 * is by then.
 */
public final class Replication implements ObjectChangeListener {
  private static final String KIND = "s3.replication";
  private static final String PENDING = "PENDING";
  private static final String REPLICA = "REPLICA";
  private static final int MOST_FAILURES = 20;
  private static final Bytes NOTHING = Bytes.of(new byte[0]);

  private final S3World s3;
  private final EventOutbox events;
  private final Replicator replicator;

  /** The replication of a world's buckets, whose failures are told to that outbox. */
  public Replication(S3World s3, AssumedRoles roles, EventOutbox events) {
    this.s3 = s3;
    this.events = events;
    this.replicator = new Replicator(s3, roles);
    s3.world().timers().onWork(KIND, this::replicate);
  }

  @Override
  public void changed(Transaction transaction, ObjectChange change) {
    if (!change.bucket().has(Kind.REPLICATION)) {
      return;
    }
    switch (change.kind()) {
      case PUT, POST, COPY, COMPLETE_UPLOAD, DELETE_MARKER ->
          request(transaction, change.bucket(), change.key(), change.object());
      case TAG, UNTAG, ACL, LOCK -> modified(transaction, change);
      default -> {}
    }
  }

  /** Replicas' metadata goes on only where rules say so, and is said to be a replica's still. */
  private void modified(Transaction transaction, ObjectChange change) {
    StoredObject object = change.object();
    if (object.replication() == null || object.deleteMarker()) {
      return;
    }
    if (!object.replication().equals(REPLICA)) {
      request(transaction, change.bucket(), change.key(), object);
      return;
    }
    ReplicationRules rules = ReplicationConfigurations.rules(s3, transaction, change.bucket());
    boolean goesOn =
        rules != null
            && rules.of(change.key(), object).stream()
                .anyMatch(ReplicationRules.Rule::modifications);
    if (goesOn) {
      schedule(transaction, change.bucket(), change.key(), object);
    }
  }

  /**
   * Has a version replicated if there is a rule for it.
   *
   * @return whether there is
   */
  public boolean request(Transaction transaction, Bucket bucket, String key, StoredObject object) {
    ReplicationRules rules = ReplicationConfigurations.rules(s3, transaction, bucket);
    if (rules == null || rules.of(key, object).isEmpty()) {
      return false;
    }
    StoredObject pending = object.toBuilder().replication(PENDING).build();
    s3.objects().update(transaction, bucket, key, pending);
    schedule(transaction, bucket, key, object);
    return true;
  }

  private void schedule(Transaction transaction, Bucket bucket, String key, StoredObject object) {
    Key id = bucket.key().with(bucket.id()).with(key).with(object.versionId());
    s3.world().timers().schedule(transaction, KIND, id, s3.world().clock().now(), NOTHING);
  }

  private void replicate(Timer timer) throws IOException {
    Source source = s3.read(reader -> source(reader, timer.id()));
    if (source == null) {
      return;
    }
    boolean failed = source.chosen().isEmpty();
    for (ReplicationRules.Rule rule : source.chosen()) {
      try {
        replicator.replicate(source, rule);
      } catch (ReplicationFailure failure) {
        failed = true;
        tell(source, rule, failure.reason());
      } catch (AwsException e) {
        boolean passing = !e.clientFault() && !e.code().equals("NotImplemented");
        if (passing && timer.failures() < MOST_FAILURES) {
          throw e;
        }
        failed = true;
        tell(source, rule, e.code());
      }
    }
    finish(source, failed ? "FAILED" : "COMPLETED");
  }

  private Source source(Reader reader, Key id) {
    KeyReader parts = id.reader();
    parts.nextText(); // account
    String region = parts.nextText();
    String partition = Regions.find(region).partition().id();
    Bucket bucket = s3.buckets().find(reader, partition, parts.nextText());
    if (bucket == null || bucket.id() != parts.nextLong()) {
      return null;
    }
    String key = parts.nextText();
    StoredObject version = s3.objects().version(reader, bucket, key, parts.nextText());
    if (version == null) {
      return null;
    }
    ReplicationRules rules = ReplicationConfigurations.rules(s3, reader, bucket);
    return new Source(partition, bucket, key, version, rules);
  }

  /** Says how it ended, unless the version has changed meanwhile and is to be replicated again. */
  private void finish(Source source, String status) {
    s3.world()
        .store()
        .write(
            transaction -> {
              StoredObject now =
                  s3.objects()
                      .version(
                          transaction, source.bucket(), source.key(), source.object().versionId());
              if (now != null && now.equals(source.object()) && PENDING.equals(now.replication())) {
                s3.objects()
                    .update(
                        transaction,
                        source.bucket(),
                        source.key(),
                        now.toBuilder().replication(status).build());
              }
              return null;
            });
  }

  private void tell(Source source, ReplicationRules.Rule rule, String reason) {
    s3.world()
        .store()
        .write(
            transaction -> {
              Bucket bucket = s3.buckets().current(transaction, source.bucket());
              if (bucket != null) {
                events.replicationFailed(
                    transaction,
                    bucket,
                    source.key(),
                    source.object(),
                    new EventOutbox.FailedReplication(rule.id(), rule.bucket(), reason));
              }
              return null;
            });
  }
}
