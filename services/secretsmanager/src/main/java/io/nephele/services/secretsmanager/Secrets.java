package io.nephele.services.secretsmanager;

import io.nephele.api.secretsmanager.CreateSecretRequest;
import io.nephele.api.secretsmanager.CreateSecretResponse;
import io.nephele.api.secretsmanager.DescribeSecretRequest;
import io.nephele.api.secretsmanager.DescribeSecretResponse;
import io.nephele.api.secretsmanager.ResourceExistsException;
import io.nephele.api.secretsmanager.UpdateSecretRequest;
import io.nephele.api.secretsmanager.UpdateSecretResponse;
import io.nephele.core.call.Call;
import io.nephele.core.store.LockKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The operations that make, change and describe secrets. */
final class Secrets {
  private static final int SUFFIX = 6;
  private static final String FURTHER = "-/_+=.@!";

  private final SecretStore store;
  private final Additions additions;
  private final Encryption encryption;
  private final Replication replication;
  private final SecretCount count;

  Secrets(
      SecretStore store,
      Additions additions,
      Encryption encryption,
      Replication replication,
      SecretCount count) {
    this.store = store;
    this.additions = additions;
    this.encryption = encryption;
    this.replication = replication;
    this.count = count;
  }

  CreateSecretResponse create(CreateSecretRequest in, Call call) {
    if (in.type() != null) {
      throw SecretErrors.notYet("Type");
    }
    checkName(in.name());
    Value value = Value.of(in.secretString(), in.secretBinary());
    Map<String, String> tags = SecretTags.ofRequest(in.tags());
    Secret known = store.findOrNull(in.name(), call);
    if (known != null) {
      return again(known, in.clientRequestToken(), value, call);
    }
    Secret plain =
        new SecretBuilder(
                call.partition(), call.accountId(), call.region().name(), in.name(), call.time())
            .suffix(store.world().ids().alphanumeric(SUFFIX))
            .description(in.description())
            .kmsKeyId(Encryption.remembered(in.kmsKeyId()))
            .tags(tags)
            .owningService(Owners.of(in.name(), call))
            .done();
    Secret secret = replication.withRegions(plain, in.addReplicaRegions(), call);
    Version first =
        value == null ? null : first(secret, Values.token(in.clientRequestToken()), value, call);
    Copies copies = value == null ? null : Copies.seal(encryption, secret, first.id(), value, call);
    boolean force = Boolean.TRUE.equals(in.forceOverwriteReplicaSecret());
    Secret meanwhile =
        store
            .world()
            .store()
            .write(
                new LockKey(secret.place()),
                transaction -> {
                  Secret other = store.get(transaction, secret.place());
                  if (other == null) {
                    Secret ready = replication.claim(transaction, secret, force);
                    if (first != null) {
                      store.put(transaction, ready, first);
                      ready = copies.store(transaction, store, ready, first);
                    }
                    store.put(transaction, ready);
                    store.mirror(transaction, ready);
                    count.begin(transaction, ready.accountId(), ready.region());
                  }
                  return other;
                });
    return meanwhile == null
        ? created(secret, first == null ? null : first.id())
            .replicationStatus(replication.status(store.findOrNull(in.name(), call)))
        : again(meanwhile, in.clientRequestToken(), value, call);
  }

  private Version first(Secret secret, String id, Value value, Call call) {
    SealedValue sealed = encryption.seal(secret, id, value, call);
    return new Version(id, List.of(Version.CURRENT), call.time(), null, sealed);
  }

  private static CreateSecretResponse created(Secret secret, String versionId) {
    return new CreateSecretResponse().arn(secret.arn()).name(secret.name()).versionId(versionId);
  }

  /** A request that is repeated is answered as before; any other finds the name taken. */
  private CreateSecretResponse again(Secret known, String token, Value value, Call call) {
    if (known.deleted() != null) {
      throw SecretErrors.invalidRequest(
          "You can't create this secret because a secret with this name is already scheduled for"
              + " deletion.");
    }
    if (token != null && value != null) {
      Version version = store.world().store().read(reader -> store.version(reader, known, token));
      if (version != null
          && version.value() != null
          && encryption.open(known, version, call).equals(value)) {
        return created(known, token).replicationStatus(replication.status(known));
      }
    }
    throw new ResourceExistsException(
        "The operation failed because the secret " + known.name() + " already exists.");
  }

