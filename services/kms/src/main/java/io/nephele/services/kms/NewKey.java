package io.nephele.services.kms;

import io.nephele.core.store.Transaction;
import java.time.Instant;

/** A key that is made with its policy and, unless it is to be imported, its material. */
record NewKey(KmsKey key, KeyPolicy policy, MaterialRow material) {

  /** Makes the parts of a key; costs seconds where RSA keys are generated. */
  static NewKey of(KmsKey key, KeyPolicy policy, KmsWorld kms, Instant now) {
    if (key.isImported()) {
      return new NewKey(key, policy, null);
    }
    MaterialRow material = new MaterialMaker(kms.random()).make(key.id(), key.spec(), now);
    return new NewKey(key.withMaterial(material.id(), false), policy, material);
  }

  void put(Transaction transaction, KmsTables tables) {
    tables.put(transaction, key);
    tables.putPolicy(transaction, key, policy);
    if (material != null) {
      tables.put(transaction, key, material);
    }
  }
}
