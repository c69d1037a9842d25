package io.nephele.services.s3.encryption;

import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.services.s3.buckets.Bucket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Bucket keys: data keys that KMS made for a bucket, from which S3 derives those of objects. Each
 * is kept for a short time for each caller, so that KMS is not asked for every object.
 */
final class BucketKeys {
  /** How long a bucket key is used before KMS is asked again. */
  private static final long LIFETIME_MILLIS = 5 * 60_000;

  private final World world;
  private final KmsKeys kms;
  private final Table<Kept> kept;

  /** A bucket key, as it is and as KMS encrypted it. */
  record Kept(Bytes key, Bytes wrapped, String kmsKeyArn, long expiresAt) {}

  BucketKeys(World world, KmsKeys kms) {
    this.world = world;
    this.kms = kms;
    this.kept = Table.sealed("s3.bucketKeys", Kept.class, world.rootKey());
  }

  /** The key for new objects of a bucket. */
  KmsKeys.Generated current(
      Bucket bucket, String kmsKeyId, Map<String, String> context, Call call) {
    Key row = rows(bucket, call).with("new").with(kmsKeyId);
    Kept known = find(row);
    if (known == null) {
      KmsKeys.Generated made = kms.generate(bucket, kmsKeyId, context, call);
      known = keep(bucket, call, row, made.key(), made.wrapped(), made.kmsKeyArn());
    }
    return new KmsKeys.Generated(known.key.toArray(), known.wrapped, known.kmsKeyArn);
  }

  /** A key that objects were encrypted with. */
  byte[] open(
      Bucket bucket, String kmsKeyArn, Bytes wrapped, Map<String, String> context, Call call) {
    Key row = rows(bucket, call).with("old").with(wrapped);
    Kept known = find(row);
    if (known == null) {
      byte[] key = kms.decrypt(bucket, kmsKeyArn, wrapped, context, call);
      known = keep(bucket, call, row, key, wrapped, kmsKeyArn);
    }
    return known.key.toArray();
  }

  private Kept find(Key row) {
    try {
      Kept found = world.store().read(reader -> kept.get(reader, row));
      return found != null && found.expiresAt > world.clock().millis() ? found : null;
    } catch (AwsException otherRootKey) {
      return null; // of a world that comes from elsewhere: KMS is asked again
    }
  }

  private Kept keep(
      Bucket bucket, Call call, Key row, byte[] key, Bytes wrapped, String kmsKeyArn) {
    long now = world.clock().millis();
    Kept made = new Kept(Bytes.of(key), wrapped, kmsKeyArn, now + LIFETIME_MILLIS);
    return world
        .store()
        .write(
            transaction -> {
              deleteExpired(transaction, rows(bucket, call), now);
              kept.put(transaction, row, made);
              return made;
            });
  }

  /** There are few: those of one caller in one bucket. */
  private void deleteExpired(Transaction transaction, Key rows, long now) {
    List<Key> expired = new ArrayList<>();
    for (Table.Row<Kept> row : kept.scan(transaction, rows)) {
      if (isOver(row, now)) {
        expired.add(row.key());
      }
    }
    expired.forEach(key -> kept.delete(transaction, key));
  }

  private static boolean isOver(Table.Row<Kept> row, long now) {
    try {
      return row.value().expiresAt <= now;
    } catch (AwsException otherRootKey) {
      return true;
    }
  }

  private static Key rows(Bucket bucket, Call call) {
    return bucket.objects().with(call.principal().entityArn());
  }
}
