package io.nephele.services.kms;

import io.nephele.core.secrets.RootKey;
import io.nephele.core.secrets.SealedCodec;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Reader;
import io.nephele.core.store.RecentlyDecoded;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.model.AwsException;

/** The tables of keys, and of what belongs to a key and goes with it. */
final class KmsTables {
  /** A row whose key says all. */
  record Mark() {}

  private static final Mark MARK = new Mark();

  private final Table<KmsKey> keys = Table.ofOftenRead("kms.keys", KmsKey.class);
  private final Table<KeyPolicy> policies =
      Table.of("kms.policies", new RecentlyDecoded<>(new KeyPolicy.PolicyCodec()));
  private final RootKey rootKey;
  private final Table<Material> materials;
  private final Table<Alias> aliases = Table.ofOftenRead("kms.aliases", Alias.class);
  private final Table<Mark> aliasesOfKeys = Table.of("kms.aliasesOfKeys", Mark.class);

  /** The tables, with material under that key. */
  KmsTables(RootKey rootKey) {
    this.rootKey = rootKey;
    this.materials =
        Table.of(
            "kms.materials",
            new RecentlyDecoded<>(new SealedCodec<>(new Material.MaterialCodec(), rootKey)));
  }

  /** The key of a place, or null. */
  KmsKey key(Reader reader, Key place) {
    return keys.get(reader, place);
  }

  KmsKey key(Reader reader, String accountId, String region, String id) {
    return keys.get(reader, KmsKey.place(accountId, region, id));
  }

  void put(Transaction transaction, KmsKey key) {
    keys.put(transaction, key.place(), key);
  }

  /** The keys of an account and region after that id, null to begin with the first. */
  Table.Rows<KmsKey> keys(Reader reader, String accountId, String region, String after) {
    return keys.scan(reader, range(Key.of(accountId).with(region), after), Direction.FORWARD);
  }

  KeyPolicy policy(Reader reader, Key place) {
    return policies.get(reader, place);
  }

  void putPolicy(Transaction transaction, KmsKey key, KeyPolicy policy) {
    policies.put(transaction, key.place(), policy);
  }

  /** The material of that id, or null. */
  Material material(Reader reader, KmsKey key, String materialId) {
    try {
      return materials.get(reader, key.place().with(materialId));
    } catch (AwsException e) {
      throw KmsErrors.unavailable(key.arn(), e);
    }
  }

  /** The material that a key encrypts with, or null while it has none. */
  Material current(Reader reader, KmsKey key) {
    return key.materialId() == null ? null : material(reader, key, key.materialId());
  }

  /** All materials of a key, in no order. */
  Table.Rows<Material> materials(Reader reader, KmsKey key) {
    return materials.scan(reader, key.place());
  }

  void put(Transaction transaction, KmsKey key, MaterialRow row) {
    try {
      rootKey.require();
    } catch (AwsException e) {
      throw KmsErrors.unavailable(key.arn(), e);
    }
    materials.put(transaction, key.place().with(row.id()), Material.of(row));
  }

  void deleteMaterial(Transaction transaction, KmsKey key, String materialId) {
    materials.delete(transaction, key.place().with(materialId));
  }

  Alias alias(Reader reader, String accountId, String region, String name) {
    return aliases.get(reader, Key.of(accountId).with(region).with(name));
  }

  void put(Transaction transaction, Alias alias) {
    aliases.put(transaction, alias.place(), alias);
    aliasesOfKeys.put(transaction, alias.placeOfKey(), MARK);
  }

  void delete(Transaction transaction, Alias alias) {
    aliases.delete(transaction, alias.place());
    aliasesOfKeys.delete(transaction, alias.placeOfKey());
  }

  /** The aliases of an account and region after that name, null to begin with the first. */
  Table.Rows<Alias> aliases(Reader reader, String accountId, String region, String after) {
    return aliases.scan(reader, range(Key.of(accountId).with(region), after), Direction.FORWARD);
  }

  /** The places of a key's aliases after that name; their last part is the name. */
  Table.Rows<Mark> aliasesOf(Reader reader, KmsKey key, String after) {
    return aliasesOfKeys.scan(reader, range(key.place(), after), Direction.FORWARD);
  }

  /** Removes a key with its policy, materials and aliases. */
  void deleteAll(Transaction transaction, KmsKey key) {
    for (Table.Row<Mark> row : aliasesOf(transaction, key, null)) {
      aliases.delete(
          transaction, Key.of(key.accountId()).with(key.region()).with(lastPart(row.key())));
    }
    aliasesOfKeys.deletePrefix(transaction, key.place());
    materials.deletePrefix(transaction, key.place());
    policies.delete(transaction, key.place());
    keys.delete(transaction, key.place());
  }

  /** The last part of the key of a row whose parts are texts. */
  static String lastPart(Key key) {
    String last = null;
    for (KeyReader parts = key.reader(); parts.hasNext(); ) {
      last = parts.nextText();
    }
    return last;
  }

  /** The rows under some parts after that one, null to begin with the first. */
  static KeyRange range(Key leading, String after) {
    KeyRange all = KeyRange.prefix(leading);
    return after == null ? all : all.startingAfter(leading.with(after));
  }
}
