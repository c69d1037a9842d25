package io.nephele.services.xray;

import io.nephele.api.xray.Tag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tags of groups and sampling rules. */
final class XRayTags {
  static final int MOST_TAGS = 50;

  private XRayTags() {}

  /** The tags of a request by their keys. */
  static Map<String, String> of(List<Tag> given) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (Tag tag : given == null ? List.<Tag>of() : given) {
      if (tag.key().regionMatches(true, 0, "aws:", 0, 4)) {
        throw XRayErrors.invalid("Tag keys that begin with aws: are reserved");
      }
      tags.put(tag.key(), tag.value());
    }
    if (tags.size() > MOST_TAGS) {
      throw XRayErrors.invalid("A resource can have at most " + MOST_TAGS + " tags");
    }
    return tags;
  }
}
