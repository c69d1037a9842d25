package io.nephele.services.kms;

import io.nephele.api.kms.KeyState;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.ids.Ids;
import io.nephele.core.store.LockKey;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Transaction;
import io.nephele.model.Struct;
import io.nephele.model.Unit;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What the handlers of KMS share: the tables, and how keys are found. */
final class KmsWorld {
  private final World world;
  private final KmsTables tables;
  private final GrantTable grants = new GrantTable();
  private final AwsManagedKeys awsManaged = new AwsManagedKeys(this);
  private final LastUses lastUses = new LastUses(this);
  private final WorldRandom random;
  private final KeyEvents events;

  KmsWorld(World world) {
    this.world = world;
    this.tables = new KmsTables(world.rootKey());
    this.events = new KeyEvents(world);
    this.random = new WorldRandom(world.ids());
  }

  World world() {
    return world;
  }

  Ids ids() {
    return world.ids();
  }

  /** The world's secrets as Java's cryptography wants them. */
  WorldRandom random() {
    return random;
  }

  KmsTables tables() {
    return tables;
  }

  GrantTable grants() {
    return grants;
  }

  KeyEvents events() {
    return events;
  }

  LastUses lastUses() {
    return lastUses;
  }

  AwsManagedKeys awsManaged() {
    return awsManaged;
  }

  <T> T read(Function<Reader, T> body) {
    return world.store().read(body);
  }

  <T> T write(Function<? super Transaction, T> body) {
    return world.store().write(body);
  }

  /**
   * The key that a request names by its id, its ARN or an alias; an error to the caller if none.
   */
  KmsKey find(String name, Call call) {
    KeyName parsed = KeyName.parse(name, call);
    KmsKey key = read(reader -> parsed.find(reader, tables));
    if (key == null && parsed.alias() != null) {
      key = awsManaged.onFirstUse(parsed, call);
    }
    return key != null ? key : read(reader -> parsed.require(reader, tables));
  }

  /** As {@link #find}, for operations that take no aliases. */
  KmsKey findById(String name, Call call) {
    KeyName parsed = KeyName.parse(name, call);
    if (parsed.alias() != null) {
      throw KmsErrors.invalidKeyId(name);
    }
    return read(reader -> parsed.require(reader, tables));
  }

  /** As {@link #findById}, for operations that no policy can allow other accounts. */
  KmsKey findOwn(String name, Call call) {
    KmsKey key = findById(name, call);
    requireOwn(key, call);
    return key;
  }

  static void requireOwn(KmsKey key, Call call) {
    if (!key.accountId().equals(call.accountId())) {
      throw KmsErrors.notAcrossAccounts(call, key.arn());
    }
  }

  /** Reads the key again and runs the body, after others that do so with the same key. */
  <T> T change(KmsKey key, BiFunction<Transaction, KmsKey, T> body) {
    return world
        .store()
        .write(
            new LockKey(key.place()),
            transaction -> {
              KmsKey current = tables.key(transaction, key.place());
              if (current == null) {
                throw KmsErrors.noSuchKey(key.arn());
              }
              return body.apply(transaction, current);
            });
  }

  /** An error to the caller if the key is not in the state to encrypt, sign and so on. */
  static void requireEnabled(KmsKey key) {
    if (!key.enabled() && key.deletion() == null) {
      throw KmsErrors.disabled(key.arn());
    }
    requireUsable(key);
  }

  /** An error to the caller if the key is to be deleted or has no material. */
  static void requireUsable(KmsKey key) {
    requireNotPendingDeletion(key);
    if (key.state().equals(KeyState.PENDING_IMPORT)) {
      throw KmsErrors.invalidState(key.arn() + " is pending import.");
    }
  }

  /** An error to the caller if the key is to be deleted. */
  static void requireNotPendingDeletion(KmsKey key) {
    if (key.deletion() != null) {
      throw KmsErrors.invalidState(
          key.arn()
              + (key.deletion().at() == null
                  ? " is pending replica deletion."
                  : " is pending deletion."));
    }
  }

  /** The answer of operations that have nothing to say. */
  static Unit done(Call call) {
    return new Unit(new Struct(call.operation().output()));
  }

  /** Ends a dry run that found nothing in the way. */
  static void endDryRun(Boolean dryRun) {
    if (Boolean.TRUE.equals(dryRun)) {
      throw KmsErrors.dryRun();
    }
  }
}
