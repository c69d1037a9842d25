package io.nephele.services.s3.lifecycle;

import io.nephele.api.s3.GetBucketLifecycleConfigurationOutput;
import io.nephele.api.s3.LifecycleRule;
import io.nephele.services.s3.lifecycle.Rule.Move;
import io.nephele.services.s3.lifecycle.Rule.OlderMove;
import io.nephele.services.s3.objects.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The rules that are in force in a bucket, and what they say of an object. All times are in
 * milliseconds since 1970.
 *
 * @param smallStay whether objects under 128 KB go to no other storage class at all, unless a rule
 *     speaks of sizes; else they go to archives
 */
record Rules(List<Rule> rules, boolean smallStay) {
  static final String SMALL_STAY = "all_storage_classes_128K";

  private static final long SMALL = 128 * 1024;

  /** What becomes of an object, and when. */
  sealed interface Fate {
    /** Nothing that is due. */
    record Stays() implements Fate {}

    /** It is removed by that rule. */
    record Expires(String ruleId) implements Fate {}

    /** It goes to that storage class. */
    record Moves(String storageClass) implements Fate {}
  }

  /** Nothing is due. */
  static final Fate STAYS = new Fate.Stays();

  /** A time and the rule that says so. */
  record Expiry(long time, String ruleId) {}

  /** The rules of a configuration that are enabled. */
  static Rules of(GetBucketLifecycleConfigurationOutput configuration) {
    List<Rule> enabled = new ArrayList<>();
    for (LifecycleRule rule : configuration.rules()) {
      if (rule.status().equals("Enabled")) {
        enabled.add(Rule.of(rule));
      }
    }
    return new Rules(
        enabled, SMALL_STAY.equals(configuration.transitionDefaultMinimumObjectSize()));
  }

  /** When a current object expires, and by which rule; null if never. */
  Expiry expiry(String key, StoredObject object) {
    Expiry first = null;
    for (Rule rule : rules) {
      if (rule.expiry() != null && rule.selection().matches(key, object)) {
        long due = rule.expiry().due(object.modifiedAt());
        if (first == null || due < first.time()) {
          first = new Expiry(due, rule.id());
        }
      }
    }
    return first;
  }

  /**
   * What is due of a current object.
   *
   * @param markers whether expiring leaves a delete marker, before which objects rather move
   */
  Fate fate(String key, StoredObject object, long now, boolean markers) {
    Expiry expiry = expiry(key, object);
    boolean expires = expiry != null && expiry.time() <= now;
    if (expires && !markers) {
      return new Fate.Expires(expiry.ruleId());
    }
    String storageClass = move(key, object, now);
    if (storageClass != null) {
      return new Fate.Moves(storageClass);
    }
    return expires ? new Fate.Expires(expiry.ruleId()) : STAYS;
  }

  /** The coldest storage class to which a current object is due, or null. */
  private String move(String key, StoredObject object, long now) {
    String coldest = null;
    for (Rule rule : rules) {
      if (rule.moves().isEmpty() || !rule.selection().matches(key, object)) {
        continue;
      }
      for (Move move : rule.moves()) {
        if (move.age().due(object.modifiedAt()) <= now) {
          coldest = colder(coldest, move.storageClass(), object, rule);
        }
      }
    }
    return coldest;
  }

  private String colder(String coldest, String candidate, StoredObject object, Rule rule) {
    boolean tooSmall =
        object.size() < SMALL
            && !rule.selection().hasSize()
            && StorageClasses.isForLargeObjects(candidate, smallStay);
    boolean colder =
        coldest == null || StorageClasses.coldness(candidate) > StorageClasses.coldness(coldest);
    return colder && !tooSmall && StorageClasses.canMove(object.storageClass(), candidate)
        ? candidate
        : coldest;
  }

