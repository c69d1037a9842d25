package io.nephele.services.s3.lifecycle;

import static io.nephele.services.s3.S3Errors.invalidArgument;
import static io.nephele.services.s3.S3Errors.invalidRequest;

import io.nephele.api.s3.LifecycleExpiration;
import io.nephele.api.s3.LifecycleRule;
import io.nephele.api.s3.NoncurrentVersionTransition;
import io.nephele.api.s3.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What S3 demands of the transitions of lifecycle rules, in its words. */
final class TransitionValidation {
  private TransitionValidation() {}

  private record Step(String storageClass, Integer days) {}

  static void check(LifecycleRule rule, List<Transition> transitions) {
    boolean days = false;
    boolean dates = false;
    List<Step> steps = new ArrayList<>();
    for (Transition transition : transitions) {
      LifecycleValidation.checkMidnight(transition.date());
      checkDays(transition.days(), transition.storageClass(), "Days", "Transition");
      days |= transition.days() != null;
      dates |= transition.date() != null;
      steps.add(new Step(transition.storageClass(), transition.days()));
    }
    checkClasses(rule, steps, "Transition");
    if (days && dates) {
      throw invalidRequest(
          "Found mixed 'Date' and 'Days' based Transition actions in lifecycle rule for "
              + FilterValidation.describe(rule));
    }
    if (days) {
      checkOrder(rule, steps, "Days", "Transition");
    } else {
      checkDates(rule, transitions);
    }
    checkExpiration(rule, transitions, days);
  }

  static void checkOlder(LifecycleRule rule, List<NoncurrentVersionTransition> transitions) {
    String action = "NoncurrentVersionTransition";
    List<Step> steps = new ArrayList<>();
    for (NoncurrentVersionTransition transition : transitions) {
      checkDays(transition.noncurrentDays(), transition.storageClass(), "NoncurrentDays", action);
      LifecycleValidation.checkKept(rule, transition.newerNoncurrentVersions(), action);
      steps.add(new Step(transition.storageClass(), transition.noncurrentDays()));
    }
    checkClasses(rule, steps, action);
    checkOrder(rule, steps, "NoncurrentDays", action);
    if (rule.noncurrentVersionExpiration() == null) {
      return;
    }
    for (Step step : steps) {
      if (rule.noncurrentVersionExpiration().noncurrentDays() <= step.days) {
        throw invalidArgument(
            "'NoncurrentDays' in the NoncurrentVersionExpiration action for "
                + FilterValidation.describe(rule)
                + " must be greater than 'NoncurrentDays' in the NoncurrentVersionTransition"
                + " action");
      }
    }
  }

  private static void checkDays(Integer days, String storageClass, String name, String action) {
    if (days == null) {
      return;
    }
    if (days < 0) {
      throw invalidArgument("'" + name + "' in " + action + " action must be nonnegative");
    }
    int fewest = StorageClasses.fewestDays(storageClass);
    if (days < fewest) {
      throw invalidArgument(
          "'%s' in %s action must be greater than or equal to %d for storageClass '%s'"
              .formatted(name, action, fewest, storageClass));
    }
  }

  private static void checkClasses(LifecycleRule rule, List<Step> steps, String action) {
    Set<String> classes = new HashSet<>();
    for (Step step : steps) {
      if (!classes.add(step.storageClass)) {
        throw invalidRequest(
            "'StorageClass' must be different for '"
                + action
                + "' actions in same 'Rule' with "
                + FilterValidation.describe(rule));
      }
    }
  }

  /** Objects go from warmer to colder classes and stay in each for a while. */
  private static void checkOrder(LifecycleRule rule, List<Step> steps, String name, String action) {
    steps.sort(Comparator.comparingInt(step -> StorageClasses.coldness(step.storageClass)));
    for (int i = 1; i < steps.size(); i++) {
      Step warmer = steps.get(i - 1);
      Step colder = steps.get(i);
      int least = StorageClasses.fewestDaysIn(warmer.storageClass);
      if ((long) colder.days - warmer.days < least) {
        throw invalidArgument(
            "'%1$s' in the %2$s action for StorageClass '%3$s' for %4$s must be %5$s than '%1$s' in the %2$s action for StorageClass '%6$s' for %4$s"
                .formatted(
                    name,
                    action,
                    colder.storageClass,
                    FilterValidation.describe(rule),
                    least == 1 ? "greater" : least + " days more",
                    warmer.storageClass));
      }
    }
  }

  private static void checkDates(LifecycleRule rule, List<Transition> transitions) {
    List<Transition> steps = new ArrayList<>(transitions);
    steps.sort(Comparator.comparingInt(step -> StorageClasses.coldness(step.storageClass())));
    for (int i = 1; i < steps.size(); i++) {
      Transition warmer = steps.get(i - 1);
      Transition colder = steps.get(i);
      if (!colder.date().isAfter(warmer.date())) {
        throw invalidArgument(
            "'Date' in the Transition action for StorageClass '%s' for %s must be later than 'Date' in the Transition action for StorageClass '%s' for %s"
                .formatted(
                    colder.storageClass(),
                    FilterValidation.describe(rule),
                    warmer.storageClass(),
                    FilterValidation.describe(rule)));
      }
    }
  }

  /** Objects expire after they have gone everywhere. */
  private static void checkExpiration(
      LifecycleRule rule, List<Transition> transitions, boolean days) {
    LifecycleExpiration expiration = rule.expiration();
    if (expiration == null || expiration.expiredObjectDeleteMarker() != null) {
      return;
    }
    if ((expiration.days() != null) != days) {
      throw invalidRequest(
          "Found mixed 'Date' and 'Days' based Expiration and Transition actions in lifecycle rule"
              + " for "
              + FilterValidation.describe(rule));
    }
    for (Transition transition : transitions) {
      if (days && expiration.days() <= transition.days()) {
        throw invalidArgument(
            "'Days' in the Expiration action for "
                + FilterValidation.describe(rule)
                + " must be greater than 'Days' in the Transition action");
      }
      Instant date = transition.date();
      if (!days && !expiration.date().isAfter(date)) {
        throw invalidArgument(
            "'Date' in the Expiration action for "
                + FilterValidation.describe(rule)
                + " must be later than 'Date' in the Transition action");
      }
    }
  }
}
