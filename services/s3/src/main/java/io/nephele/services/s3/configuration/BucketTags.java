package io.nephele.services.s3.configuration;

import io.nephele.api.s3.AbacStatus;
import io.nephele.api.s3.DeleteBucketTaggingRequest;
import io.nephele.api.s3.GetBucketAbacOutput;
import io.nephele.api.s3.GetBucketAbacRequest;
import io.nephele.api.s3.GetBucketTaggingOutput;
import io.nephele.api.s3.GetBucketTaggingRequest;
import io.nephele.api.s3.PutBucketAbacRequest;
import io.nephele.api.s3.PutBucketTaggingRequest;
import io.nephele.api.s3.Tag;
import io.nephele.api.s3.Tagging;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Transaction;
import io.nephele.model.AwsException;
import io.nephele.model.Unit;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.buckets.Configurations.Kind;
import io.nephele.services.s3.objects.TagSets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tags of buckets, and whether access is decided by them. */
public final class BucketTags {
  private static final int MOST = 50;
  private static final String ENABLED = "Enabled";

  private final Document<Tagging> tags;
  private final Document<AbacStatus> abac;
  private final S3World s3;

  /** The tags of a world's buckets. */
  public BucketTags(S3World s3) {
    this.s3 = s3;
    this.tags = new Document<>(s3, Kind.TAGGING, Tagging::new, Tagging::new);
    this.abac = new Document<>(s3, Kind.ABAC, AbacStatus::new, AbacStatus::new);
  }

  /** The tags of a bucket by key; empty if it has none. */
  public Map<String, String> of(Reader reader, Bucket bucket) {
    Map<String, String> byKey = new LinkedHashMap<>();
    Tagging stored = tags.find(reader, bucket);
    if (stored != null) {
      stored.tagSet().forEach(tag -> byKey.put(tag.key(), tag.value()));
    }
    return byKey;
  }

  /** Replaces the tags of a bucket; an error to the caller if they are too many. */
  public void set(Transaction transaction, Bucket bucket, Map<String, String> byKey) {
    checkCount(byKey.size());
    if (byKey.isEmpty()) {
      s3.configurations().delete(transaction, bucket, Kind.TAGGING);
    } else {
      Tagging document = new Tagging().tagSet(TagSets.toList(byKey));
      s3.configurations().put(transaction, bucket, Kind.TAGGING, document.struct());
    }
  }

  private static void checkCount(int tags) {
    if (tags > MOST) {
      throw AwsException.client(
          "BadRequest", 400, "Bucket tag count cannot be greater than " + MOST);
    }
  }

  /** Whether policies may decide by the tags of a bucket. */
  public boolean decideAccess(Reader reader, Bucket bucket) {
    AbacStatus status = abac.find(reader, bucket);
    return status != null && ENABLED.equals(status.status());
  }

  /** Replaces all tags. */
  public Unit put(PutBucketTaggingRequest in, Call call) {
    List<Tag> given = in.tagging() == null ? null : in.tagging().tagSet();
    if (given == null) {
      throw S3Errors.malformedXml();
    }
    TagSets.of(given);
    checkCount(given.size());
    checkNotByOtherApi(in.bucket(), call);
    return given.isEmpty()
        ? tags.delete(in.bucket(), call)
        : tags.put(in.bucket(), in.tagging(), call);
  }

  /** Tells the tags; an error if there are none. */
  public GetBucketTaggingOutput get(GetBucketTaggingRequest in, Call call) {
    Tagging stored = tags.find(in.bucket(), call);
    if (stored == null) {
      throw S3Errors.noSuchConfiguration("NoSuchTagSet", "The TagSet does not exist", in.bucket());
    }
    return new GetBucketTaggingOutput().tagSet(stored.tagSet());
  }

  /** Removes all tags. */
  public Unit delete(DeleteBucketTaggingRequest in, Call call) {
    checkNotByOtherApi(in.bucket(), call);
    return tags.delete(in.bucket(), call);
  }

  private void checkNotByOtherApi(String name, Call call) {
    boolean decide = s3.read(reader -> decideAccess(reader, s3.bucket(reader, name, call)));
    if (decide) {
      throw S3Errors.invalidRequest(
          "This operation is not allowed on buckets with attribute-based access control (ABAC)"
              + " enabled. Use the TagResource and UntagResource operations instead.");
    }
  }

  /** Says whether access is decided by tags. */
  public Unit putAbac(PutBucketAbacRequest in, Call call) {
    String status = in.abacStatus() == null ? null : in.abacStatus().status();
    if (!ENABLED.equals(status) && !"Disabled".equals(status)) {
      throw S3Errors.malformedXml();
    }
    return abac.put(in.bucket(), in.abacStatus(), call);
  }

  /** Tells whether access is decided by tags; not by default. */
  public GetBucketAbacOutput getAbac(GetBucketAbacRequest in, Call call) {
    AbacStatus stored = abac.find(in.bucket(), call);
    return new GetBucketAbacOutput()
        .abacStatus(stored == null ? new AbacStatus().status("Disabled") : stored);
  }
}
