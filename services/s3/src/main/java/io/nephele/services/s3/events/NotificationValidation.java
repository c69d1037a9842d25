package io.nephele.services.s3.events;

import static io.nephele.services.s3.S3Errors.invalidArgument;

import io.nephele.api.s3.FilterRule;
import io.nephele.api.s3.NotificationConfigurationFilter;
import io.nephele.core.arn.Arn;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.buckets.Bucket;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What S3 demands of notification configurations before it asks the destinations. */
final class NotificationValidation {
  private static final int LONGEST_VALUE = 1024;
  private static final int LONGEST_ID = 255;

  private static final Set<String> EVENTS =
      Set.of(
          "s3:ReducedRedundancyLostObject",
          "s3:ObjectCreated:*",
          "s3:ObjectCreated:Put",
          "s3:ObjectCreated:Post",
          "s3:ObjectCreated:Copy",
          "s3:ObjectCreated:CompleteMultipartUpload",
          "s3:ObjectRemoved:*",
          "s3:ObjectRemoved:Delete",
          "s3:ObjectRemoved:DeleteMarkerCreated",
          "s3:ObjectRestore:*",
          "s3:ObjectRestore:Post",
          "s3:ObjectRestore:Completed",
          "s3:ObjectRestore:Delete",
          "s3:Replication:*",
          "s3:Replication:OperationFailedReplication",
          "s3:Replication:OperationNotTracked",
          "s3:Replication:OperationMissedThreshold",
          "s3:Replication:OperationReplicatedAfterThreshold",
          "s3:LifecycleTransition",
          "s3:IntelligentTiering",
          "s3:ObjectAcl:Put",
          "s3:LifecycleExpiration:*",
          "s3:LifecycleExpiration:Delete",
          "s3:LifecycleExpiration:DeleteMarkerCreated",
          "s3:ObjectTagging:*",
          "s3:ObjectTagging:Put",
          "s3:ObjectTagging:Delete");

  private NotificationValidation() {}

  static void check(List<Target> targets, Bucket bucket) {
    Set<String> ids = new HashSet<>();
    for (Target target : targets) {
      if (target.arn() == null || target.events() == null || target.events().isEmpty()) {
        throw S3Errors.malformedXml();
      }
      if (target.id() != null && target.id().length() > LONGEST_ID) {
        throw invalidArgument("ID length should not exceed allowed limit of 255");
      }
      if (target.id() != null && !ids.add(target.id())) {
        throw invalidArgument("Same ID used for multiple configurations. IDs must be unique");
      }
      for (String event : target.events()) {
        if (!EVENTS.contains(event)) {
          throw invalidArgument(
              "The event '" + event + "' is not supported for notifications", "Event", event);
        }
      }
      checkArn(target, bucket);
    }
    for (int i = 0; i < targets.size(); i++) {
      for (int j = 0; j < i; j++) {
        checkOverlap(targets.get(i), targets.get(j));
      }
    }
  }

  private static void checkArn(Target target, Bucket bucket) {
    Arn arn = Arn.parse(target.arn());
    String service =
        switch (target.kind()) {
          case QUEUE -> "sqs";
          case TOPIC -> "sns";
          case FUNCTION -> "lambda";
        };
    if (arn == null || !arn.service().equals(service) || arn.account().isEmpty()) {
      throw invalidArgument("The ARN is not well formed", target.kind().element(), target.arn());
    }
    if (!arn.region().equals(bucket.region())) {
      throw invalidArgument(
          "The notification destination service region is not valid for the bucket location"
              + " constraint",
          target.kind().element(),
          target.arn());
    }
  }

  private static void checkOverlap(Target one, Target other) {
    if (!one.sharesEvent(other) || !one.sharesKeys(other)) {
      return;
    }
    throw invalidArgument(
        one.isUnfiltered() || other.isUnfiltered()
            ? "Configurations overlap. Configurations on the same bucket cannot share a common"
                + " event type."
            : "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules"
                + " if the prefixes are overlapping for the same event type.");
  }

  /** At most one prefix and one suffix. */
  static void check(NotificationConfigurationFilter filter) {
    if (filter == null || filter.key() == null || filter.key().filterRules() == null) {
      return;
    }
    Set<String> names = new HashSet<>();
    for (FilterRule rule : filter.key().filterRules()) {
      boolean known =
          "prefix".equalsIgnoreCase(rule.name()) || "suffix".equalsIgnoreCase(rule.name());
      if (!known) {
        throw invalidArgument(
            "filter rule name must be either prefix or suffix", "FilterRule.Name", rule.name());
      }
      if (!names.add(name(rule))) {
        throw invalidArgument(
            "Cannot specify more than one "
                + rule.name().toLowerCase(java.util.Locale.ROOT)
                + " rule in a filter.",
            "FilterRule.Name",
            rule.name());
      }
      if (rule.value() != null
          && rule.value().getBytes(StandardCharsets.UTF_8).length > LONGEST_VALUE) {
        throw invalidArgument(
            "Size of filter rule value cannot exceed 1024 bytes in UTF-8 representation",
            "FilterRule.Value",
            rule.value());
      }
    }
  }

  /** The name as S3 gives it back. */
  static String name(FilterRule rule) {
    return "prefix".equalsIgnoreCase(rule.name()) ? "Prefix" : "Suffix";
  }
}
