package io.nephele.services.s3.lifecycle;

import io.nephele.api.s3.LifecycleRule;
import io.nephele.api.s3.LifecycleRuleAndOperator;
import io.nephele.api.s3.LifecycleRuleFilter;
import io.nephele.api.s3.Tag;
import io.nephele.services.s3.objects.StoredObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The objects that a rule is for.
 *
 * @param tags that an object must have, by key
 * @param largerThan bytes, or null
 * @param smallerThan bytes, or null
 */
record Selection(String prefix, Map<String, String> tags, Long largerThan, Long smallerThan) {

  /** What a rule selects. */
  static Selection of(LifecycleRule rule) {
    LifecycleRuleFilter filter = rule.filter();
    if (filter == null) {
      return new Selection(orEmpty(rule.prefix()), Map.of(), null, null);
    }
    LifecycleRuleAndOperator and = filter.and();
    if (and != null) {
      return new Selection(
          orEmpty(and.prefix()),
          tags(and.tags()),
          and.objectSizeGreaterThan(),
          and.objectSizeLessThan());
    }
    return new Selection(
        orEmpty(filter.prefix()),
        filter.tag() == null ? Map.of() : tags(List.of(filter.tag())),
        filter.objectSizeGreaterThan(),
        filter.objectSizeLessThan());
  }

  private static String orEmpty(String prefix) {
    return prefix == null ? "" : prefix;
  }

  private static Map<String, String> tags(List<Tag> tags) {
    Map<String, String> byKey = new LinkedHashMap<>();
    if (tags != null) {
      for (Tag tag : tags) {
        byKey.put(tag.key(), tag.value());
      }
    }
    return byKey;
  }

  /** Whether it says how large objects are. */
  boolean hasSize() {
    return largerThan != null || smallerThan != null;
  }

  /** Whether the object is one of these. */
  boolean matches(String key, StoredObject object) {
    return mayMatch(key, object) && hasTags(object);
  }

  /** Whether the object is one of these if it gets the right tags. */
  boolean mayMatch(String key, StoredObject object) {
    if (!key.startsWith(prefix)) {
      return false;
    }
    if (object.deleteMarker()) {
      return !hasSize() && tags.isEmpty();
    }
    return (largerThan == null || object.size() > largerThan)
        && (smallerThan == null || object.size() < smallerThan);
  }

  private boolean hasTags(StoredObject object) {
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      if (!tag.getValue().equals(object.tags().get(tag.getKey()))) {
        return false;
      }
    }
    return true;
  }
}
