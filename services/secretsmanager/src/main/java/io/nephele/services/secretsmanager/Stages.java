package io.nephele.services.secretsmanager;

import io.nephele.api.secretsmanager.LimitExceededException;
import io.nephele.api.secretsmanager.UpdateSecretVersionStageRequest;
import io.nephele.api.secretsmanager.UpdateSecretVersionStageResponse;
import io.nephele.core.call.Call;
import io.nephele.core.store.Transaction;
import java.util.ArrayList;
import java.util.List;

/** Staging labels: each is on one version at most, and AWSPREVIOUS follows AWSCURRENT. */
final class Stages {
  private static final int MAX = 20;

  private final SecretStore store;

  Stages(SecretStore store) {
    this.store = store;
  }

  UpdateSecretVersionStageResponse update(UpdateSecretVersionStageRequest in, Call call) {
    Secret secret = store.requireChangeable(in.secretId(), call);
    String stage = in.versionStage();
    String to = in.moveToVersionId();
    String from = in.removeFromVersionId();
    store.change(
        secret,
        (transaction, current) -> {
          requireVersion(transaction, current, to);
          requireVersion(transaction, current, from);
          Version holder = holder(store.versions(transaction, current), stage);
          check(stage, to, from, holder);
          if (to != null) {
            attach(transaction, current, to, List.of(stage));
          } else if (holder != null) {
            List<String> rest = new ArrayList<>(holder.stages());
            rest.remove(stage);
            store.put(transaction, current, holder.withStages(rest));
          }
          store.put(transaction, current.with().changed(call.time()).done());
          return null;
        });
    return new UpdateSecretVersionStageResponse().arn(secret.arn()).name(secret.name());
  }

  private void requireVersion(Transaction transaction, Secret secret, String id) {
    if (id != null && store.version(transaction, secret, id) == null) {
      throw SecretErrors.noSuchVersion(id);
    }
  }

  private static void check(String stage, String to, String from, Version holder) {
    if (to == null && from == null) {
      throw SecretErrors.invalidParameter(
          "You must specify either MoveToVersionId or RemoveFromVersionId.");
    }
    if (to == null && stage.equals(Version.CURRENT)) {
      throw SecretErrors.invalidParameter(
          "You can only move staging label AWSCURRENT to a different secret version. It can't be"
              + " completely removed.");
    }
    if (holder == null) {
      if (from != null) {
        throw SecretErrors.invalidParameter(
            "The staging label " + stage + " isn't attached to version " + from + ".");
      }
      return;
    }
    if (from == null ? !holder.id().equals(to) : !from.equals(holder.id())) {
      throw SecretErrors.invalidParameter(
          "The parameter RemoveFromVersionId can't be empty. Staging label "
              + stage
              + " is currently attached to version "
              + holder.id()
              + ", so you must explicitly reference that version in RemoveFromVersionId.");
    }
  }

  /** Moves labels to a version, away from those that have them. */
  void attach(Transaction transaction, Secret secret, String versionId, List<String> labels) {
    List<Version> all = store.versions(transaction, secret);
    Version current = holder(all, Version.CURRENT);
    boolean passes =
        labels.contains(Version.CURRENT) && current != null && !current.id().equals(versionId);
    for (Version version : all) {
      List<String> stages = new ArrayList<>(version.stages());
      stages.removeAll(labels);
      if (passes) {
        stages.remove(Version.PREVIOUS);
        if (version == current) {
          stages.add(Version.PREVIOUS);
        }
      }
      if (version.id().equals(versionId)) {
        stages.addAll(labels);
      }
      if (stages.size() > MAX) {
        throw new LimitExceededException(
            "A secret version can have at most " + MAX + " staging labels.");
      }
      if (!stages.equals(version.stages())) {
        store.put(transaction, secret, version.withStages(stages));
      }
    }
  }

  /** The version that has a label, or null. */
  static Version holder(List<Version> versions, String stage) {
    for (Version version : versions) {
      if (version.stages().contains(stage)) {
        return version;
      }
    }
    return null;
  }
}
