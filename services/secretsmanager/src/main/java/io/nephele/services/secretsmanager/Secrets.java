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
  private final Values values;
  private final Encryption encryption;

  Secrets(SecretStore store, Values values, Encryption encryption) {
    this.store = store;
    this.values = values;
    this.encryption = encryption;
  }

  CreateSecretResponse create(CreateSecretRequest in, Call call) {
    if (in.addReplicaRegions() != null) {
      throw SecretErrors.notYet("AddReplicaRegions");
    }
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
    Secret secret =
        new Secret(
            call.partition(),
            call.accountId(),
            call.region().name(),
            in.name(),
            store.world().ids().alphanumeric(SUFFIX),
            in.description(),
            key(in.kmsKeyId()),
            call.time(),
            call.time(),
            null,
            null,
            null,
            tags,
            null);
    Version first =
        value == null ? null : first(secret, Values.token(in.clientRequestToken()), value, call);
    Secret meanwhile =
        store
            .world()
            .store()
            .write(
                new LockKey(secret.place()),
                transaction -> {
                  Secret other = store.get(transaction, secret.place());
                  if (other == null) {
                    store.put(transaction, secret);
                    if (first != null) {
                      store.put(transaction, secret, first);
                    }
                  }
                  return other;
                });
    return meanwhile == null
        ? created(secret, first == null ? null : first.id())
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
      if (version != null && encryption.open(known, version, call).equals(value)) {
        return created(known, token);
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

  /** The key to remember: null of the one that AWS manages. */
  private static String key(String kmsKeyId) {
    return kmsKeyId == null || kmsKeyId.isEmpty() || kmsKeyId.equals(Encryption.AWS_MANAGED)
        ? null
        : kmsKeyId;
  }

  UpdateSecretResponse update(UpdateSecretRequest in, Call call) {
    if (in.type() != null) {
      throw SecretErrors.notYet("Type");
    }
    Value value = Value.of(in.secretString(), in.secretBinary());
    Secret before = store.requireLive(in.secretId(), call);
    String token = value == null ? null : Values.token(in.clientRequestToken());
    String kmsKeyId = in.kmsKeyId() == null ? before.kmsKeyId() : key(in.kmsKeyId());
    if (in.kmsKeyId() != null) {
      values.reencrypt(before.withDescription(before.description(), kmsKeyId), call);
    }
    Secret changed =
        store.change(
            before,
            (transaction, current) -> {
              String description =
                  in.description() == null ? current.description() : in.description();
              Secret next =
                  current
                      .withDescription(
                          description, in.kmsKeyId() == null ? current.kmsKeyId() : kmsKeyId)
                      .withChanged(call.time());
              store.put(transaction, next);
              return next;
            });
    if (value != null) {
      values.add(changed, token, value, List.of(Version.CURRENT), call);
    }
    return new UpdateSecretResponse().arn(changed.arn()).name(changed.name()).versionId(token);
  }

  DescribeSecretResponse describe(DescribeSecretRequest in, Call call) {
    Secret secret = store.require(in.secretId(), call);
    return new DescribeSecretResponse()
        .arn(secret.arn())
        .name(secret.name())
        .description(secret.description())
        .kmsKeyId(secret.kmsKeyId())
        .createdDate(secret.created())
        .lastChangedDate(secret.changed())
        .lastAccessedDate(secret.accessed())
        .deletedDate(secret.deleted())
        .tags(SecretTags.list(secret))
        .versionIdsToStages(stages(secret));
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
