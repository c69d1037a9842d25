package io.nephele.services.secretsmanager;

import io.nephele.core.call.Call;
import io.nephele.core.partition.Regions;
import io.nephele.core.store.Transaction;
import io.nephele.model.AwsException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The value of a new version, encrypted for each region that replicates its secret.
 *
 * @param sealed the values by their regions
 * @param failures why there is none, by regions
 */
record Copies(String versionId, Map<String, SealedValue> sealed, Map<String, String> failures) {
  /** Encrypts a value in the name of whoever calls. Not inside a transaction. */
  static Copies seal(
      Encryption encryption, Secret secret, String versionId, Value value, Call call) {
    Map<String, SealedValue> sealed = new LinkedHashMap<>();
    Map<String, String> failures = new LinkedHashMap<>();
    for (Replica replica : secret.replicas()) {
      if (replica.failed()) {
        continue;
      }
      try {
        Secret there = of(secret, replica);
        sealed.put(
            replica.region(),
            encryption.seal(there, versionId, value, Regions.find(replica.region()), call));
      } catch (AwsException e) {
        failures.put(replica.region(), e.getMessage());
      }
    }
    return new Copies(versionId, sealed, failures);
  }

  /** A replica as far as encryption asks. */
  static Secret of(Secret secret, Replica replica) {
    return secret.with().region(replica.region()).kmsKeyId(replica.kmsKeyId()).done();
  }

  /**
   * Writes the values of replicas that have not failed; answers the secret with what failed now.
   */
  Secret store(Transaction transaction, SecretStore store, Secret secret, Version version) {
    List<Replica> replicas = new ArrayList<>();
    for (Replica replica : secret.replicas()) {
      SealedValue value = sealed.get(replica.region());
      if (value != null && !replica.failed()) {
        store.put(transaction, of(secret, replica), version.withValue(value));
      }
      String failure = failures.get(replica.region());
      replicas.add(failure == null ? replica : replica.failed(failure));
    }
    return secret.with().replicas(replicas).done();
  }
}
