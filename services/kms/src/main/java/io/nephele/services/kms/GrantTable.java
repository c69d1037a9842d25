package io.nephele.services.kms;

import io.nephele.core.arn.Arn;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import java.util.ArrayList;
import java.util.List;

/** The grants on keys, found by their key and id, by their grantee or by who may retire them. */
final class GrantTable {
  private static final KmsTables.Mark MARK = new KmsTables.Mark();

  private final Table<Grant> grants = Table.ofOftenRead("kms.grants", Grant.class);
  private final Table<KmsTables.Mark> byGrantee = Table.of("kms.grantees", KmsTables.Mark.class);
  private final Table<KmsTables.Mark> byRetiring =
      Table.of("kms.retiringPrincipals", KmsTables.Mark.class);

  /** The grant of that id, or null. */
  Grant find(Reader reader, Key keyPlace, String grantId) {
    return grants.get(reader, keyPlace.with(grantId));
  }

  void put(Transaction transaction, Grant grant) {
    grants.put(transaction, grant.place(), grant);
    byGrantee.put(transaction, grant.placeOfGrantee(), MARK);
    if (grant.retiring() != null) {
      byRetiring.put(transaction, grant.placeOfRetiring(accountOf(grant.retiring(), grant)), MARK);
    }
  }

  void delete(Transaction transaction, Grant grant) {
    grants.delete(transaction, grant.place());
    byGrantee.delete(transaction, grant.placeOfGrantee());
    if (grant.retiring() != null) {
      byRetiring.delete(transaction, grant.placeOfRetiring(accountOf(grant.retiring(), grant)));
    }
  }

  /** Removes all grants on a key. */
  void deleteAll(Transaction transaction, KmsKey key) {
    for (Table.Row<Grant> row : of(transaction, key, null)) {
      delete(transaction, row.value());
    }
  }

  /** The grants on a key after that id, null to begin with the first. */
  Table.Rows<Grant> of(Reader reader, KmsKey key, String after) {
    return grants.scan(reader, KmsTables.range(key.place(), after), Direction.FORWARD);
  }

  /** The grants on a key to one grantee. */
  List<Grant> to(Reader reader, Key keyPlace, String grantee) {
    List<Grant> found = new ArrayList<>();
    for (Table.Row<KmsTables.Mark> row : byGrantee.scan(reader, keyPlace.with(grantee))) {
      found.add(find(reader, keyPlace, KmsTables.lastPart(row.key())));
    }
    return found;
  }

  /** The grants that a principal may retire, after the place of one, null to begin. */
  Table.Rows<KmsTables.Mark> retirable(
      Reader reader, String accountId, String region, String principal, String after) {
    Key leading = Key.of(accountId).with(region).with(principal);
    KeyRange range = KeyRange.prefix(leading);
    return byRetiring.scan(
        reader,
        after == null ? range : range.startingAfter(leading.with(place(after))),
        Direction.FORWARD);
  }

  /** The grant that a row of {@link #retirable} stands for. */
  Grant retirable(Reader reader, Table.Row<KmsTables.Mark> row) {
    KeyReader parts = row.key().reader();
    parts.nextText();
    parts.nextText();
    parts.nextText();
    Key keyPlace = KmsKey.place(parts.nextText(), parts.nextText(), parts.nextText());
    return find(reader, keyPlace, parts.nextText());
  }

  /** The place of a grant as a text, for markers. */
  static String place(Grant grant) {
    return String.join(" ", List.of(grant.accountId(), grant.region(), grant.keyId(), grant.id()));
  }

  private static Key place(String text) {
    Key key = Key.EMPTY;
    for (String part : text.split(" ", 4)) {
      key = key.with(part);
    }
    return key;
  }

  /** The account of a principal; services have none, so that theirs is the key's. */
  private static String accountOf(String principal, Grant grant) {
    Arn arn = Arn.parse(principal);
    return arn == null ? grant.accountId() : arn.account();
  }
}
