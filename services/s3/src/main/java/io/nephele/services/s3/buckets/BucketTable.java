package io.nephele.services.s3.buckets;

import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;

/**
 * The buckets that there are. A bucket's name is the only one in its partition, whatever its
 * account and region.
 */
public final class BucketTable {
  private final Table<Bucket> buckets = Table.ofOftenRead("s3.buckets", Bucket.class);
  private final Table<Place> names = Table.ofOftenRead("s3.names", Place.class);
  private final Table<LastId> lastIds = Table.of("s3.lastIds", LastId.class);

  /** Whose a name is. */
  record Place(String accountId, String region) {}

  /** The id of the bucket created last in an account. */
  record LastId(long id) {}

  /** The bucket of that name, or null. */
  public Bucket find(Reader reader, String partition, String name) {
    Place place = names.get(reader, nameKey(partition, name));
    return place == null
        ? null
        : buckets.get(reader, Key.of(place.accountId).with(place.region).with(name));
  }

  /** The bucket of that name in an account and region, or null. */
  public Bucket at(Reader reader, String accountId, String region, String name) {
    return buckets.get(reader, Key.of(accountId).with(region).with(name));
  }

  /** The bucket whose row has that key, or null. */
  public Bucket at(Reader reader, Key key) {
    return buckets.get(reader, key);
  }

  /** What a bucket is by now, or null if it is not there any more. */
  public Bucket current(Reader reader, Bucket bucket) {
    Bucket current = buckets.get(reader, bucket.key());
    return current == null || current.id() != bucket.id() ? null : current;
  }

  /** Stores a bucket in place of what it was. */
  public void put(Transaction transaction, Bucket bucket) {
    buckets.put(transaction, bucket.key(), bucket);
  }

  /** Stores a new bucket, whose name is nobody's. */
  void create(Transaction transaction, String partition, Bucket bucket) {
    names.put(
        transaction,
        nameKey(partition, bucket.name()),
        new Place(bucket.accountId(), bucket.region()));
    put(transaction, bucket);
  }

  /** Removes a bucket and frees its name. */
  void delete(Transaction transaction, String partition, Bucket bucket) {
    names.delete(transaction, nameKey(partition, bucket.name()));
    buckets.delete(transaction, bucket.key());
  }

  /** An id that no bucket of the account ever had. */
  long nextId(Transaction transaction, String accountId) {
    Key key = Key.of(accountId);
    LastId last = lastIds.get(transaction, key);
    long id = last == null ? 1 : last.id + 1;
    lastIds.put(transaction, key, new LastId(id));
    return id;
  }

  /** The buckets of an account in all regions, by region and name. */
  public Table.Rows<Bucket> list(Reader reader, String accountId) {
    return buckets.scan(reader, Key.of(accountId));
  }

  /** All buckets of the world. */
  public Table.Rows<Bucket> all(Reader reader) {
    return buckets.scan(reader, KeyRange.ALL, Direction.FORWARD);
  }

  private static Key nameKey(String partition, String name) {
    return Key.of(partition).with(name);
  }
}
