package io.nephele.services.iam;

import io.nephele.api.iam.ListPolicyTagsRequest;
import io.nephele.api.iam.ListPolicyTagsResponse;
import io.nephele.api.iam.Tag;
import io.nephele.api.iam.TagPolicyRequest;
import io.nephele.api.iam.UntagPolicyRequest;
import io.nephele.core.call.Call;
import io.nephele.identity.directory.ManagedPolicy;
import io.nephele.model.Unit;
import io.nephele.services.iam.Tags.Taggable;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The tags of managed policies. */
final class PolicyTags {
  private final IamWorld iam;
  private final ManagedPolicies managed;

  PolicyTags(IamWorld iam, ManagedPolicies managed) {
    this.iam = iam;
    this.managed = managed;
  }

  ListPolicyTagsResponse list(ListPolicyTagsRequest in, Call call) {
    ManagedPolicy policy = iam.read(reader -> managed.get(reader, call, in.policyArn()));
    Pages.Page<Tag> page = Pages.byPosition(Tags.list(policy.tags()), in.marker(), in.maxItems());
    return new ListPolicyTagsResponse()
        .tags(page.items())
        .isTruncated(page.isTruncated())
        .marker(page.marker());
  }

  Unit tag(TagPolicyRequest in, Call call) {
    return change(in.policyArn(), call, tags -> Tags.merge(Taggable.POLICY, tags, in.tags()));
  }

  Unit untag(UntagPolicyRequest in, Call call) {
    return change(in.policyArn(), call, tags -> Tags.without(Taggable.POLICY, tags, in.tagKeys()));
  }

  private Unit change(String arn, Call call, UnaryOperator<Map<String, String>> change) {
    return iam.write(
        call,
        transaction -> {
          ManagedPolicy policy = managed.getOwn(transaction, call, arn);
          ManagedPolicy tagged = policy.withTags(change.apply(policy.tags()));
          iam.directory().policies().put(transaction, call.accountId(), policy.name(), tagged);
          return IamWorld.done(call);
        });
  }
}
