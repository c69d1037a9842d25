package io.nephele.services.s3.replication;

import static io.nephele.services.s3.S3Errors.invalidArgument;
import static io.nephele.services.s3.S3Errors.invalidRequest;
import static io.nephele.services.s3.S3Errors.malformedXml;

import io.nephele.api.s3.Destination;
import io.nephele.api.s3.ReplicationConfiguration;
import io.nephele.api.s3.ReplicationRule;
import io.nephele.api.s3.ReplicationRuleAndOperator;
import io.nephele.api.s3.ReplicationRuleFilter;
import io.nephele.api.s3.ReplicationTime;
import io.nephele.api.s3.SourceSelectionCriteria;
import io.nephele.core.arn.Arn;
import io.nephele.services.s3.S3Errors;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What S3 demands of replication configurations by themselves, in its words. */
final class ReplicationValidation {
  private static final int MOST_RULES = 1000;
  private static final int LONGEST_ID = 255;
  private static final int MINUTES = 15;
  private static final String SCHEMA =
      " for this version of Cross Region Replication configuration schema. Please refer to S3"
          + " Developer Guide for more information.";
  private static final Set<String> STORAGE_CLASSES =
      Set.of(
          "STANDARD",
          "REDUCED_REDUNDANCY",
          "STANDARD_IA",
          "ONEZONE_IA",
          "INTELLIGENT_TIERING",
          "GLACIER",
          "DEEP_ARCHIVE",
          "GLACIER_IR");

  private ReplicationValidation() {}

  static void check(ReplicationConfiguration configuration) {
    if (configuration == null || configuration.role() == null) {
      throw malformedXml();
    }
    List<ReplicationRule> rules = configuration.rules();
    if (rules == null || rules.isEmpty()) {
      throw malformedXml();
    }
    if (rules.size() > MOST_RULES) {
      throw invalidRequest("The number of replication rules must not exceed the limit of 1000");
    }
    Arn role = Arn.parse(configuration.role());
    if (role == null || !role.service().equals("iam") || !role.resource().startsWith("role/")) {
      throw invalidArgument("Invalid role ARN", "Role", configuration.role());
    }
    rules.forEach(ReplicationValidation::checkForm);
    Set<String> ids = new HashSet<>();
    Set<Integer> priorities = new HashSet<>();
    for (ReplicationRule rule : rules) {
      if (rule.id() != null && rule.id().length() > LONGEST_ID) {
        throw invalidArgument("ID length should not exceed allowed limit of 255");
      }
      if (rule.id() != null && !rule.id().isEmpty() && !ids.add(rule.id())) {
        throw invalidArgument("Rule ID must be unique. Found same ID for more than one rule");
      }
      checkVersion(rule);
      if (rule.priority() != null && !priorities.add(rule.priority())) {
        throw invalidRequest("Found duplicate priority " + rule.priority());
      }
      checkRule(rule);
    }
  }

  private static boolean isStatus(String status) {
    return "Enabled".equals(status) || "Disabled".equals(status);
  }

  private static void checkForm(ReplicationRule rule) {
    Destination destination = rule.destination();
    boolean malformed =
        !isStatus(rule.status())
            || destination == null
            || destination.bucket() == null
            || rule.filter() != null && rule.prefix() != null
            || rule.filter() == null && rule.prefix() == null
            || rule.filter() != null && isMalformed(rule.filter())
            || destination.storageClass() != null
                && !STORAGE_CLASSES.contains(destination.storageClass())
            || destination.accessControlTranslation() != null
                && !"Destination".equals(destination.accessControlTranslation().owner())
            || rule.deleteMarkerReplication() != null
                && !isStatus(rule.deleteMarkerReplication().status());
    SourceSelectionCriteria criteria = rule.sourceSelectionCriteria();
    if (criteria != null) {
      malformed |=
          criteria.sseKmsEncryptedObjects() != null
              && !isStatus(criteria.sseKmsEncryptedObjects().status());
      malformed |=
          criteria.replicaModifications() != null
              && !isStatus(criteria.replicaModifications().status());
    }
    if (malformed) {
      throw malformedXml();
    }
  }

