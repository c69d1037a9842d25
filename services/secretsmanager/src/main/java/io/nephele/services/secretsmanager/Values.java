package io.nephele.services.secretsmanager;

import io.nephele.api.secretsmanager.GetSecretValueRequest;
import io.nephele.api.secretsmanager.GetSecretValueResponse;
import io.nephele.api.secretsmanager.PutSecretValueRequest;
import io.nephele.api.secretsmanager.PutSecretValueResponse;
import io.nephele.api.secretsmanager.ResourceExistsException;
import io.nephele.core.call.Call;
import io.nephele.core.store.Transaction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;

/** The operations on values: reading them, and adding versions. */
final class Values {
  private static final int MANY_VERSIONS = 100;

  private final SecretStore store;
  private final Stages stages;
  private final Encryption encryption;

  Values(SecretStore store, Stages stages, Encryption encryption) {
    this.store = store;
    this.stages = stages;
    this.encryption = encryption;
  }

  GetSecretValueResponse get(GetSecretValueRequest in, Call call) {
    Secret secret = store.requireLive(in.secretId(), call);
    Version version = find(secret, in.versionId(), in.versionStage());
    Value value = encryption.open(secret, version, call);
    noteAccess(secret, version, call.time().truncatedTo(ChronoUnit.DAYS));
    return new GetSecretValueResponse()
        .arn(secret.arn())
        .name(secret.name())
        .versionId(version.id())
        .secretString(value.text())
        .secretBinary(value.binaryOrNull())
        .versionStages(version.stages().isEmpty() ? null : version.stages())
        .createdDate(version.created());
  }

  private Version find(Secret secret, String id, String stage) {
    if (id == null) {
      String wanted = stage == null ? Version.CURRENT : stage;
      Version version = Stages.holder(store.versions(secret), wanted);
      if (version == null) {
        throw SecretErrors.noSuchStage(wanted);
      }
      return version;
    }
    Version version = store.world().store().read(reader -> store.version(reader, secret, id));
    if (version == null) {
      throw SecretErrors.noSuchVersion(id);
    }
    if (stage != null && !version.stages().contains(stage)) {
      throw SecretErrors.invalidRequest(
          "You provided a VersionStage that is not associated to the provided VersionId.");
    }
    return version;
  }

  /** Writes only on the first reading of a day: AWS tells no more than the day. */
  private void noteAccess(Secret secret, Version version, Instant day) {
    if (day.equals(secret.accessed()) && day.equals(version.accessed())) {
      return;
    }
    store.change(
        secret,
        (transaction, current) -> {
          store.put(transaction, current.withAccessed(day));
          Version now = store.version(transaction, current, version.id());
          if (now != null) {
            store.put(transaction, current, now.withAccessed(day));
          }
          return null;
        });
  }

  PutSecretValueResponse put(PutSecretValueRequest in, Call call) {
    if (in.rotationToken() != null) {
      throw SecretErrors.notYet("RotationToken");
    }
    Value value = Value.of(in.secretString(), in.secretBinary());
    if (value == null) {
      throw SecretErrors.invalidParameter("You must provide either SecretString or SecretBinary.");
    }
    Secret secret = store.requireLive(in.secretId(), call);
    String id = token(in.clientRequestToken());
    List<String> labels =
        in.versionStages() == null || in.versionStages().isEmpty()
            ? List.of(Version.CURRENT)
            : List.copyOf(new LinkedHashSet<>(in.versionStages()));
    Version version = add(secret, id, value, labels, call);
    return new PutSecretValueResponse()
        .arn(secret.arn())
        .name(secret.name())
        .versionId(id)
        .versionStages(version.stages());
  }

  /** The id of a version, which a request gives as its token. */
  static String token(String token) {
    if (token == null) {
      throw SecretErrors.invalidRequest(
          "You must provide a ClientRequestToken value. We recommend a UUID-type value.");
    }
    return token;
  }

  /** Adds a version, or answers the one that an equal request added before. */
  Version add(Secret secret, String id, Value value, List<String> labels, Call call) {
    Version known = store.world().store().read(reader -> store.version(reader, secret, id));
    if (known != null) {
      requireSame(secret, known, value, call);
      return known;
    }
    SealedValue sealed = encryption.seal(secret, id, value, call);
    Version added =
        store.change(
            secret,
            (transaction, current) -> {
              if (current.deleted() != null) {
                throw SecretErrors.markedForDeletion();
              }
              List<Version> all = store.versions(transaction, current);
              if (store.version(transaction, current, id) != null) {
                return null;
              }
              List<String> given = new ArrayList<>(labels);
              if (all.isEmpty() && !given.contains(Version.CURRENT)) {
                given.add(Version.CURRENT);
              }
              Version version = new Version(id, List.of(), call.time(), null, sealed);
              store.put(transaction, current, version);
              stages.attach(transaction, current, id, given);
              store.put(transaction, current.withChanged(call.time()));
              if (all.size() >= MANY_VERSIONS) {
                deleteDeprecated(transaction, current, call.time());
              }
              return store.version(transaction, current, id);
            });
    return added != null ? added : add(secret, id, value, labels, call);
  }

  private void deleteDeprecated(Transaction transaction, Secret secret, Instant now) {
    Instant old = now.minus(1, ChronoUnit.DAYS);
    store.versions(transaction, secret).stream()
        .filter(version -> version.stages().isEmpty() && version.created().isBefore(old))
        .min(Comparator.comparing(Version::created))
        .ifPresent(oldest -> store.delete(transaction, secret, oldest));
  }

  private void requireSame(Secret secret, Version known, Value value, Call call) {
    if (!encryption.open(secret, known, call).equals(value)) {
      throw new ResourceExistsException(
          "You can't use ClientRequestToken "
              + known.id()
              + " because that value is already in use for a version of secret "
              + secret.arn()
              + ".");
    }
  }

  /** Encrypts the versions in use under the key that the secret now has. */
  void reencrypt(Secret secret, Call call) {
    for (Version version : store.versions(secret)) {
      boolean inUse =
          version.stages().contains(Version.CURRENT)
              || version.stages().contains(Version.PREVIOUS)
              || version.stages().contains(Version.PENDING);
      if (inUse) {
        Value value = encryption.open(secret, version, call);
        SealedValue sealed = encryption.seal(secret, version.id(), value, call);
        store.change(
            secret,
            (transaction, current) -> {
              Version now = store.version(transaction, current, version.id());
              if (now != null) {
                store.put(transaction, current, now.withValue(sealed));
              }
              return null;
            });
      }
    }
  }
}
