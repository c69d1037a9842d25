package io.nephele.services.secretsmanager;

import io.nephele.api.secretsmanager.GetSecretValueRequest;
import io.nephele.api.secretsmanager.GetSecretValueResponse;
import io.nephele.api.secretsmanager.PutSecretValueRequest;
import io.nephele.api.secretsmanager.PutSecretValueResponse;
import io.nephele.core.call.Call;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;

/** The operations on values: reading them, and adding versions. */
final class Values {
  private final SecretStore store;
  private final Additions additions;
  private final Encryption encryption;

  Values(SecretStore store, Additions additions, Encryption encryption) {
    this.store = store;
    this.additions = additions;
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
      if (version == null || version.value() == null) {
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
    if (version.value() == null) {
      throw stage == null ? SecretErrors.noSuchVersion(id) : SecretErrors.noSuchStage(stage);
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
          store.put(transaction, current.with().accessed(day).done());
          Version now = store.version(transaction, current, version.id());
          if (now != null) {
            store.put(transaction, current, now.withAccessed(day));
          }
          return null;
        });
  }

  PutSecretValueResponse put(PutSecretValueRequest in, Call call) {
    Value value = Value.of(in.secretString(), in.secretBinary());
    if (value == null) {
      throw SecretErrors.invalidRequest("You must provide either SecretString or SecretBinary.");
    }
    Secret secret = store.requireChangeable(in.secretId(), call);
    checkRotationToken(secret, in.rotationToken());
    String id = token(in.clientRequestToken());
    List<String> labels =
        in.versionStages() == null || in.versionStages().isEmpty()
            ? List.of(Version.CURRENT)
            : List.copyOf(new LinkedHashSet<>(in.versionStages()));
    Version version = additions.add(secret, id, value, labels, call);
    return new PutSecretValueResponse()
        .arn(secret.arn())
        .name(secret.name())
        .versionId(id)
        .versionStages(version.stages());
  }

  /** Who shows a rotation's token must have been called by that rotation. */
  private static void checkRotationToken(Secret secret, String token) {
    if (token != null && (secret.rotation() == null || !token.equals(secret.rotation().token()))) {
      throw SecretErrors.invalidRequest(
          "The RotationToken is not the one of a rotation of the secret that is in progress.");
    }
  }

  /** The id of a version, which a request gives as its token. */
  static String token(String token) {
    if (token == null) {
      throw SecretErrors.invalidRequest(
          "You must provide a ClientRequestToken value. We recommend a UUID-type value.");
    }
    return token;
  }
}
