package io.nephele.services.iam;

import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;

/** Passwords by account and the user's unique id. */
final class ProfileTable {
  private final Table<LoginProfile> table = Table.of("iam.login-profiles", LoginProfile.class);

  /** The user's, or null. */
  LoginProfile get(Reader reader, String accountId, String userId) {
    return table.get(reader, Key.of(accountId).with(userId));
  }

  void put(Transaction transaction, String accountId, String userId, LoginProfile profile) {
    table.put(transaction, Key.of(accountId).with(userId), profile);
  }

  void delete(Transaction transaction, String accountId, String userId) {
    table.delete(transaction, Key.of(accountId).with(userId));
  }
}
