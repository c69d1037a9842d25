package io.nephele.services.s3.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.LifecycleRuleFilter;
import software.amazon.awssdk.services.s3.model.NoncurrentVersionTransition;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Transition;

/**
 * What rules do to a bucket, said as plainly as can be: every midnight every version is looked at.
 */
final class LifecycleModel {
  static final long DAY = 86_400_000;

  /** A version; the newest of a key come first. */
  static final class Version {
    final String id;
    final long modifiedAt;
    final int size;
    final boolean marker;
    String storageClass = "STANDARD";
    String tag;

    Version(String id, long modifiedAt, int size, boolean marker, String tag) {
      this.id = id;
      this.modifiedAt = modifiedAt;
      this.size = size;
      this.marker = marker;
      this.tag = tag;
    }
  }

  final Map<String, List<Version>> keys = new TreeMap<>();
  List<LifecycleRule> rules = List.of();
  boolean versioned;

  List<Version> of(String key) {
    return keys.computeIfAbsent(key, name -> new ArrayList<>());
  }

  void put(String key, Version version) {
    if (!versioned) {
      of(key).clear();
    }
    of(key).addFirst(version);
  }

  /** Does at a midnight what is due then. */
  void midnight(long now) {
    keys.forEach((key, versions) -> midnight(key, versions, now));
  }

  private void midnight(String key, List<Version> versions, long now) {
    if (versions.isEmpty()) {
      return;
    }
    List<Version> before = List.copyOf(versions);
    Version current = before.getFirst();
    if (current.marker) {
      if (before.size() == 1 && markerExpires(key, current, now)) {
        versions.clear();
      }
    } else {
      current(key, versions, current, now);
    }
    for (int i = 1; i < before.size(); i++) {
      older(key, versions, before.get(i), before.get(i - 1).modifiedAt, i - 1, now);
    }
  }

  private static long due(long since, int days) {
    return (since / DAY + days + 1) * DAY;
  }

  private void current(String key, List<Version> versions, Version current, long now) {
    boolean expires = false;
    String colder = null;
    for (LifecycleRule rule : rules) {
      if (!matches(rule, key, current)) {
        continue;
      }
      if (rule.expiration() != null && rule.expiration().days() != null) {
        expires |= due(current.modifiedAt, rule.expiration().days()) <= now;
      }
      for (Transition transition : rule.transitions()) {
        if (due(current.modifiedAt, transition.days()) <= now) {
          colder = colder(colder, transition.storageClassAsString());
        }
      }
    }
    boolean moves = colder != null && coldness(colder) > coldness(current.storageClass);
    if (expires && !versioned) {
      versions.remove(current);
    } else if (moves) {
      current.storageClass = colder;
    } else if (expires) {
      versions.addFirst(new Version("?", now, 0, true, null));
    }
  }

  private void older(
      String key, List<Version> versions, Version version, long since, int newer, long now) {
    String colder = null;
    for (LifecycleRule rule : rules) {
      if (!matches(rule, key, version)) {
        continue;
      }
      var expiration = rule.noncurrentVersionExpiration();
      if (expiration != null
          && due(since, expiration.noncurrentDays()) <= now
          && newer >= orZero(expiration.newerNoncurrentVersions())) {
        versions.remove(version);
      }
      for (NoncurrentVersionTransition transition : rule.noncurrentVersionTransitions()) {
        if (due(since, transition.noncurrentDays()) <= now
            && newer >= orZero(transition.newerNoncurrentVersions())) {
          colder = colder(colder, transition.storageClassAsString());
        }
      }
    }
    if (colder != null && !version.marker && coldness(colder) > coldness(version.storageClass)) {
      version.storageClass = colder;
    }
  }

  private static int orZero(Integer number) {
    return number == null ? 0 : number;
  }

  private boolean markerExpires(String key, Version marker, long now) {
    for (LifecycleRule rule : rules) {
      var expiration = rule.expiration();
      if (expiration == null || !matches(rule, key, marker)) {
        continue;
      }
      int days = expiration.days() == null ? 0 : expiration.days();
      if (due(marker.modifiedAt, days) <= now) {
        return true;
      }
    }
    return false;
  }

  private static int coldness(String storageClass) {
    return List.of("STANDARD", "GLACIER", "DEEP_ARCHIVE").indexOf(storageClass);
  }

  private static String colder(String one, String other) {
    return one == null || coldness(other) > coldness(one) ? other : one;
  }

  private static boolean matches(LifecycleRule rule, String key, Version version) {
    LifecycleRuleFilter filter = rule.filter();
    String prefix = filter.and() == null ? filter.prefix() : filter.and().prefix();
    Tag tag = filter.tag();
    Long larger =
        filter.and() == null
            ? filter.objectSizeGreaterThan()
            : filter.and().objectSizeGreaterThan();
    if (prefix != null && !key.startsWith(prefix)) {
      return false;
    }
    if (tag != null && !tag.value().equals(version.tag)) {
      return false;
    }
    return larger == null || !version.marker && version.size > larger;
  }
}
