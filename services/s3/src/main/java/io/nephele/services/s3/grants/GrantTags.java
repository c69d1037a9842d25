package io.nephele.services.s3.grants;

import io.nephele.api.s3control.Tag;
import io.nephele.services.s3.objects.TagSets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tags as requests give them. */
final class GrantTags {
  private GrantTags() {}

  static Map<String, String> of(List<Tag> given) {
    if (given == null) {
      return Map.of();
    }
    List<io.nephele.api.s3.Tag> all = new ArrayList<>();
    for (Tag tag : given) {
      all.add(new io.nephele.api.s3.Tag().key(tag.key()).value(tag.value()));
    }
    return TagSets.of(all);
  }
}
