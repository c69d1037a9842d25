package io.nephele.services.s3.replication;

import io.nephele.api.s3.DeleteBucketReplicationRequest;
import io.nephele.api.s3.GetBucketReplicationOutput;
import io.nephele.api.s3.GetBucketReplicationRequest;
import io.nephele.api.s3.PutBucketReplicationRequest;
import io.nephele.api.s3.ReplicationConfiguration;
import io.nephele.api.s3.ReplicationRule;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.model.Struct;
import io.nephele.model.Unit;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.buckets.Configurations.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The replication configurations of buckets. */
public final class ReplicationConfigurations {
  private final S3World s3;

  /** The configurations of a world's buckets. */
  public ReplicationConfigurations(S3World s3) {
    this.s3 = s3;
  }

  /** Replaces a bucket's rules. */
  public Unit put(PutBucketReplicationRequest in, Call call) {
    ReplicationValidation.check(in.replicationConfiguration());
    List<ReplicationRule> rules = new ArrayList<>();
    for (ReplicationRule rule : in.replicationConfiguration().rules()) {
      rules.add(named(rule));
    }
    Struct document =
        new ReplicationConfiguration()
            .role(in.replicationConfiguration().role())
            .rules(rules)
            .struct()
            .freeze();
    s3.world()
        .store()
        .write(
            transaction -> {
              Bucket bucket = s3.bucket(transaction, in.bucket(), call);
              if (!bucket.isVersioned()) {
                throw S3Errors.invalidRequest(
                    "Versioning must be 'Enabled' on the bucket to apply a replication"
                        + " configuration");
              }
              for (ReplicationRule rule : rules) {
                checkDestination(transaction, bucket, rule, call);
              }
              s3.configurations().put(transaction, bucket, Kind.REPLICATION, document);
              return null;
            });
    return S3World.done(call);
  }

  private void checkDestination(Reader reader, Bucket source, ReplicationRule rule, Call call) {
    String name = ReplicationRules.bucketName(rule.destination().bucket());
    Bucket destination = s3.buckets().find(reader, call.partition(), name);
    if (destination == null) {
      throw S3Errors.invalidRequest("Destination bucket must exist.");
    }
    if (destination.name().equals(source.name())) {
      throw S3Errors.invalidRequest("Destination bucket cannot be the same as the source bucket.");
    }
    if (!destination.isVersioned()) {
      throw S3Errors.invalidRequest("Destination bucket must have versioning enabled.");
    }
    if (source.objectLock() && !destination.objectLock()) {
      throw S3Errors.invalidRequest(
          "Object Lock must be enabled on the destination bucket, as it is on the source bucket.");
    }
    String account = rule.destination().account();
    if (account != null && !account.equals(destination.accountId())) {
      throw S3Errors.invalidRequest(
          "The Account of the Destination must be the owner of the destination bucket.");
    }
  }

  private ReplicationRule named(ReplicationRule rule) {
    if (rule.id() != null && !rule.id().isEmpty()) {
      return rule;
    }
    byte[] id = s3.world().ids().uuid().toString().getBytes(StandardCharsets.US_ASCII);
    return new ReplicationRule()
        .id(Base64.getEncoder().encodeToString(id))
        .priority(rule.priority())
        .prefix(rule.prefix())
        .filter(rule.filter())
        .status(rule.status())
        .sourceSelectionCriteria(rule.sourceSelectionCriteria())
        .existingObjectReplication(rule.existingObjectReplication())
        .destination(rule.destination())
        .deleteMarkerReplication(rule.deleteMarkerReplication());
  }

  /** A bucket's rules. */
  public GetBucketReplicationOutput get(GetBucketReplicationRequest in, Call call) {
    ReplicationConfiguration found =
        s3.read(reader -> find(s3, reader, s3.bucket(reader, in.bucket(), call)));
    if (found == null) {
      throw S3Errors.noSuchConfiguration(
          "ReplicationConfigurationNotFoundError",
          "The replication configuration was not found",
          in.bucket());
    }
    return new GetBucketReplicationOutput().replicationConfiguration(found);
  }

  /** Removes a bucket's rules. */
  public Unit delete(DeleteBucketReplicationRequest in, Call call) {
    s3.world()
        .store()
        .write(
            transaction -> {
              Bucket bucket = s3.bucket(transaction, in.bucket(), call);
              s3.configurations().delete(transaction, bucket, Kind.REPLICATION);
              return null;
            });
    return S3World.done(call);
  }

  private static ReplicationConfiguration find(S3World s3, Reader reader, Bucket bucket) {
    Struct stored =
        s3.configurations()
            .get(reader, bucket, Kind.REPLICATION, new ReplicationConfiguration().struct().shape());
    return stored == null ? null : new ReplicationConfiguration(stored);
  }

  /** The rules of a bucket that are enabled, or null if it has no configuration. */
  static ReplicationRules rules(S3World s3, Reader reader, Bucket bucket) {
    ReplicationConfiguration found = find(s3, reader, bucket);
    return found == null ? null : ReplicationRules.of(found);
  }
}
