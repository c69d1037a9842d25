package io.nephele.services.s3.replication;

import io.nephele.api.s3.Destination;
import io.nephele.api.s3.ReplicationConfiguration;
import io.nephele.api.s3.ReplicationRule;
import io.nephele.api.s3.ReplicationRuleFilter;
import io.nephele.api.s3.SourceSelectionCriteria;
import io.nephele.api.s3.Tag;
import io.nephele.services.s3.objects.StoredObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules of a bucket that are enabled.
 *
 * @param roleArn the role in whose name S3 replicates
 */
record ReplicationRules(String roleArn, List<Rule> rules) {
  private static final String ENABLED = "Enabled";
  private static final String BUCKET = ":s3:::";

  /**
   * A rule.
   *
   * @param tags that an object must have
   * @param markers whether delete markers are replicated, too
   * @param kms whether objects under KMS keys are replicated, too
   * @param modifications whether changes of replicas' metadata are replicated
   * @param bucket the destination's name
   * @param storageClass of the replicas, or null for the objects' own
   * @param takesOwnership whether replicas belong to the owner of the destination
   * @param kmsKeyId the KMS key of replicas, or null
   * @param metrics whether CloudWatch is told how it goes
   */
  record Rule(
      String id,
      int priority,
      String prefix,
      Map<String, String> tags,
      boolean markers,
      boolean kms,
      boolean modifications,
      String bucket,
      String storageClass,
      boolean takesOwnership,
      String kmsKeyId,
      boolean metrics) {

    private boolean matches(String key, StoredObject object) {
      if (!key.startsWith(prefix)) {
        return false;
      }
      if (object.deleteMarker()) {
        return markers;
      }
      boolean underKms = object.encryption() != null && object.encryption().kmsKeyArn() != null;
      if (underKms && !kms) {
        return false;
      }
      for (Map.Entry<String, String> tag : tags.entrySet()) {
        if (!tag.getValue().equals(object.tags().get(tag.getKey()))) {
          return false;
        }
      }
      return true;
    }
  }

  static ReplicationRules of(ReplicationConfiguration configuration) {
    List<Rule> enabled = new ArrayList<>();
    for (ReplicationRule rule : configuration.rules()) {
      if (rule.status().equals(ENABLED)) {
        enabled.add(rule(rule));
      }
    }
    return new ReplicationRules(configuration.role(), enabled);
  }

  private static Rule rule(ReplicationRule rule) {
    Destination destination = rule.destination();
    SourceSelectionCriteria criteria = rule.sourceSelectionCriteria();
    return new Rule(
        rule.id(),
        rule.priority() == null ? 0 : rule.priority(),
        prefix(rule),
        tags(rule.filter()),
        // Rules of the first version replicate delete markers always.
        rule.filter() == null || ENABLED.equals(rule.deleteMarkerReplication().status()),
        criteria != null
            && criteria.sseKmsEncryptedObjects() != null
            && ENABLED.equals(criteria.sseKmsEncryptedObjects().status()),
        criteria != null
            && criteria.replicaModifications() != null
            && ENABLED.equals(criteria.replicaModifications().status()),
        bucketName(destination.bucket()),
        destination.storageClass(),
        destination.accessControlTranslation() != null,
        destination.encryptionConfiguration() == null
            ? null
            : destination.encryptionConfiguration().replicaKmsKeyID(),
        destination.metrics() != null && ENABLED.equals(destination.metrics().status()));
  }

  /** The name of the bucket of an ARN, or null if it is no bucket's. */
  static String bucketName(String arn) {
    int at = arn.indexOf(BUCKET);
    boolean bucket = arn.startsWith("arn:") && at > 0 && arn.indexOf('/') < 0;
    return bucket ? arn.substring(at + BUCKET.length()) : null;
  }

  private static String prefix(ReplicationRule rule) {
    ReplicationRuleFilter filter = rule.filter();
    String prefix;
    if (filter == null) {
      prefix = rule.prefix();
    } else {
      prefix = filter.and() == null ? filter.prefix() : filter.and().prefix();
    }
    return prefix == null ? "" : prefix;
  }

  static Map<String, String> tags(ReplicationRuleFilter filter) {
    Map<String, String> tags = new LinkedHashMap<>();
    if (filter != null && filter.tag() != null) {
      tags.put(filter.tag().key(), filter.tag().value());
    }
    if (filter != null && filter.and() != null && filter.and().tags() != null) {
      for (Tag tag : filter.and().tags()) {
        tags.put(tag.key(), tag.value());
      }
    }
    return tags;
  }

  /** The rules by which a version is replicated: to each destination that of highest priority. */
  Collection<Rule> of(String key, StoredObject version) {
    Map<String, Rule> byDestination = new LinkedHashMap<>();
    for (Rule rule : rules) {
      if (rule.matches(key, version)) {
        byDestination.merge(
            rule.bucket, rule, (one, other) -> other.priority > one.priority ? other : one);
      }
    }
    return byDestination.values();
  }
}
