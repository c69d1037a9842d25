package io.nephele.services.sts;

import io.nephele.api.sts.Tag;
import io.nephele.core.identity.Session;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The tags of a session. Keys that differ in case alone are the same.
 *
 * @param tags all, by key
 * @param transitiveKeys the keys of those that the next session in a chain is given too
 * @param passed those that were passed in the request, which count for its packed size
 */
record SessionTags(
    Map<String, String> tags, Set<String> transitiveKeys, Map<String, String> passed) {
  private static final int MAX_TAGS = 50;

  /** No tags. */
  static final SessionTags NONE = new SessionTags(Map.of(), Set.of(), Map.of());

  /** The tags of a request, null if it has none, of a caller who hands nothing on. */
  static SessionTags of(List<Tag> tags) {
    return of(toMap(tags), List.of(), null);
  }

  /**
   * The tags of a request and those that the calling session hands on.
   *
   * @param calling the session of the credentials that made the request, or null
   * @throws io.nephele.model.AwsException if they are not in order or would change tags that are
   *     handed on
   */
  static SessionTags of(List<Tag> tags, List<String> transitiveKeys, Session calling) {
    return of(toMap(tags), transitiveKeys == null ? List.of() : transitiveKeys, calling);
  }

  /** As the other, of tags that are in a map already. */
  static SessionTags of(Map<String, String> passed, List<String> transitiveKeys, Session calling) {
    if (passed.size() > MAX_TAGS) {
      throw StsErrors.invalidParameter("A session can have at most " + MAX_TAGS + " tags.");
    }
    Set<String> inherited = calling == null ? Set.of() : lowerCase(calling.transitiveTagKeys());
    Set<String> names = new HashSet<>();
    for (String key : passed.keySet()) {
      String name = key.toLowerCase(Locale.ROOT);
      if (name.startsWith("aws:")) {
        throw StsErrors.invalidParameter(
            "Tag keys that begin with aws: are reserved for system use: " + key);
      }
      if (!names.add(name)) {
        throw duplicateKeys();
      }
      if (inherited.contains(name)) {
        throw StsErrors.invalidParameter(
            "One of the specified transitive tag keys can't be set because it conflicts with a"
                + " transitive tag key from the calling session.");
      }
    }
    if (!names.containsAll(lowerCase(transitiveKeys))) {
      throw StsErrors.invalidParameter(
          "The specified transitive tag key must be included in the requested tags.");
    }
    return combined(passed, transitiveKeys, calling);
  }

  private static SessionTags combined(
      Map<String, String> passed, List<String> transitiveKeys, Session calling) {
    Map<String, String> all = new LinkedHashMap<>();
    Set<String> transitive = new LinkedHashSet<>();
    if (calling != null) {
      for (String key : calling.transitiveTagKeys()) {
        all.put(key, calling.tags().get(key));
        transitive.add(key);
      }
    }
    all.putAll(passed);
    Set<String> handedOn = lowerCase(transitiveKeys);
    for (String key : passed.keySet()) { // in the case that the tag has, not that of the request
      if (handedOn.contains(key.toLowerCase(Locale.ROOT))) {
        transitive.add(key);
      }
    }
    return new SessionTags(all, transitive, passed);
  }

  private static Map<String, String> toMap(List<Tag> tags) {
    Map<String, String> map = new LinkedHashMap<>();
    if (tags != null) {
      for (Tag tag : tags) {
        if (map.put(tag.key(), tag.value()) != null) {
          throw duplicateKeys();
        }
      }
    }
    return map;
  }

  private static RuntimeException duplicateKeys() {
    return StsErrors.invalidParameter(
        "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
  }

  private static Set<String> lowerCase(Iterable<String> keys) {
    Set<String> names = new HashSet<>();
    for (String key : keys) {
      names.add(key.toLowerCase(Locale.ROOT));
    }
    return names;
  }
}
