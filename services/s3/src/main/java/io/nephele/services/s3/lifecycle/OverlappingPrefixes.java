package io.nephele.services.s3.lifecycle;

import io.nephele.api.s3.LifecycleRule;
import io.nephele.services.s3.S3Errors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Rules that name a prefix beside their actions, as in the first version of lifecycles: no two of
 * them may do the same to the same objects.
 */
final class OverlappingPrefixes {
  private OverlappingPrefixes() {}

  static void check(List<LifecycleRule> rules) {
    TreeSet<String> all = new TreeSet<>();
    Map<String, TreeSet<String>> byAction = new HashMap<>();
    for (LifecycleRule rule : rules) {
      if (!all.add(rule.prefix())) {
        throw S3Errors.invalidRequest("Found two rules with same prefix '" + rule.prefix() + "'");
      }
      add(byAction, "Expiration", rule.expiration(), rule);
      add(byAction, "Transition", rule.transitions(), rule);
      add(byAction, "NoncurrentVersionExpiration", rule.noncurrentVersionExpiration(), rule);
      add(byAction, "NoncurrentVersionTransition", rule.noncurrentVersionTransitions(), rule);
      add(byAction, "AbortIncompleteMultipartUpload", rule.abortIncompleteMultipartUpload(), rule);
    }
    byAction.forEach(OverlappingPrefixes::check);
  }

  private static void add(
      Map<String, TreeSet<String>> byAction, String action, Object given, LifecycleRule rule) {
    if (given != null) {
      byAction.computeIfAbsent(action, name -> new TreeSet<>()).add(rule.prefix());
    }
  }

  private static void check(String action, TreeSet<String> prefixes) {
    String before = null;
    for (String prefix : prefixes) {
      if (before != null && prefix.startsWith(before)) {
        throw S3Errors.invalidRequest(
            "Found overlapping prefixes '%s' and '%s' for same action type '%s'"
                .formatted(before, prefix, action));
      }
      before = prefix;
    }
  }
}
