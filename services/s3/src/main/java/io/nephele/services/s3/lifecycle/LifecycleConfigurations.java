package io.nephele.services.s3.lifecycle;

import io.nephele.api.s3.BucketLifecycleConfiguration;
import io.nephele.api.s3.DeleteBucketLifecycleRequest;
import io.nephele.api.s3.GetBucketLifecycleConfigurationOutput;
import io.nephele.api.s3.GetBucketLifecycleConfigurationRequest;
import io.nephele.api.s3.LifecycleRule;
import io.nephele.api.s3.PutBucketLifecycleConfigurationOutput;
import io.nephele.api.s3.PutBucketLifecycleConfigurationRequest;
import io.nephele.api.s3.S3;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.model.AwsException;
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

/** The lifecycle configurations of buckets. */
public final class LifecycleConfigurations {
  private static final String VARIES = "varies_by_storage_class";

  private final S3World s3;
  private final LifecycleRuns runs;

  /** The lifecycles of a world's buckets, which are run by those runs. */
  public LifecycleConfigurations(S3World s3, LifecycleRuns runs) {
    this.s3 = s3;
    this.runs = runs;
  }

  /** Replaces a bucket's rules. */
  public PutBucketLifecycleConfigurationOutput put(
      PutBucketLifecycleConfigurationRequest in, Call call) {
    BucketLifecycleConfiguration configuration = in.lifecycleConfiguration();
    if (configuration == null) {
      throw S3Errors.malformedXml();
    }
    LifecycleValidation.check(configuration.rules());
    String smallest = in.transitionDefaultMinimumObjectSize();
    if (smallest != null && !smallest.equals(Rules.SMALL_STAY) && !smallest.equals(VARIES)) {
      throw S3Errors.invalidRequest(
          "Invalid TransitionDefaultMinimumObjectSize found: " + smallest);
    }
    List<LifecycleRule> rules = new ArrayList<>();
    for (LifecycleRule rule : configuration.rules()) {
      rules.add(named(rule));
    }
    // In the form in which it is answered, which has both the rules and the size.
    Struct document =
        new GetBucketLifecycleConfigurationOutput()
            .rules(rules)
            .transitionDefaultMinimumObjectSize(smallest == null ? Rules.SMALL_STAY : smallest)
            .struct()
            .freeze();
    s3.world()
        .store()
        .write(
            transaction -> {
              Bucket bucket = s3.bucket(transaction, in.bucket(), call);
              if (bucket.deletesNeedMfa()) {
                throw AwsException.client(
                    "InvalidBucketState",
                    409,
                    "Lifecycle configuration is not supported on a bucket with MFA Delete enabled");
              }
              s3.configurations().put(transaction, bucket, Kind.LIFECYCLE, document);
              runs.schedule(transaction, bucket, call.partition());
              return null;
            });
    return new PutBucketLifecycleConfigurationOutput()
        .transitionDefaultMinimumObjectSize(smallest == null ? Rules.SMALL_STAY : smallest);
  }

  /** Every rule has an id; S3 gives one to those that came without. */
  private LifecycleRule named(LifecycleRule rule) {
    if (rule.id() != null && !rule.id().isEmpty()) {
      return rule;
    }
    byte[] id = s3.world().ids().uuid().toString().getBytes(StandardCharsets.US_ASCII);
    return new LifecycleRule()
        .id(Base64.getEncoder().encodeToString(id))
        .status(rule.status())
        .prefix(rule.prefix())
        .filter(rule.filter())
        .expiration(rule.expiration())
        .transitions(rule.transitions())
        .noncurrentVersionExpiration(rule.noncurrentVersionExpiration())
        .noncurrentVersionTransitions(rule.noncurrentVersionTransitions())
        .abortIncompleteMultipartUpload(rule.abortIncompleteMultipartUpload());
  }

  /** A bucket's rules. */
  public GetBucketLifecycleConfigurationOutput get(
      GetBucketLifecycleConfigurationRequest in, Call call) {
    return s3.read(
        reader -> {
          GetBucketLifecycleConfigurationOutput found =
              find(s3, reader, s3.bucket(reader, in.bucket(), call));
          if (found == null) {
            throw S3Errors.noSuchConfiguration(
                "NoSuchLifecycleConfiguration",
                "The lifecycle configuration does not exist",
                in.bucket());
          }
          return found;
        });
  }

  /** Removes a bucket's rules. */
  public Unit delete(DeleteBucketLifecycleRequest in, Call call) {
    s3.world()
        .store()
        .write(
            transaction -> {
              Bucket bucket = s3.bucket(transaction, in.bucket(), call);
              s3.configurations().delete(transaction, bucket, Kind.LIFECYCLE);
              runs.cancel(transaction, bucket);
              return null;
            });
    return S3World.done(call);
  }

  private static GetBucketLifecycleConfigurationOutput find(
      S3World s3, Reader reader, Bucket bucket) {
    Struct stored =
        s3.configurations()
            .get(
                reader,
                bucket,
                Kind.LIFECYCLE,
                S3.GetBucketLifecycleConfiguration.model().output());
    return stored == null ? null : new GetBucketLifecycleConfigurationOutput(stored);
  }

  /** The rules that are in force in a bucket, or null if there are none. */
  static Rules rules(S3World s3, Reader reader, Bucket bucket) {
    GetBucketLifecycleConfigurationOutput found = find(s3, reader, bucket);
    return found == null ? null : Rules.of(found);
  }
}
