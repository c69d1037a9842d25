package io.nephele.services.s3.replication;

import io.nephele.core.partition.Regions;
import io.nephele.core.roles.AssumedRoles;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Transaction;
import io.nephele.model.AwsException;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.events.EventOutbox;
import io.nephele.services.s3.objects.StoredObject;
import java.io.IOException;

/** Replicates versions to all their destinations, and says in them how it went. */
public final class ReplicationWork {
  /** The status of versions that are replicated. */
  public static final String COMPLETED = "COMPLETED";

  static final String REPLICA = "REPLICA";
  private static final String PENDING = "PENDING";
  private static final String FAILED = "FAILED";

  private final S3World s3;
  private final EventOutbox events;
  private final Replicator replicator;
  private final ReplicationMetrics metrics;

  /** The replication of a world's buckets, whose failures are told to that outbox. */
  public ReplicationWork(S3World s3, AssumedRoles roles, EventOutbox events) {
    this.s3 = s3;
    this.events = events;
    this.replicator = new Replicator(s3, roles);
    this.metrics = new ReplicationMetrics(s3);
  }

  /** Whether there are rules by which a version is replicated. */
  public boolean isEligible(Reader reader, Bucket bucket, String key, StoredObject object) {
    ReplicationRules rules = ReplicationConfigurations.rules(s3, reader, bucket);
    return rules != null && !rules.of(key, object).isEmpty();
  }

  /**
   * Marks a version as one to be replicated, if there is a rule for it.
   *
   * @return whether there is
   */
  public boolean mark(Transaction transaction, Bucket bucket, String key, StoredObject object) {
    if (!isEligible(transaction, bucket, key, object)) {
      return false;
    }
    StoredObject pending = object.toBuilder().replication(PENDING).build();
    s3.objects().update(transaction, bucket, key, pending);
    return true;
  }

  /** Replicates a version that was marked; returns the status that it has then. */
  public String replicate(Bucket bucket, String key, String versionId) throws IOException {
    return replicate(bucket.key().with(bucket.id()).with(key).with(versionId), false);
  }

  /**
   * Replicates a version that was marked, if it is still there.
   *
   * @param id the bucket's key and id, the object's key and version
   * @param again whether it is tried again if this throws that something failed for now
   * @return the status that it has then; null if it is not there
   */
  String replicate(Key id, boolean again) throws IOException {
    Source source = s3.read(reader -> source(reader, id));
    if (source == null) {
      return null;
    }
    boolean failed = source.chosen().isEmpty();
    for (ReplicationRules.Rule rule : source.chosen()) {
      try {
        replicator.replicate(source, rule);
        metrics.completed(source, rule);
      } catch (ReplicationFailure failure) {
        failed = true;
        metrics.failed(source, rule);
        tell(source, rule, failure.reason());
      } catch (AwsException e) {
        if (again && !e.clientFault() && !e.code().equals("NotImplemented")) {
          throw e;
        }
        failed = true;
        metrics.failed(source, rule);
        tell(source, rule, e.code());
      }
    }
    String status = failed ? FAILED : COMPLETED;
    finish(source, status);
    return status;
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
