package io.nephele.services.iam;

import io.nephele.api.iam.ListUserTagsRequest;
import io.nephele.api.iam.ListUserTagsResponse;
import io.nephele.api.iam.Tag;
import io.nephele.api.iam.TagUserRequest;
import io.nephele.api.iam.UntagUserRequest;
import io.nephele.core.call.Call;
import io.nephele.identity.directory.User;
import io.nephele.model.Unit;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The operations on tags of users. */
final class UserTags {
  private final IamWorld iam;

  UserTags(IamWorld iam) {
    this.iam = iam;
  }

  Unit tag(TagUserRequest in, Call call) {
    return change(in.userName(), call, known -> Tags.merge(Tags.Taggable.USER, known, in.tags()));
  }

  Unit untag(UntagUserRequest in, Call call) {
    return change(
        in.userName(), call, known -> Tags.without(Tags.Taggable.USER, known, in.tagKeys()));
  }

  private Unit change(String name, Call call, UnaryOperator<Map<String, String>> change) {
    return iam.write(
        call,
        transaction -> {
          User user = iam.user(transaction, call, name);
          User tagged = user.withTags(change.apply(user.tags()));
          iam.directory().users().put(transaction, call.accountId(), user.name(), tagged);
          return IamWorld.done(call);
        });
  }

  ListUserTagsResponse list(ListUserTagsRequest in, Call call) {
    User user = iam.read(reader -> iam.user(reader, call, in.userName()));
    Pages.Page<Tag> page = Pages.byPosition(Tags.list(user.tags()), in.marker(), in.maxItems());
    return new ListUserTagsResponse()
        .tags(page.items())
        .isTruncated(page.isTruncated())
        .marker(page.marker());
  }
}
