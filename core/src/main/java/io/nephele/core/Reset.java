package io.nephele.core;

import io.nephele.core.ids.Runs;
import io.nephele.core.store.Key;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.TurnableClock;

/**
 * Empties a world or a part of it. Tables are named {@code service.table} and their keys begin with
 * the account, so what goes is a few ranges of keys, however much is in them.
 */
final class Reset {
  private Reset() {}

  static void run(World world, String service, String accountId) {
    world.store().write(transaction -> empty(world, transaction, service, accountId));
    world.forget();
    world.nodes().noteChange(world.settings().name());
  }

  private static Void empty(
      World world, Transaction transaction, String service, String accountId) {
    if (service != null && accountId == null) {
      world.timers().cancelKinds(transaction, service + ".");
    }
    for (String table : Table.names(transaction)) {
      if (service == null ? !isOfWorld(table) : table.startsWith(service + ".")) {
        Key prefix = Key.of(table);
        transaction.deletePrefix(accountId == null ? prefix : prefix.with(accountId));
      }
    }
    return null;
  }

  /**
   * What is the world's rather than anything in it: its time goes on, and ids do not come again.
   */
  private static boolean isOfWorld(String table) {
    return table.equals(TurnableClock.TABLE) || table.equals(Runs.TABLE);
  }
}
