package io.nephele.services.s3.configuration;

import io.nephele.api.s3control.ListTagsForResourceRequest;
import io.nephele.api.s3control.ListTagsForResourceResult;
import io.nephele.api.s3control.Tag;
import io.nephele.api.s3control.TagResourceRequest;
import io.nephele.api.s3control.TagResourceResult;
import io.nephele.api.s3control.UntagResourceRequest;
import io.nephele.api.s3control.UntagResourceResult;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.model.AwsException;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.objects.TagSets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tags of buckets by S3 Control's API, which changes them one by one. */
public final class ResourceTags {
  private final S3World s3;
  private final BucketTags tags;

  /** The tags of a world's buckets. */
  public ResourceTags(S3World s3) {
    this.s3 = s3;
    this.tags = new BucketTags(s3);
  }

  /** Adds tags, in place of those with the same keys. */
  public TagResourceResult tag(TagResourceRequest in, Call call) {
    if (in.tags() == null || in.tags().isEmpty()) {
      throw S3Errors.malformedXml();
    }
    List<io.nephele.api.s3.Tag> given = new ArrayList<>();
    for (Tag tag : in.tags()) {
      given.add(new io.nephele.api.s3.Tag().key(tag.key()).value(tag.value()));
    }
    Map<String, String> added = TagSets.of(given);
    s3.world()
        .store()
        .write(
            transaction -> {
              Bucket bucket = bucket(transaction, in.resourceArn(), in.accountId(), call);
              Map<String, String> all = tags.of(transaction, bucket);
              all.putAll(added);
              tags.set(transaction, bucket, all);
              return null;
            });
    return new TagResourceResult();
  }

  /** Removes tags; keys that are not there stay so. */
  public UntagResourceResult untag(UntagResourceRequest in, Call call) {
    if (in.tagKeys() == null || in.tagKeys().isEmpty()) {
      throw S3Errors.invalidRequest("Tag keys must be provided");
    }
    s3.world()
        .store()
        .write(
            transaction -> {
              Bucket bucket = bucket(transaction, in.resourceArn(), in.accountId(), call);
              Map<String, String> rest = tags.of(transaction, bucket);
              rest.keySet().removeAll(in.tagKeys());
              tags.set(transaction, bucket, rest);
              return null;
            });
    return new UntagResourceResult();
  }

  /** Tells the tags, of which there may be none. */
  public ListTagsForResourceResult list(ListTagsForResourceRequest in, Call call) {
    Map<String, String> all =
        s3.read(reader -> tags.of(reader, bucket(reader, in.resourceArn(), in.accountId(), call)));
    List<Tag> told = new ArrayList<>();
    all.forEach((key, value) -> told.add(new Tag().key(key).value(value)));
    return new ListTagsForResourceResult().tags(told);
  }

  private Bucket bucket(Reader reader, String text, String accountId, Call call) {
    Arn arn = Arn.parse(text);
    if (arn == null || !arn.service().equals("s3")) {
      throw S3Errors.invalidRequest("Invalid ARN");
    }
    if (arn.resource().indexOf('/') >= 0) {
      throw S3Errors.notImplemented("tags of S3 resources other than buckets");
    }
    Bucket bucket = s3.buckets().find(reader, call.partition(), arn.resource());
    if (bucket == null || !bucket.accountId().equals(accountId)) {
      throw AwsException.client("NoSuchResource", 404, "The specified resource doesn't exist.");
    }
    return bucket;
  }
}
