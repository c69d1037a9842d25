package io.nephele.services.s3.batch;

import io.nephele.api.s3.S3;
import io.nephele.api.s3control.JobManifestGeneratorFilter;
import io.nephele.api.s3control.KeyNameConstraint;
import io.nephele.api.s3control.S3JobManifestGenerator;
import io.nephele.core.access.Authorization;
import io.nephele.core.call.Call;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.model.Operation;
import io.nephele.policy.ConditionKeys;
import io.nephele.services.s3.batch.Manifests.UnusableManifest;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.objects.StoredObject;
import io.nephele.services.s3.replication.ReplicationWork;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Finds the objects of a bucket that a job's filter is for. */
final class GeneratedManifests {
  private static final int PAGE = 500;

  private final BatchWorld batch;
  private final ReplicationWork replication;

  GeneratedManifests(BatchWorld batch, ReplicationWork replication) {
    this.batch = batch;
    this.replication = replication;
  }

  private record Found(String key, StoredObject object) {}

  /** Gives a task for each object; for each version if the job replicates. */
  void read(Job job, S3JobManifestGenerator generator, Consumer<Task> to) throws UnusableManifest {
    Bucket bucket = bucket(job, generator);
    boolean versions = job.created().operation().s3ReplicateObject() != null;
    scan(job, bucket, generator.filter(), versions, false, to);
    if (versions) {
      scan(job, bucket, generator.filter(), true, true, to);
    }
  }

  private Bucket bucket(Job job, S3JobManifestGenerator generator) throws UnusableManifest {
    String[] place = BatchWorld.bucketAndKey(generator.sourceBucket());
    Bucket bucket =
        place == null
            ? null
            : batch
                .s3()
                .read(reader -> batch.s3().buckets().find(reader, job.partition(), place[0]));
    if (bucket == null) {
      throw new UnusableManifest("The source bucket of the manifest does not exist");
    }
    Operation operation = S3.PutBucketInventoryConfiguration.model();
    Call call =
        new Call(
            operation,
            operation.service().protocols().getFirst(),
            batch.session(job),
            batch.regionOf(job, bucket.name()),
            batch.origin(job),
            batch.s3().world().ids().uuid().toString(),
            batch.s3().world().clock().now());
    Authorization decided =
        batch
            .s3()
            .world()
            .access()
            .authorize(
                call,
                "s3:PutInventoryConfiguration",
                bucket.arn(job.partition()),
                ConditionKeys.NONE);
    if (decided.denial() != null) {
      throw decided.denial();
    }
    return bucket;
  }

  private void scan(
      Job job,
      Bucket bucket,
      JobManifestGeneratorFilter filter,
      boolean versions,
      boolean older,
      Consumer<Task> to) {
    KeyRange range = KeyRange.prefix(bucket.objects());
    List<Task> chosen = new ArrayList<>();
    boolean more = true;
    while (more) {
      KeyRange rest = range;
      chosen.clear();
      KeyRange[] after = {null};
      batch
          .s3()
          .read(
              reader -> {
                chosen.clear();
                after[0] = page(reader, bucket, rest, filter, versions, older, chosen);
                return null;
              });
      chosen.forEach(to);
      more = after[0] != null;
      range = after[0];
    }
  }

  /** Adds what is chosen of the next rows; returns the range of those after them, or null. */
  private KeyRange page(
      Reader reader,
      Bucket bucket,
      KeyRange range,
      JobManifestGeneratorFilter filter,
      boolean versions,
      boolean older,
      List<Task> chosen) {
    Table.Rows<StoredObject> rows =
        older
            ? batch.s3().objects().scanVersions(reader, range)
            : batch.s3().objects().scan(reader, range);
    KeyRange rest = null;
    for (int i = 0; i < PAGE && rows.hasNext(); i++) {
      Table.Row<StoredObject> row = rows.next();
      String key = row.key().without(bucket.objects()).reader().nextText();
      Found found = new Found(key, row.value());
      if (isChosen(reader, bucket, found, filter)) {
        chosen.add(new Task(bucket.name(), key, versions ? found.object.versionId() : null));
      }
      rest = range.startingAfter(row.key());
    }
    return rows.hasNext() ? rest : null;
  }

  private boolean isChosen(
      Reader reader, Bucket bucket, Found found, JobManifestGeneratorFilter filter) {
    StoredObject object = found.object;
    if (filter == null) {
      return !object.deleteMarker();
    }
    boolean marker = object.deleteMarker() && !Boolean.TRUE.equals(filter.eligibleForReplication());
    if (marker) {
      return false;
    }
    String status = object.replication() == null ? "NONE" : object.replication();
    boolean chosen =
        (filter.createdAfter() == null
                || object.modifiedAt() > filter.createdAfter().toEpochMilli())
            && (filter.createdBefore() == null
                || object.modifiedAt() < filter.createdBefore().toEpochMilli())
            && (filter.objectReplicationStatuses() == null
                || filter.objectReplicationStatuses().contains(status))
            && (filter.objectSizeGreaterThanBytes() == null
                || object.size() > filter.objectSizeGreaterThanBytes())
            && (filter.objectSizeLessThanBytes() == null
                || object.size() < filter.objectSizeLessThanBytes())
            && (filter.matchAnyStorageClass() == null
                || filter.matchAnyStorageClass().contains(object.storageClass()))
            && hasName(found.key, filter.keyNameConstraint());
    if (!chosen || filter.eligibleForReplication() == null) {
      return chosen;
    }
    boolean eligible =
        !"REPLICA".equals(object.replication())
            && replication.isEligible(reader, bucket, found.key, object);
    return eligible == filter.eligibleForReplication();
  }

  private static boolean hasName(String key, KeyNameConstraint names) {
    return names == null
        || any(names.matchAnyPrefix(), key::startsWith)
            && any(names.matchAnySuffix(), key::endsWith)
            && any(names.matchAnySubstring(), key::contains);
  }

  private static boolean any(List<String> texts, Predicate<String> test) {
    if (texts == null || texts.isEmpty()) {
      return true;
    }
    for (String text : texts) {
      if (test.test(text)) {
        return true;
      }
    }
    return false;
  }
}
