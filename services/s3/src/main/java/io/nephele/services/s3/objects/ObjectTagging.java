package io.nephele.services.s3.objects;

import io.nephele.api.s3.DeleteObjectTaggingOutput;
import io.nephele.api.s3.DeleteObjectTaggingRequest;
import io.nephele.api.s3.GetObjectTaggingOutput;
import io.nephele.api.s3.GetObjectTaggingRequest;
import io.nephele.api.s3.PutObjectTaggingOutput;
import io.nephele.api.s3.PutObjectTaggingRequest;
import io.nephele.core.call.Call;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.objects.ObjectChange.Kind;
import java.util.Map;

/** The tags of objects. */
public final class ObjectTagging {
  private final S3World s3;
  private final ObjectUpdates updates;

  /** The tags of the objects of a world. */
  public ObjectTagging(S3World s3) {
    this.s3 = s3;
    this.updates = new ObjectUpdates(s3);
  }

  /** Replaces the tags of a version. */
  public PutObjectTaggingOutput put(PutObjectTaggingRequest in, Call call) {
    if (in.tagging() == null || in.tagging().tagSet() == null) {
      throw S3Errors.malformedXml();
    }
    Map<String, String> tags = TagSets.ofObject(in.tagging().tagSet());
    ObjectUpdates.Updated updated =
        updates.update(
            new ObjectUpdates.Target(in.bucket(), in.key(), in.versionId(), "PUT"),
            Kind.TAG,
            call,
            (transaction, bucket, object) -> object.toBuilder().tags(tags).build());
    return new PutObjectTaggingOutput().versionId(updated.versionId());
  }

  /** The tags of a version. */
  public GetObjectTaggingOutput get(GetObjectTaggingRequest in, Call call) {
    return s3.read(
        reader -> {
          Bucket bucket = s3.bucket(reader, in.bucket(), call);
          StoredObject object = FoundObject.of(s3, reader, bucket, in.key(), in.versionId(), "GET");
          return new GetObjectTaggingOutput()
              .versionId(bucket.hasVersions() ? object.versionId() : null)
              .tagSet(TagSets.toList(object.tags()));
        });
  }

  /** Removes all tags of a version. */
  public DeleteObjectTaggingOutput delete(DeleteObjectTaggingRequest in, Call call) {
    ObjectUpdates.Updated updated =
        updates.update(
            new ObjectUpdates.Target(in.bucket(), in.key(), in.versionId(), "DELETE"),
            Kind.UNTAG,
            call,
            (transaction, bucket, object) -> object.toBuilder().tags(Map.of()).build());
    return new DeleteObjectTaggingOutput().versionId(updated.versionId());
  }
}