  private static void checkName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean good =
          c >= 'a' && c <= 'z'
              || c >= 'A' && c <= 'Z'
              || c >= '0' && c <= '9'
              || FURTHER.indexOf(c) >= 0;
      if (!good) {
        throw SecretErrors.validation(
            "Invalid name. Must be a valid name containing alphanumeric characters, or any of the"
                + " following: -/_+=.@!");
      }
    }
  }

  UpdateSecretResponse update(UpdateSecretRequest in, Call call) {
    if (in.type() != null) {
      throw SecretErrors.notYet("Type");
    }
    Value value = Value.of(in.secretString(), in.secretBinary());
    Secret before = store.requireLive(in.secretId(), call);
    if (before.isReplica() && value == null && in.description() == null) {
      replication.changeKey(before, in.kmsKeyId(), call);
      return new UpdateSecretResponse().arn(before.arn()).name(before.name());
    }
    store.requireChangeable(in.secretId(), call);
    String token = value == null ? null : Values.token(in.clientRequestToken());
    write(before, in, token, value, call);
    return new UpdateSecretResponse().arn(before.arn()).name(before.name()).versionId(token);
  }

  /** Encrypts first, and then changes all at once. */
  private void write(Secret before, UpdateSecretRequest in, String token, Value value, Call call) {
    boolean newKey = in.kmsKeyId() != null;
    Secret under =
        newKey ? before.with().kmsKeyId(Encryption.remembered(in.kmsKeyId())).done() : before;
    Map<String, SealedValue> again = newKey ? additions.reencrypt(under, call) : Map.of();
    Additions.Addition addition =
        value == null
            ? null
            : additions.prepare(under, token, value, List.of(Version.CURRENT), call);
    boolean done =
        store.change(
            before,
            (transaction, current) -> {
              String description =
                  in.description() == null ? current.description() : in.description();
              Secret next =
                  current
                      .with()
                      .description(description)
                      .kmsKeyId(newKey ? under.kmsKeyId() : current.kmsKeyId())
                      .changed(call.time())
                      .done();
              store.put(transaction, next);
              additions.write(transaction, next, again);
              return addition == null || additions.write(transaction, next, addition, call) != null;
            });
    if (!done) {
      write(before, in, token, value, call);
    }
  }

  DescribeSecretResponse describe(DescribeSecretRequest in, Call call) {
    Secret secret = store.require(in.secretId(), call);
    Rotation rotation = secret.rotation();
    DescribeSecretResponse told =
        new DescribeSecretResponse()
            .arn(secret.arn())
            .name(secret.name())
            .description(secret.description())
            .kmsKeyId(secret.kmsKeyId())
            .createdDate(secret.created())
            .lastChangedDate(secret.changed())
            .lastAccessedDate(secret.accessed())
            .deletedDate(secret.deleted())
            .tags(SecretTags.list(secret))
            .versionIdsToStages(stages(secret))
            .owningService(secret.owningService())
            .primaryRegion(secret.primaryRegion())
            .replicationStatus(replication.status(secret));
    return rotation == null
        ? told
        : told.rotationEnabled(rotation.enabled())
            .rotationLambdaARN(rotation.lambdaArn())
            .rotationRules(rotation.told())
            .lastRotatedDate(rotation.last())
            .nextRotationDate(rotation.closes());
  }

  /** The labelled versions, null if there are none. */
  Map<String, List<String>> stages(Secret secret) {
    Map<String, List<String>> stages = new LinkedHashMap<>();
    for (Version version : store.versions(secret)) {
      if (!version.stages().isEmpty()) {
        stages.put(version.id(), version.stages());
      }
    }
    return stages.isEmpty() ? null : stages;
  }
}
