package io.nephele.core.datakeys;

import io.nephele.api.kms.DecryptRequest;
import io.nephele.api.kms.GenerateDataKeyRequest;
import io.nephele.api.kms.GenerateDataKeyResponse;
import io.nephele.api.kms.Kms;
import io.nephele.core.World;
import io.nephele.core.identity.Principal;
import io.nephele.core.store.Key;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The data keys of a service: KMS makes and decrypts them for whoever the service acts for, and
 * what KMS said may hold for some time of the world's clock. Keys are kept in memory only, for each
 * principal his own, so that a key that is disabled, or a permission that is taken, shows when that
 * time is over.
 */
public final class DataKeys {
  /** For how long most services use a data key again. */
  public static final long FIVE_MINUTES = 300_000;

  private static final int MOST_KEPT = 10_000;

  private final World world;
  private final UnaryOperator<AwsException> errors;
  private final Map<Place, Kept> kept = new ConcurrentHashMap<>();

  private record Place(String accountId, String arn, Key name) {}

  private record Kept(DataKey key, long since, long millis) {
    boolean holds(long now) {
      return now - since < millis && now >= since;
    }
  }

  /**
   * The data keys of a service.
   *
   * @param errors what the service makes of an error of KMS's
   */
  public DataKeys(World world, UnaryOperator<AwsException> errors) {
    this.world = world;
    this.errors = errors;
  }

  /** Has KMS make a new data key. */
  public DataKey make(KeyUse use) {
    try {
      GenerateDataKeyResponse made =
          world.call(
              Kms.GenerateDataKey,
              new GenerateDataKeyRequest()
                  .keyId(use.keyId())
                  .keySpec("AES_256")
                  .encryptionContext(use.context()),
              use.principal(),
              use.region(),
              use.origin());
      return DataKey.made(made.plaintext(), made.ciphertextBlob(), made.keyId());
    } catch (AwsException e) {
      throw errors.apply(e);
    }
  }

  /**
   * Has KMS make a new data key and decrypt it, for services that ask of whoever encrypts that he
   * may decrypt too.
   */
  public DataKey makeAndOpen(KeyUse use) {
    DataKey made = make(use);
    open(use, made.wrapped());
    return made;
  }

  /** Has KMS decrypt a data key that was made before. */
  public DataKey open(KeyUse use, Bytes wrapped) {
    try {
      Bytes plain =
          world
              .call(
                  Kms.Decrypt,
                  new DecryptRequest()
                      .keyId(use.keyId())
                      .ciphertextBlob(wrapped)
                      .encryptionContext(use.context()),
                  use.principal(),
                  use.region(),
                  use.origin())
              .plaintext();
      return DataKey.opened(plain, wrapped, use.keyId());
    } catch (AwsException e) {
      throw errors.apply(e);
    }
  }

  /**
   * The data key that a principal was given under that name not long ago, or else a new one, which
   * is then kept.
   *
   * @param name of the data key; keys that encrypt have others than keys that were made before
   * @param millis for how long a new one is kept
   * @param otherwise asks KMS
   */
  public DataKey reuse(Key name, Principal principal, long millis, Supplier<DataKey> otherwise) {
    Place place = new Place(principal.accountId(), principal.arn(), name);
    Kept known = kept.get(place);
    return known != null && known.holds(world.clock().millis())
        ? known.key
        : keep(place, otherwise.get(), millis);
  }

  private DataKey keep(Place place, DataKey key, long millis) {
    long now = world.clock().millis();
    if (kept.size() >= MOST_KEPT) {
      kept.values().removeIf(each -> !each.holds(now));
      if (kept.size() >= MOST_KEPT) {
        kept.clear();
      }
    }
    kept.put(place, new Kept(key, now, millis));
    return key;
  }
}