  /**
   * What is due of a version that is not current.
   *
   * @param since when it ceased to be current
   * @param newer how many newer versions there are that are not current either
   */
  Fate olderFate(String key, StoredObject version, long since, long newer, long now) {
    String coldest = null;
    for (Rule rule : rules) {
      if (!rule.selection().matches(key, version)) {
        continue;
      }
      if (rule.olderExpiry() != null && isDue(rule.olderExpiry(), since, newer, now)) {
        return new Fate.Expires(rule.id());
      }
      for (OlderMove move : rule.olderMoves()) {
        if (!version.deleteMarker() && isDue(move.age(), since, newer, now)) {
          coldest = colder(coldest, move.storageClass(), version, rule);
        }
      }
    }
    return coldest == null ? STAYS : new Fate.Moves(coldest);
  }

  private static boolean isDue(Rule.OlderAge age, long since, long newer, long now) {
    return newer >= age.kept() && Midnights.after(since, age.days()) <= now;
  }

  /** Whether a current delete marker goes that has no version beneath it. */
  boolean expiresMarker(String key, StoredObject marker, long now) {
    for (Rule rule : rules) {
      boolean due =
          rule.expiresMarkers()
              ? Midnights.after(marker.modifiedAt(), 0) <= now
              : rule.expiry() != null && rule.expiry().due(marker.modifiedAt()) <= now;
      if (due && rule.selection().matches(key, marker)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The earliest time from which anything is due of a current object, whatever tags it gets; it may
   * be that nothing is.
   */
  long earliest(String key, StoredObject object) {
    long earliest = Long.MAX_VALUE;
    for (Rule rule : rules) {
      if (rule.concernsObjects() && rule.selection().mayMatch(key, object)) {
        if (rule.expiry() != null) {
          earliest = Math.min(earliest, rule.expiry().due(object.modifiedAt()));
        }
        for (Move move : rule.moves()) {
          if (StorageClasses.canMove(object.storageClass(), move.storageClass())) {
            earliest = Math.min(earliest, move.age().due(object.modifiedAt()));
          }
        }
      }
    }
    return earliest;
  }

  /** As the other, of a version that is not current, whatever versions come and go beside it. */
  long olderEarliest(String key, StoredObject version, long since) {
    long earliest = Long.MAX_VALUE;
    for (Rule rule : rules) {
      if (rule.selection().mayMatch(key, version)) {
        if (rule.olderExpiry() != null) {
          earliest = Math.min(earliest, Midnights.after(since, rule.olderExpiry().days()));
        }
        for (OlderMove move : rule.olderMoves()) {
          if (StorageClasses.canMove(version.storageClass(), move.storageClass())) {
            earliest = Math.min(earliest, Midnights.after(since, move.age().days()));
          }
        }
      }
    }
    return earliest;
  }

  /** The earliest time from which anything is due of what is made or changed now. */
  long earliest(long now) {
    long earliest = Long.MAX_VALUE;
    for (Rule rule : rules) {
      earliest = Math.min(earliest, rule.earliest(now));
    }
    return earliest;
  }

  /** The rule that aborts unfinished uploads of a key first, or null. */
  Rule abortRule(String key) {
    Rule first = null;
    for (Rule rule : rules) {
      if (rule.abortDays() > 0
          && key.startsWith(rule.selection().prefix())
          && (first == null || rule.abortDays() < first.abortDays())) {
        first = rule;
      }
    }
    return first;
  }

  /** The prefixes of the rules of a kind, none of which begins with another. */
  List<String> prefixes(Predicate<Rule> which) {
    TreeSet<String> all = new TreeSet<>();
    for (Rule rule : rules) {
      if (which.test(rule)) {
        all.add(rule.selection().prefix());
      }
    }
    List<String> shortest = new ArrayList<>();
    for (String prefix : all) {
      if (shortest.isEmpty() || !prefix.startsWith(shortest.getLast())) {
        shortest.add(prefix);
      }
    }
    return shortest;
  }
}
