package io.nephele.services.s3.lifecycle;

import static io.nephele.services.s3.S3Errors.invalidArgument;
import static io.nephele.services.s3.S3Errors.invalidRequest;
import static io.nephele.services.s3.S3Errors.malformedXml;

import io.nephele.api.s3.LifecycleExpiration;
import io.nephele.api.s3.LifecycleRule;
import io.nephele.api.s3.NoncurrentVersionExpiration;
import io.nephele.api.s3.NoncurrentVersionTransition;
import io.nephele.api.s3.Transition;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What S3 demands of lifecycle rules, in its words. */
final class LifecycleValidation {
  private static final int MOST_RULES = 1000;
  private static final int LONGEST_ID = 255;
  private static final int MOST_KEPT = 100;

  private LifecycleValidation() {}

  static void check(List<LifecycleRule> rules) {
    if (rules == null || rules.isEmpty()) {
      throw malformedXml();
    }
    if (rules.size() > MOST_RULES) {
      throw invalidRequest("Number of lifecycle rules must not exceed allowed limit of 1000 rules");
    }
    for (LifecycleRule rule : rules) {
      checkForm(rule);
    }
    Set<String> ids = new HashSet<>();
    boolean filters = rules.stream().anyMatch(rule -> rule.filter() != null);
    for (LifecycleRule rule : rules) {
      if (filters && rule.filter() == null) {
        throw invalidRequest(
            "Base level prefix cannot be used in Lifecycle V2, prefixes are only supported in the"
                + " Filter.");
      }
      if (rule.id() != null && rule.id().length() > LONGEST_ID) {
        throw invalidArgument("ID length should not exceed allowed limit of 255");
      }
      if (rule.id() != null && !rule.id().isEmpty() && !ids.add(rule.id())) {
        throw invalidArgument("Rule ID must be unique. Found same ID for more than one rule");
      }
      checkRule(rule);
    }
    if (!filters) {
      OverlappingPrefixes.check(rules);
    }
  }

  /** What the schema of the document says. */
  private static void checkForm(LifecycleRule rule) {
    boolean known = "Enabled".equals(rule.status()) || "Disabled".equals(rule.status());
    if (!known || (rule.filter() == null) == (rule.prefix() == null)) {
      throw malformedXml();
    }
    if (rule.filter() != null) {
      FilterValidation.checkForm(rule.filter());
    }
    checkForm(rule.expiration());
    if (rule.transitions() != null) {
      for (Transition transition : rule.transitions()) {
        checkStorageClass(transition.storageClass());
        if ((transition.days() == null) == (transition.date() == null)) {
          throw malformedXml();
        }
      }
    }
    if (rule.noncurrentVersionTransitions() != null) {
      for (NoncurrentVersionTransition transition : rule.noncurrentVersionTransitions()) {
        checkStorageClass(transition.storageClass());
        require(transition.noncurrentDays());
      }
    }
    if (rule.noncurrentVersionExpiration() != null) {
      require(rule.noncurrentVersionExpiration().noncurrentDays());
    }
    if (rule.abortIncompleteMultipartUpload() != null) {
      require(rule.abortIncompleteMultipartUpload().daysAfterInitiation());
    }
  }

  private static void checkForm(LifecycleExpiration expiration) {
    if (expiration != null) {
      int given =
          (expiration.days() == null ? 0 : 1)
              + (expiration.date() == null ? 0 : 1)
              + (expiration.expiredObjectDeleteMarker() == null ? 0 : 1);
      if (given != 1) {
        throw malformedXml();
      }
    }
  }

  private static void checkStorageClass(String storageClass) {
    if (storageClass == null || !StorageClasses.isTarget(storageClass)) {
      throw malformedXml();
    }
  }

  private static void require(Integer days) {
    if (days == null) {
      throw malformedXml();
    }
  }

  private static void checkRule(LifecycleRule rule) {
    boolean acts =
        rule.expiration() != null
            || isGiven(rule.transitions())
            || isGiven(rule.noncurrentVersionTransitions())
            || rule.noncurrentVersionExpiration() != null
            || rule.abortIncompleteMultipartUpload() != null;
    if (!acts) {
      throw invalidRequest("At least one action needs to be specified in a rule");
    }
    FilterValidation.check(rule);
    checkExpiration(rule);
    if (rule.noncurrentVersionExpiration() != null) {
      checkOlderExpiration(rule, rule.noncurrentVersionExpiration());
    }
    if (rule.abortIncompleteMultipartUpload() != null
        && rule.abortIncompleteMultipartUpload().daysAfterInitiation() <= 0) {
      throw invalidArgument(
          "'DaysAfterInitiation' for AbortIncompleteMultipartUpload action must be a positive"
              + " integer");
    }
    if (isGiven(rule.transitions())) {
      TransitionValidation.check(rule, rule.transitions());
    }
    if (isGiven(rule.noncurrentVersionTransitions())) {
      TransitionValidation.checkOlder(rule, rule.noncurrentVersionTransitions());
    }
  }

  private static boolean isGiven(List<?> list) {
    return list != null && !list.isEmpty();
  }

  private static void checkExpiration(LifecycleRule rule) {
    LifecycleExpiration expiration = rule.expiration();
    if (expiration == null) {
      return;
    }
    if (expiration.days() != null && expiration.days() <= 0) {
      throw invalidArgument("'Days' for Expiration action must be a positive integer");
    }
    checkMidnight(expiration.date());
  }

  static void checkMidnight(Instant date) {
    if (date != null && !Midnights.isMidnight(date.toEpochMilli())) {
      throw invalidArgument("'Date' must be at midnight GMT");
    }
  }

  private static void checkOlderExpiration(
      LifecycleRule rule, NoncurrentVersionExpiration expiration) {
    if (expiration.noncurrentDays() <= 0) {
      throw invalidArgument(
          "'NoncurrentDays' for NoncurrentVersionExpiration action must be a positive integer");
    }
    checkKept(rule, expiration.newerNoncurrentVersions(), "NoncurrentVersionExpiration");
  }

  static void checkKept(LifecycleRule rule, Integer kept, String action) {
    if (kept == null) {
      return;
    }
    if (rule.filter() == null) {
      throw invalidRequest("NewerNoncurrentVersions element can only be used in Lifecycle V2.");
    }
    if (kept <= 0) {
      throw invalidArgument(
          "'NewerNoncurrentVersions' for " + action + " action must be a positive integer");
    }
    if (kept > MOST_KEPT) {
      throw invalidArgument(
          "'NewerNoncurrentVersions' for "
              + action
              + " action must be less than or equal to "
              + MOST_KEPT);
    }
  }
}
