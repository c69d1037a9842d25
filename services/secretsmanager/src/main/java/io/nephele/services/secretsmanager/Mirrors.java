package io.nephele.services.secretsmanager;

import io.nephele.core.store.Key;
import io.nephele.core.store.Transaction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Has replicas follow their secret, in the transaction of its change. What they are encrypted under
 * and when they were read is their own.
 */
final class Mirrors {
  private final SecretStore store;

  Mirrors(SecretStore store) {
    this.store = store;
  }

  /** Brings the replicas of the secret at a place in step with it. */
  void update(Transaction transaction, Key place) {
    Secret primary = store.get(transaction, place);
    if (primary == null || primary.replicas().isEmpty()) {
      return;
    }
    List<Version> versions = store.versions(transaction, primary);
    List<Replica> replicas = new ArrayList<>();
    for (Replica replica : primary.replicas()) {
      replicas.add(
          replica.failed() || follow(transaction, primary, versions, replica)
              ? replica
              : replica.failed("A value of the secret could not be copied."));
    }
    if (!replicas.equals(primary.replicas())) {
      store.put(transaction, primary.with().replicas(replicas).done());
    }
  }

  /** Whether the replica has all values; those of new versions are there already. */
  private boolean follow(
      Transaction transaction, Secret primary, List<Version> versions, Replica replica) {
    Key place = Secret.place(primary.accountId(), replica.region(), primary.name());
    Secret before = store.get(transaction, place);
    Secret now =
        primary
            .with()
            .region(replica.region())
            .kmsKeyId(replica.kmsKeyId())
            .accessed(before == null ? null : before.accessed())
            .replicas(List.of())
            .done();
    store.put(transaction, now);
    boolean complete = true;
    Set<String> kept = new HashSet<>();
    for (Version version : versions) {
      Version copy = store.version(transaction, now, version.id());
      boolean hasValue = copy != null && copy.value() != null;
      complete &= hasValue || version.value() == null || version.stages().isEmpty();
      if (hasValue || version.value() == null) {
        kept.add(version.id());
        store.put(
            transaction,
            now,
            new Version(
                version.id(),
                version.stages(),
                version.created(),
                copy == null ? null : copy.accessed(),
                copy == null ? null : copy.value()));
      }
    }
    for (Version copy : store.versions(transaction, now)) {
      if (!kept.contains(copy.id())) {
        store.delete(transaction, now, copy);
      }
    }
    return complete;
  }
}
