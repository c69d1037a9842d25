package io.nephele.services.iam;

import io.nephele.api.iam.ListInstanceProfileTagsRequest;
import io.nephele.api.iam.ListInstanceProfileTagsResponse;
import io.nephele.api.iam.Tag;
import io.nephele.api.iam.TagInstanceProfileRequest;
import io.nephele.api.iam.UntagInstanceProfileRequest;
import io.nephele.core.call.Call;
import io.nephele.identity.directory.InstanceProfile;
import io.nephele.model.Unit;
import io.nephele.services.iam.Tags.Taggable;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The tags of instance profiles. */
final class InstanceProfileTags {
  private final IamWorld iam;
  private final InstanceProfiles profiles;

  InstanceProfileTags(IamWorld iam, InstanceProfiles profiles) {
    this.iam = iam;
    this.profiles = profiles;
  }

  ListInstanceProfileTagsResponse list(ListInstanceProfileTagsRequest in, Call call) {
    InstanceProfile profile =
        iam.read(reader -> profiles.find(reader, call, in.instanceProfileName()));
    Pages.Page<Tag> page = Pages.byPosition(Tags.list(profile.tags()), in.marker(), in.maxItems());
    return new ListInstanceProfileTagsResponse()
        .tags(page.items())
        .isTruncated(page.isTruncated())
        .marker(page.marker());
  }

  Unit tag(TagInstanceProfileRequest in, Call call) {
    return change(
        in.instanceProfileName(),
        call,
        tags -> Tags.merge(Taggable.INSTANCE_PROFILE, tags, in.tags()));
  }

  Unit untag(UntagInstanceProfileRequest in, Call call) {
    return change(
        in.instanceProfileName(),
        call,
        tags -> Tags.without(Taggable.INSTANCE_PROFILE, tags, in.tagKeys()));
  }

  private Unit change(String name, Call call, UnaryOperator<Map<String, String>> change) {
    return iam.write(
        call,
        transaction -> {
          InstanceProfile profile = profiles.find(transaction, call, name);
          return profiles.store(transaction, call, profile.withTags(change.apply(profile.tags())));
        });
  }
}
