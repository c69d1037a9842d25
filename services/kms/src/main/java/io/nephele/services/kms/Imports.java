package io.nephele.services.kms;

import io.nephele.core.store.Transaction;

/** Imported key material. */
final class Imports {
  /** The kind of the timers of expiring material; their ids are the places of materials. */
  static final String TIMER = "kms.expiry";

  private Imports() {}

  static void cancelTimers(Transaction transaction, KmsWorld kms, KmsKey key) {
    kms.world().timers().cancelAll(transaction, TIMER, key.place());
  }
}
