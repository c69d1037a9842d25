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
import io.nephele.core.store.Transaction;
import io.nephele.model.AwsException;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.accesspoints.AccessPoint;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.grants.GrantAccess;
import io.nephele.services.s3.objects.TagSets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tags of buckets, access points and access grants by S3 Control's API, which changes them one by
 * one.
 */
public final class ResourceTags {
  private static final int MOST_OF_ACCESS_POINT = 50;

  private final S3World s3;
  private final BucketTags tags;
  private final GrantAccess grants;

  /** The tags of a world's buckets. */
  public ResourceTags(S3World s3) {
    this.s3 = s3;
    this.tags = new BucketTags(s3);
    this.grants = new GrantAccess(s3);
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
              Map<String, String> all = of(transaction, in.resourceArn(), in.accountId(), call);
              all.putAll(added);
              set(transaction, in.resourceArn(), in.accountId(), all, call);
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
              Map<String, String> rest = of(transaction, in.resourceArn(), in.accountId(), call);
              rest.keySet().removeAll(in.tagKeys());
              set(transaction, in.resourceArn(), in.accountId(), rest, call);
              return null;
            });
    return new UntagResourceResult();
  }

  /** Tells the tags, of which there may be none. */
  public ListTagsForResourceResult list(ListTagsForResourceRequest in, Call call) {
    Map<String, String> all = s3.read(reader -> of(reader, in.resourceArn(), in.accountId(), call));
    List<Tag> told = new ArrayList<>();
    all.forEach((key, value) -> told.add(new Tag().key(key).value(value)));
    return new ListTagsForResourceResult().tags(told);
  }

  private Map<String, String> of(Reader reader, String text, String accountId, Call call) {
    Arn arn = arn(text);
    if (GrantAccess.isOf(arn)) {
      Map<String, String> found = arn.account().equals(accountId) ? grants.tags(reader, arn) : null;
      if (found == null) {
        throw noSuchResource();
      }
      return new TreeMap<>(found);
    }
    return arn.account().isEmpty()
        ? tags.of(reader, bucket(reader, arn, accountId, call))
        : new TreeMap<>(point(reader, arn, accountId).tags());
  }

  private void set(
      Transaction transaction, String text, String accountId, Map<String, String> all, Call call) {
    Arn arn = arn(text);
    if (arn.account().isEmpty()) {
      tags.set(transaction, bucket(transaction, arn, accountId, call), all);
    } else {
      if (all.size() > MOST_OF_ACCESS_POINT) {
        throw AwsException.client(
            "BadRequest", 400, "Tag count cannot be greater than " + MOST_OF_ACCESS_POINT);
      }
      if (GrantAccess.isOf(arn)) {
        grants.putTags(transaction, arn, all);
      } else {
        s3.accessPoints().putTags(transaction, point(transaction, arn, accountId), all);
      }
    }
  }

  private static Arn arn(String text) {
    Arn arn = Arn.parse(text);
    if (arn == null || !arn.service().equals("s3")) {
      throw S3Errors.invalidRequest("Invalid ARN");
    }
    return arn;
  }

  private AccessPoint point(Reader reader, Arn arn, String accountId) {
    if (!arn.resource().startsWith("accesspoint/")) {
      throw S3Errors.notImplemented(
          "tags of S3 resources other than buckets, access points and access grants");
    }
    AccessPoint point = s3.accessPoints().ofArn(reader, arn, arn.region());
    if (point == null || point.isMultiRegion() || !point.accountId().equals(accountId)) {
      throw noSuchResource();
    }
    return point;
  }

  private static AwsException noSuchResource() {
    return AwsException.client("NoSuchResource", 404, "The specified resource doesn't exist.");
  }

  private Bucket bucket(Reader reader, Arn arn, String accountId, Call call) {
    Bucket bucket = s3.buckets().find(reader, call.partition(), arn.resource());
    if (bucket == null || !bucket.accountId().equals(accountId)) {
      throw noSuchResource();
    }
    return bucket;
  }
}
