package io.nephele.services.iam;

import io.nephele.api.iam.ListRoleTagsRequest;
import io.nephele.api.iam.ListRoleTagsResponse;
import io.nephele.api.iam.Tag;
import io.nephele.api.iam.TagRoleRequest;
import io.nephele.api.iam.UntagRoleRequest;
import io.nephele.core.call.Call;
import io.nephele.identity.directory.Role;
import io.nephele.model.Unit;
import io.nephele.services.iam.Tags.Taggable;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The tags of roles. */
final class RoleTags {
  private final IamWorld iam;

  RoleTags(IamWorld iam) {
    this.iam = iam;
  }

  ListRoleTagsResponse list(ListRoleTagsRequest in, Call call) {
    Role role = iam.read(reader -> iam.role(reader, call, in.roleName()));
    Pages.Page<Tag> page = Pages.byPosition(Tags.list(role.tags()), in.marker(), in.maxItems());
    return new ListRoleTagsResponse()
        .tags(page.items())
        .isTruncated(page.isTruncated())
        .marker(page.marker());
  }

  Unit tag(TagRoleRequest in, Call call) {
    return change(in.roleName(), call, tags -> Tags.merge(Taggable.ROLE, tags, in.tags()));
  }

  Unit untag(UntagRoleRequest in, Call call) {
    return change(in.roleName(), call, tags -> Tags.without(Taggable.ROLE, tags, in.tagKeys()));
  }

  private Unit change(String name, Call call, UnaryOperator<Map<String, String>> change) {
    return iam.write(
        call,
        transaction -> {
          Role role = iam.role(transaction, call, name);
          Role tagged = role.withTags(change.apply(role.tags()));
          iam.directory().roles().put(transaction, call.accountId(), role.name(), tagged);
          return IamWorld.done(call);
        });
  }
}
