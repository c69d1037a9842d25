package io.nephele.services.secretsmanager;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Makes a changed secret of another one, or a new one. */
final class SecretBuilder {
  private final String partition;
  private final String accountId;
  private String region;
  private final String name;
  private String suffix;
  private String description;
  private String kmsKeyId;
  private final Instant created;
  private Instant changed;
  private Instant accessed;
  private Instant deleted;
  private Instant deletion;
  private Map<String, String> tags;
  private String policy;
  private String primaryRegion;
  private List<Replica> replicas;
  private Rotation rotation;
  private String owningService;

  /** A secret that has nothing yet. */
  SecretBuilder(String partition, String accountId, String region, String name, Instant created) {
    this.partition = partition;
    this.accountId = accountId;
    this.region = region;
    this.name = name;
    this.created = created;
    this.changed = created;
    this.tags = Map.of();
    this.replicas = List.of();
  }

  /** The secret as it is. */
  SecretBuilder(Secret of) {
    this.partition = of.partition();
    this.accountId = of.accountId();
    this.region = of.region();
    this.name = of.name();
    this.suffix = of.suffix();
    this.description = of.description();
    this.kmsKeyId = of.kmsKeyId();
    this.created = of.created();
    this.changed = of.changed();
    this.accessed = of.accessed();
    this.deleted = of.deleted();
    this.deletion = of.deletion();
    this.tags = of.tags();
    this.policy = of.policy();
    this.primaryRegion = of.primaryRegion();
    this.replicas = of.replicas();
    this.rotation = of.rotation();
    this.owningService = of.owningService();
  }

  SecretBuilder region(String value) {
    this.region = value;
    return this;
  }

  SecretBuilder suffix(String value) {
    this.suffix = value;
    return this;
  }

  SecretBuilder description(String value) {
    this.description = value;
    return this;
  }

  SecretBuilder kmsKeyId(String value) {
    this.kmsKeyId = value;
    return this;
  }

  SecretBuilder changed(Instant value) {
    this.changed = value;
    return this;
  }

  SecretBuilder accessed(Instant value) {
    this.accessed = value;
    return this;
  }

  SecretBuilder deleted(Instant value) {
    this.deleted = value;
    return this;
  }

  SecretBuilder deletion(Instant value) {
    this.deletion = value;
    return this;
  }

  SecretBuilder tags(Map<String, String> value) {
    this.tags = value;
    return this;
  }

  SecretBuilder policy(String value) {
    this.policy = value;
    return this;
  }

  SecretBuilder primaryRegion(String value) {
    this.primaryRegion = value;
    return this;
  }

  SecretBuilder replicas(List<Replica> value) {
    this.replicas = value;
    return this;
  }

  SecretBuilder rotation(Rotation value) {
    this.rotation = value;
    return this;
  }

  SecretBuilder owningService(String value) {
    this.owningService = value;
    return this;
  }

  Secret done() {
    return new Secret(
        partition,
        accountId,
        region,
        name,
        suffix,
        description,
        kmsKeyId,
        created,
        changed,
        accessed,
        deleted,
        deletion,
        tags,
        policy,
        primaryRegion,
        replicas,
        rotation,
        owningService);
  }
}
