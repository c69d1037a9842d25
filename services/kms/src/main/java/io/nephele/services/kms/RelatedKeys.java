package io.nephele.services.kms;

import io.nephele.core.store.Reader;
import io.nephele.core.store.Transaction;
import java.util.ArrayList;
import java.util.List;

/** What keys of many regions have in common, kept the same in all of them. */
final class RelatedKeys {
  private RelatedKeys() {}

  /** The key itself and those that are related to it. */
  static List<KmsKey> of(Reader reader, KmsTables tables, KmsKey key) {
    if (!key.isMultiRegion()) {
      return List.of(key);
    }
    List<KmsKey> related = new ArrayList<>();
    related.add(key);
    List<String> regions = new ArrayList<>(key.multiRegion().replicas());
    regions.add(key.multiRegion().primary());
    for (String region : regions) {
      if (!region.equals(key.region())) {
        KmsKey other = tables.key(reader, key.accountId(), region, key.id());
        if (other != null) {
          related.add(other);
        }
      }
    }
    return related;
  }

  /** Makes material the one that a key, and those related to it, encrypt with. */
  static KmsKey putCurrent(
      Transaction transaction, KmsTables tables, KmsKey key, MaterialRow material) {
    KmsKey changed = null;
    for (KmsKey each : of(transaction, tables, key)) {
      boolean others = each.isImported() && !each.region().equals(key.region());
      if (others) {
        continue; // imported material is imported into each of them
      }
      tables.put(transaction, each, material);
      KmsKey with = each.withMaterial(material.id(), false);
      tables.put(transaction, with);
      changed = changed == null ? with : changed;
    }
    return changed;
  }

  /** Says anew how all of them are related. */
  static void relate(
      Transaction transaction, KmsTables tables, KmsKey key, KmsKey.MultiRegion relation) {
    for (KmsKey each : of(transaction, tables, key)) {
      tables.put(transaction, each.withMultiRegion(relation));
    }
  }
}
