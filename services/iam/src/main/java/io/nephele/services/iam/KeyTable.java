package io.nephele.services.iam;

import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.identity.directory.Directory;
import io.nephele.identity.directory.IssuedKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The access keys of an owner, who is a user, by its unique id, or an account's root user, by the
 * account. The keys themselves are in the directory, where they stay when they are deleted.
 */
final class KeyTable {
  private final Directory directory;
  private final Table<Owned> byOwner = Table.of("iam.access-keys-of", Owned.class);

  KeyTable(Directory directory) {
    this.directory = directory;
  }

  /** Says that an owner has a key. */
  private record Owned(String accessKeyId) {}

  /** The keys of an owner that were not deleted, the oldest first. */
  List<IssuedKey> ofOwner(Reader reader, String accountId, String ownerId) {
    List<IssuedKey> keys = new ArrayList<>();
    for (Table.Row<Owned> row : byOwner.scan(reader, Key.of(accountId).with(ownerId))) {
      keys.add(directory.accessKeys().get(reader, accountId, row.value().accessKeyId()));
    }
    keys.sort(Comparator.comparing(IssuedKey::createdAt).thenComparing(IssuedKey::accessKeyId));
    return keys;
  }

  /** The key of that id that an owner has, or null. */
  IssuedKey find(Reader reader, String accountId, String ownerId, String accessKeyId) {
    Owned owned = byOwner.get(reader, key(accountId, ownerId, accessKeyId));
    return owned == null ? null : directory.accessKeys().get(reader, accountId, accessKeyId);
  }

  /** Stores a key, of a new id or in place of what was known of it. */
  void put(Transaction transaction, String accountId, IssuedKey key) {
    directory.accessKeys().put(transaction, accountId, key.accessKeyId(), key);
    byOwner.put(
        transaction,
        key(accountId, owner(accountId, key), key.accessKeyId()),
        new Owned(key.accessKeyId()));
  }

  /** Deletes a key; what remains says that it was issued here. */
  void delete(Transaction transaction, String accountId, IssuedKey key) {
    directory.accessKeys().put(transaction, accountId, key.accessKeyId(), key.deleted());
    byOwner.delete(transaction, key(accountId, owner(accountId, key), key.accessKeyId()));
  }

  private static String owner(String accountId, IssuedKey key) {
    return key.userName() == null ? accountId : key.userId();
  }

  private static Key key(String accountId, String ownerId, String accessKeyId) {
    return Key.of(accountId).with(ownerId).with(accessKeyId);
  }
}
