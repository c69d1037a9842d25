package io.nephele.services.s3.buckets;

import io.nephele.core.store.Codec;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.model.Shape;
import io.nephele.model.Struct;
import io.nephele.wire.cbor.StoredStructs;
import java.util.ArrayList;
import java.util.List;

/**
 * What is configured of buckets: documents in the form in which the API takes and gives them. Of
 * most kinds a bucket has one; of some, several that have ids.
 */
public final class Configurations {
  /** The kinds. */
  public enum Kind {
    ABAC,
    ACCELERATE,
    ACL,
    ANALYTICS,
    CORS,
    ENCRYPTION,
    INTELLIGENT_TIERING,
    INVENTORY,
    LIFECYCLE,
    LOGGING,
    METRICS,
    NOTIFICATION,
    OBJECT_LOCK,
    OWNERSHIP,
    POLICY,
    PUBLIC_ACCESS_BLOCK,
    REPLICATION,
    REQUEST_PAYMENT,
    TAGGING,
    WEBSITE
  }

  private final BucketTable buckets;
  private final Table<byte[]> documents =
      Table.of(
          "s3.configurations",
          new Codec<byte[]>() {
            @Override
            public byte[] encode(byte[] value) {
              return value;
            }

            @Override
            public byte[] decode(byte[] stored) {
              return stored;
            }
          });

  /** The configurations of those buckets. */
  public Configurations(BucketTable buckets) {
    this.buckets = buckets;
  }

  /**
   * A bucket's only document of a kind, as a struct of that shape.
   *
   * @return null if there is none
   */
  public Struct get(Reader reader, Bucket bucket, Kind kind, Shape shape) {
    return get(reader, bucket, kind, "", shape);
  }

  /** As the other, of a kind of which there are several. */
  public Struct get(Reader reader, Bucket bucket, Kind kind, String id, Shape shape) {
    if (!bucket.has(kind)) {
      return null;
    }
    byte[] stored = documents.get(reader, key(bucket, kind).with(id));
    return stored == null ? null : StoredStructs.read(stored, shape);
  }

  /** All documents of a kind, in order of their ids, those after that one (null to begin). */
  public List<Struct> list(
      Reader reader, Bucket bucket, Kind kind, String after, Shape shape, int most) {
    List<Struct> found = new ArrayList<>();
    if (!bucket.has(kind)) {
      return found;
    }
    for (Table.Row<byte[]> row : documents.scan(reader, key(bucket, kind))) {
      String id = idOf(row.key());
      if (after == null || id.compareTo(after) > 0) {
        found.add(StoredStructs.read(row.value(), shape));
        if (found.size() == most) {
          break;
        }
      }
    }
    return found;
  }

  /** Stores a bucket's only document of a kind; returns the bucket as it is then. */
  public Bucket put(Transaction transaction, Bucket bucket, Kind kind, Struct document) {
    return put(transaction, bucket, kind, "", document);
  }

  /** As the other, of a kind of which there are several. */
  public Bucket put(Transaction transaction, Bucket bucket, Kind kind, String id, Struct document) {
    documents.put(transaction, key(bucket, kind).with(id), StoredStructs.write(document));
    if (bucket.has(kind)) {
      return bucket;
    }
    List<String> kinds = new ArrayList<>();
    if (bucket.configured() != null) {
      kinds.addAll(bucket.configured());
    }
    kinds.add(kind.name());
    Bucket changed = bucket.withConfigured(List.copyOf(kinds));
    buckets.put(transaction, changed);
    return changed;
  }

  /** Removes a bucket's only document of a kind; returns the bucket as it is then. */
  public Bucket delete(Transaction transaction, Bucket bucket, Kind kind) {
    return delete(transaction, bucket, kind, "");
  }

  /** As the other, of a kind of which there are several. */
  public Bucket delete(Transaction transaction, Bucket bucket, Kind kind, String id) {
    documents.delete(transaction, key(bucket, kind).with(id));
    if (!bucket.has(kind) || documents.first(transaction, key(bucket, kind)) != null) {
      return bucket;
    }
    List<String> kinds = new ArrayList<>(bucket.configured());
    kinds.remove(kind.name());
    Bucket changed = bucket.withConfigured(List.copyOf(kinds));
    buckets.put(transaction, changed);
    return changed;
  }

  /** Removes everything that is configured of a bucket. */
  void deleteAll(Transaction transaction, Bucket bucket) {
    documents.deletePrefix(transaction, bucket.objects());
  }

  private static Key key(Bucket bucket, Kind kind) {
    return bucket.objects().with(kind.name());
  }

  private static String idOf(Key key) {
    KeyReader parts = key.reader();
    parts.nextText(); // account
    parts.nextText(); // region
    parts.nextLong(); // bucket
    parts.nextText(); // kind
    return parts.nextText();
  }
}
