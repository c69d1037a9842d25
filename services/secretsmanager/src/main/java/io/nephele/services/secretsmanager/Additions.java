package io.nephele.services.secretsmanager;

import io.nephele.api.secretsmanager.ResourceExistsException;
import io.nephele.core.call.Call;
import io.nephele.core.store.Transaction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds versions to secrets, and encrypts those that are there under another key. */
final class Additions {
  private static final int MANY_VERSIONS = 100;

  private final SecretStore store;
  private final Stages stages;
  private final Encryption encryption;
  private final RotationClock clock;

  Additions(SecretStore store, Stages stages, Encryption encryption, RotationClock clock) {
    this.store = store;
    this.stages = stages;
    this.encryption = encryption;
    this.clock = clock;
  }

  /** A version that is encrypted but not yet written. */
  record Addition(String id, SealedValue sealed, Copies copies, List<String> labels) {}

  /** Adds a version, or answers the one that an equal request added before. */
  Version add(Secret secret, String id, Value value, List<String> labels, Call call) {
    Addition addition = prepare(secret, id, value, labels, call);
    if (addition == null) {
      return version(secret, id);
    }
    Version added =
        store.change(secret, (transaction, current) -> write(transaction, current, addition, call));
    return added != null ? added : add(secret, id, value, labels, call);
  }

  private Version version(Secret secret, String id) {
    return store.world().store().read(reader -> store.version(reader, secret, id));
  }

  /** Encrypts a version; null if it is there already with an equal value. */
  Addition prepare(Secret secret, String id, Value value, List<String> labels, Call call) {
    Version known = version(secret, id);
    if (known != null && known.value() != null) {
      requireSame(secret, known, value, call);
      return null;
    }
    return new Addition(
        id,
        encryption.seal(secret, id, value, call),
        Copies.seal(encryption, secret, id, value, call),
        labels);
  }

  /** Writes a version; null if another one has written it meanwhile. */
  Version write(Transaction transaction, Secret current, Addition addition, Call call) {
    if (current.deleted() != null) {
      throw SecretErrors.markedForDeletion();
    }
    String id = addition.id();
    List<Version> all = store.versions(transaction, current);
    Version there = store.version(transaction, current, id);
    if (there != null && there.value() != null) {
      return null;
    }
    List<String> given = new ArrayList<>(addition.labels());
    if (all.isEmpty() && !given.contains(Version.CURRENT)) {
      given.add(Version.CURRENT);
    }
    Version version =
        there == null
            ? new Version(id, List.of(), call.time(), null, addition.sealed())
            : there.withValue(addition.sealed());
    store.put(transaction, current, version);
    Secret changed =
        addition
            .copies()
            .store(transaction, store, current, version)
            .with()
            .changed(call.time())
            .done();
    if (given.contains(Version.CURRENT)) {
      changed = clock.afterNewValue(transaction, changed, call.time());
    }
    store.put(transaction, changed);
    stages.attach(transaction, changed, id, given);
    if (all.size() >= MANY_VERSIONS) {
      deleteDeprecated(transaction, changed, call.time());
    }
    return store.version(transaction, changed, id);
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

  /** The values in use, encrypted under the key that the secret now has, by their versions. */
  Map<String, SealedValue> reencrypt(Secret secret, Call call) {
    Map<String, SealedValue> sealed = new LinkedHashMap<>();
    for (Version version : store.versions(secret)) {
      boolean inUse =
          version.stages().contains(Version.CURRENT)
              || version.stages().contains(Version.PREVIOUS)
              || version.stages().contains(Version.PENDING);
      if (inUse && version.value() != null) {
        Value value = encryption.open(secret, version, call);
        sealed.put(version.id(), encryption.seal(secret, version.id(), value, call));
      }
    }
    return sealed;
  }

  /** Writes values that were encrypted anew. */
  void write(Transaction transaction, Secret secret, Map<String, SealedValue> sealed) {
    for (Map.Entry<String, SealedValue> each : sealed.entrySet()) {
      Version now = store.version(transaction, secret, each.getKey());
      if (now != null) {
        store.put(transaction, secret, now.withValue(each.getValue()));
      }
    }
  }
}
