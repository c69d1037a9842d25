package io.nephele.services.secretsmanager;

import io.nephele.api.secretsmanager.CancelRotateSecretRequest;
import io.nephele.api.secretsmanager.CancelRotateSecretResponse;
import io.nephele.api.secretsmanager.RotateSecretRequest;
import io.nephele.api.secretsmanager.RotateSecretResponse;
import io.nephele.core.call.Call;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import java.time.Instant;
import java.util.List;

/** The operations that turn rotation on and off, and the clock that begins rotations. */
final class Rotations {
  private final SecretStore store;
  private final RotationClock clock;
  private final RotationRuns runs;

  Rotations(SecretStore store, RotationClock clock, RotationRuns runs) {
    this.store = store;
    this.clock = clock;
    this.runs = runs;
  }

  RotateSecretResponse rotate(RotateSecretRequest in, Call call) {
    if (in.externalSecretRotationMetadata() != null || in.externalSecretRotationRoleArn() != null) {
      throw SecretErrors.notYet("ExternalSecretRotationMetadata or ExternalSecretRotationRoleArn");
    }
    Secret secret = store.requirePrimary(in.secretId(), call);
    String token = Values.token(in.clientRequestToken());
    Rotation before = secret.rotation();
    String lambdaArn =
        in.rotationLambdaARN() == null || in.rotationLambdaARN().isEmpty()
            ? before == null ? null : before.lambdaArn()
            : in.rotationLambdaARN();
    if (lambdaArn == null) {
      throw SecretErrors.invalidRequest(
          "No Lambda rotation function ARN is associated with this secret.");
    }
    RotationRules rules =
        in.rotationRules() == null
            ? before == null ? null : before.rules()
            : RotationRules.of(in.rotationRules(), call.time());
    runs.requireFunction(secret, lambdaArn);
    Rotation asked =
        new Rotation(
            true, lambdaArn, rules, before == null ? null : before.last(), null, null, null);
    boolean immediately = !Boolean.FALSE.equals(in.rotateImmediately());
    boolean begun =
        store.change(
            secret,
            (transaction, current) ->
                begin(transaction, current, asked, token, immediately, call.time()));
    if (!begun) {
      throw SecretErrors.invalidRequest(
          "A previous rotation isn't complete. That rotation will be reattempted.");
    }
    return new RotateSecretResponse()
        .arn(secret.arn())
        .name(secret.name())
        .versionId(immediately ? token : null);
  }

  /** Whether a rotation could begin; else the one before it is tried again. */
  private boolean begin(
      Transaction transaction,
      Secret current,
      Rotation asked,
      String token,
      boolean immediately,
      Instant now) {
    String unfinished = unfinished(transaction, current);
    if (unfinished != null && !unfinished.equals(token)) {
      runs.again(transaction, current, unfinished);
      return false;
    }
    Secret planned = clock.plan(transaction, current.with().rotation(asked).done(), now);
    Version known = store.version(transaction, current, token);
    if (known != null && unfinished == null) {
      // The request is repeated after its rotation has ended.
      store.put(transaction, planned);
    } else if (immediately) {
      runs.begin(transaction, planned, token);
    } else {
      runs.test(transaction, planned, token);
    }
    return true;
  }

  /** The version of a rotation that has not ended, or null. */
  private String unfinished(Transaction transaction, Secret secret) {
    List<Version> versions = store.versions(transaction, secret);
    Version pending = Stages.holder(versions, Version.PENDING);
    return pending == null || pending.stages().contains(Version.CURRENT) ? null : pending.id();
  }

  CancelRotateSecretResponse cancel(CancelRotateSecretRequest in, Call call) {
    Secret secret = store.requirePrimary(in.secretId(), call);
    String pending =
        store.change(
            secret,
            (transaction, current) -> {
              String unfinished = unfinished(transaction, current);
              if (current.rotation() != null) {
                clock.stop(transaction, current);
                runs.cancel(transaction, current);
                store.put(
                    transaction, current.with().rotation(current.rotation().cancelled()).done());
              }
              return unfinished;
            });
    return new CancelRotateSecretResponse()
        .arn(secret.arn())
        .name(secret.name())
        .versionId(pending);
  }

  /** What the clock does when a window opens. */
  void onTimer(Transaction transaction, Timer timer) {
    Secret secret = store.get(transaction, timer.id());
    if (secret == null || secret.deleted() != null || !secret.isRotated()) {
      return;
    }
    Secret planned = clock.plan(transaction, secret, timer.due());
    String unfinished = unfinished(transaction, planned);
    if (unfinished != null) {
      store.put(transaction, planned);
      runs.again(transaction, planned, unfinished);
    } else {
      runs.begin(transaction, planned, store.world().ids().uuid().toString());
    }
    store.mirror(transaction, planned);
  }
}
