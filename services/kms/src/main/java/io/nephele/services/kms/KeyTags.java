package io.nephele.services.kms;

import io.nephele.api.kms.ListResourceTagsRequest;
import io.nephele.api.kms.ListResourceTagsResponse;
import io.nephele.api.kms.Tag;
import io.nephele.api.kms.TagResourceRequest;
import io.nephele.api.kms.UntagResourceRequest;
import io.nephele.core.call.Call;
import io.nephele.model.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The operations on tags of keys. */
final class KeyTags {
  private static final int MAX_TAGS = 50;
  private static final String RESERVED = "aws:";

  private final KmsWorld kms;

  KeyTags(KmsWorld kms) {
    this.kms = kms;
  }

  Unit tag(TagResourceRequest in, Call call) {
    KmsKey key = kms.findOwn(in.keyId(), call);
    Map<String, String> further = ofRequest(in.tags());
    kms.change(
        key,
        (transaction, current) -> {
          KmsWorld.requireNotPendingDeletion(current);
          Map<String, String> merged = new LinkedHashMap<>(current.tags());
          merged.putAll(further);
          requireFew(merged);
          kms.tables().put(transaction, current.withTags(merged));
          return null;
        });
    return KmsWorld.done(call);
  }

  Unit untag(UntagResourceRequest in, Call call) {
    KmsKey key = kms.findOwn(in.keyId(), call);
    in.tagKeys().forEach(KeyTags::checkName);
    kms.change(
        key,
        (transaction, current) -> {
          KmsWorld.requireNotPendingDeletion(current);
          Map<String, String> rest = new LinkedHashMap<>(current.tags());
          rest.keySet().removeAll(in.tagKeys());
          kms.tables().put(transaction, current.withTags(rest));
          return null;
        });
    return KmsWorld.done(call);
  }

  ListResourceTagsResponse list(ListResourceTagsRequest in, Call call) {
    int limit = Markers.limit(in.limit(), MAX_TAGS, MAX_TAGS);
    String after = Markers.read(in.marker());
    KmsKey key = kms.findOwn(in.keyId(), call);
    TreeMap<String, String> sorted = new TreeMap<>(key.tags());
    List<Tag> listed = new ArrayList<>();
    String next = null;
    for (Map.Entry<String, String> tag :
        (after == null ? sorted : sorted.tailMap(after, false)).entrySet()) {
      if (listed.size() == limit) {
        next = listed.getLast().tagKey();
        break;
      }
      listed.add(new Tag().tagKey(tag.getKey()).tagValue(tag.getValue()));
    }
    return new ListResourceTagsResponse()
        .tags(listed)
        .nextMarker(Markers.write(next))
        .truncated(next != null);
  }

  /** The tags of a request by their names; an error to the caller if they cannot be. */
  static Map<String, String> ofRequest(List<Tag> given) {
    if (given == null) {
      return Map.of();
    }
    Map<String, String> tags = new LinkedHashMap<>();
    for (Tag tag : given) {
      checkName(tag.tagKey());
      if (tags.put(tag.tagKey(), tag.tagValue()) != null) {
        throw KmsErrors.tag("Duplicate tag keys");
      }
    }
    requireFew(tags);
    return tags;
  }

  private static void checkName(String name) {
    if (name.regionMatches(true, 0, RESERVED, 0, RESERVED.length())) {
      throw KmsErrors.tag("Tags beginning with aws: are reserved");
    }
  }

  private static void requireFew(Map<String, String> tags) {
    if (tags.size() > MAX_TAGS) {
      throw KmsErrors.tag("Too many tags");
    }
  }
}