  private static boolean isMalformed(ReplicationRuleFilter filter) {
    int given =
        (filter.prefix() == null ? 0 : 1)
            + (filter.tag() == null ? 0 : 1)
            + (filter.and() == null ? 0 : 1);
    ReplicationRuleAndOperator and = filter.and();
    boolean tooFew =
        and != null
            && (and.prefix() == null ? 0 : 1) + (and.tags() == null ? 0 : and.tags().size()) < 2;
    return given > 1 || tooFew;
  }

  /** The two forms of rules do not mix. */
  private static void checkVersion(ReplicationRule rule) {
    if (rule.filter() != null) {
      if (rule.priority() == null) {
        throw invalidRequest("Priority must be specified" + SCHEMA);
      }
      if (rule.deleteMarkerReplication() == null) {
        throw invalidRequest("DeleteMarkerReplication must be specified" + SCHEMA);
      }
      return;
    }
    if (rule.priority() != null) {
      throw invalidRequest("Priority cannot be used" + SCHEMA);
    }
    if (rule.deleteMarkerReplication() != null) {
      throw invalidRequest("DeleteMarkerReplication cannot be used" + SCHEMA);
    }
  }

  private static void checkRule(ReplicationRule rule) {
    boolean markers =
        rule.deleteMarkerReplication() != null
            && "Enabled".equals(rule.deleteMarkerReplication().status());
    if (markers && !ReplicationRules.tags(rule.filter()).isEmpty()) {
      throw invalidRequest(
          "Delete marker replication is not supported if any Tag filter is specified. Please refer"
              + " to S3 Developer Guide for more information.");
    }
    if (rule.existingObjectReplication() != null
        && "Enabled".equals(rule.existingObjectReplication().status())) {
      throw S3Errors.notImplemented(
          "ExistingObjectReplication; a job of S3 Batch Operations replicates existing objects");
    }
    Destination destination = rule.destination();
    if (ReplicationRules.bucketName(destination.bucket()) == null) {
      throw invalidArgument("Invalid bucket ARN", "Bucket", destination.bucket());
    }
    if (destination.accessControlTranslation() != null && destination.account() == null) {
      throw invalidRequest(
          "Account must be specified in the Destination if AccessControlTranslation is specified");
    }
    checkEncryption(rule);
    checkTime(destination);
  }

  private static void checkEncryption(ReplicationRule rule) {
    SourceSelectionCriteria criteria = rule.sourceSelectionCriteria();
    boolean kms = criteria != null && criteria.sseKmsEncryptedObjects() != null;
    boolean enabled = kms && "Enabled".equals(criteria.sseKmsEncryptedObjects().status());
    boolean key =
        rule.destination().encryptionConfiguration() != null
            && rule.destination().encryptionConfiguration().replicaKmsKeyID() != null;
    if (enabled && !key) {
      throw invalidRequest(
          "ReplicaKmsKeyID must be specified if SseKmsEncryptedObjects tag is present.");
    }
    if (key && !kms) {
      throw invalidRequest(
          "SseKmsEncryptedObjects must be specified if EncryptionConfiguration is present.");
    }
  }

  private static void checkTime(Destination destination) {
    ReplicationTime time = destination.replicationTime();
    if (time == null) {
      return;
    }
    if (!isStatus(time.status()) || time.time() == null || time.time().minutes() == null) {
      throw malformedXml();
    }
    if (time.time().minutes() != MINUTES) {
      throw invalidRequest("ReplicationTime Minutes must be 15");
    }
    if ("Enabled".equals(time.status()) && destination.metrics() == null) {
      throw invalidRequest("Metrics must be specified if ReplicationTime is enabled");
    }
  }
}
