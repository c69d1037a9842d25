package io.nephele.services.s3.encryption;

import io.nephele.core.World;
import io.nephele.core.store.Key;
import io.nephele.core.store.Table;
import io.nephele.model.Bytes;
import io.nephele.services.s3.bodies.DerivedKeys;
import io.nephele.services.s3.buckets.Bucket;

/** The keys by which bodies are encrypted. */
public final class DataKeys {
  private static final int LENGTH = 32;

  private final World world;
  private final Table<RootKey> rootKeys = Table.ofOftenRead("s3.rootKeys", RootKey.class);

  /** What data keys of SSE-S3 are derived from, in one account and region. */
  record RootKey(Bytes key) {}

  /** The data keys of a world. */
  public DataKeys(World world) {
    this.world = world;
  }

  /** A new data key and what is stored to have it again. */
  public record NewKey(byte[] key, StoredEncryption encryption) {}

  /** A key for a new object under S3's own keys. */
  public NewKey ofS3(Bucket bucket) {
    Bytes salt = Bytes.of(world.ids().secretBytes(LENGTH));
    return new NewKey(derive(rootKey(bucket), salt), StoredEncryption.ofS3(salt));
  }

  /** The key of an object that is encrypted under S3's own keys. */
  public byte[] ofS3(Bucket bucket, StoredEncryption encryption) {
    return derive(rootKey(bucket), encryption.salt());
  }

  private byte[] rootKey(Bucket bucket) {
    Key key = bucket.owner();
    RootKey known = world.store().read(reader -> rootKeys.get(reader, key));
    if (known == null) {
      RootKey made = new RootKey(Bytes.of(world.ids().secretBytes(LENGTH)));
      known =
          world
              .store()
              .write(
                  transaction -> {
                    RootKey there = rootKeys.get(transaction, key);
                    if (there == null) {
                      rootKeys.put(transaction, key, made);
                      return made;
                    }
                    return there;
                  });
    }
    return known.key().toArray();
  }

  static byte[] derive(byte[] from, Bytes salt) {
    return DerivedKeys.of(from, 0, salt);
  }
}
