package io.nephele.services.xray;

import io.nephele.api.xray.EncryptionConfig;
import io.nephele.api.xray.EncryptionStatus;
import io.nephele.api.xray.EncryptionType;
import io.nephele.api.xray.GetEncryptionConfigRequest;
import io.nephele.api.xray.GetEncryptionConfigResult;
import io.nephele.api.xray.PutEncryptionConfigRequest;
import io.nephele.api.xray.PutEncryptionConfigResult;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.datakeys.DataKey;
import io.nephele.core.datakeys.DataKeys;
import io.nephele.core.datakeys.KeyUse;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Table;
import io.nephele.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The keys under which an account's segments are encrypted where it has chosen a key of KMS. KMS
 * makes and decrypts data keys in the name of who sends and reads traces, who needs the permission;
 * what it said holds for five minutes.
 */
final class TraceKeys {
  private static final String SERVICE = "xray.amazonaws.com";

  private final World world;
  private final DataKeys keys;
  private final Table<Chosen> chosen = Table.ofOftenRead("xray.encryption", Chosen.class);
  private final Table<Wrapped> wrapped = Table.of("xray.dataKeys", Wrapped.class);

  TraceKeys(World world) {
    this.world = world;
    this.keys = new DataKeys(world, e -> e.clientFault() ? XRayErrors.invalid(e.getMessage()) : e);
  }

  /** The ARN of the key of KMS that an account uses in a region. */
  record Chosen(String kmsKeyArn) {}

  /** A data key as it is stored. */
  record Wrapped(Bytes key, String kmsKeyArn) {}

  private static Key owner(Call call) {
    return Key.of(call.accountId()).with(call.region().name());
  }

  GetEncryptionConfigResult encryption(GetEncryptionConfigRequest in, Call call) {
    Chosen now = world.store().read(reader -> chosen.get(reader, owner(call)));
    return new GetEncryptionConfigResult().encryptionConfig(told(now));
  }

  PutEncryptionConfigResult putEncryption(PutEncryptionConfigRequest in, Call call) {
    boolean kms = in.type().equals(EncryptionType.KMS);
    if (kms && in.keyId() == null) {
      throw XRayErrors.invalid("A KeyId is needed when Type is KMS");
    }
    if (!kms && in.keyId() != null) {
      throw XRayErrors.invalid("A KeyId cannot be given when Type is NONE");
    }
    // KMS says whether the key can be used, and its ARN.
    Chosen next = kms ? new Chosen(keys.make(use(in.keyId(), call)).kmsKeyArn()) : null;
    world
        .store()
        .write(
            transaction -> {
              if (next == null) {
                chosen.delete(transaction, owner(call));
              } else {
                chosen.put(transaction, owner(call), next);
              }
              return null;
            });
    return new PutEncryptionConfigResult().encryptionConfig(told(next));
  }

  private static EncryptionConfig told(Chosen now) {
    EncryptionConfig config = new EncryptionConfig().status(EncryptionStatus.ACTIVE);
    return now == null
        ? config.type(EncryptionType.NONE)
        : config.type(EncryptionType.KMS).keyId(now.kmsKeyArn);
  }

  private static KeyUse use(String keyId, Call call) {
    return KeyUse.through(SERVICE, call, call.region(), keyId, Map.of());
  }

  /** A document as it is stored, encrypted where the account has a key of KMS. */
  StoredSegment seal(SegmentRules.Accepted segment, Call call) {
    Chosen use = world.store().read(reader -> chosen.get(reader, owner(call)));
    if (use == null) {
      return new StoredSegment(
          segment.document(), segment.subsegment(), segment.inProgress(), 1, 0, null);
    }
    DataKey key =
        keys.reuse(
            owner(call).with(use.kmsKeyArn),
            call.principal(),
            DataKeys.FIVE_MINUTES,
            () -> store(keys.make(use(use.kmsKeyArn, call)), call));
    return new StoredSegment(
        null,
        segment.subsegment(),
        segment.inProgress(),
        1,
        key.number(),
        key.seal(Bytes.utf8(segment.document())));
  }

  /** Stores a data key under the next number. */
  private DataKey store(DataKey made, Call call) {
    Key owner = owner(call);
    long number =
        world
            .store()
            .write(
                transaction -> {
                  Table.Rows<Wrapped> last =
                      wrapped.scan(transaction, KeyRange.prefix(owner), Direction.REVERSE);
                  long next =
                      last.hasNext() ? last.next().key().without(owner).reader().nextLong() + 1 : 1;
                  wrapped.put(
                      transaction, owner.with(next), new Wrapped(made.wrapped(), made.kmsKeyArn()));
                  return next;
                });
    return made.numbered(number);
  }

  /** A stored segment with its document. */
  StoredSegment open(StoredSegment stored, Call call) {
    if (stored.dataKey() == 0) {
      return stored;
    }
    Key name = owner(call).with(stored.dataKey());
    DataKey key =
        keys.reuse(name, call.principal(), DataKeys.FIVE_MINUTES, () -> unwrap(name, call));
    return new StoredSegment(
        new String(key.open(stored.encrypted()).toArray(), StandardCharsets.UTF_8),
        stored.subsegment(),
        stored.inProgress(),
        stored.revision(),
        0,
        null);
  }

  private DataKey unwrap(Key name, Call call) {
    Wrapped row = world.store().read(reader -> wrapped.get(reader, name));
    if (row == null) {
      throw new IllegalStateException("a data key of X-Ray is not there");
    }
    return keys.open(use(row.kmsKeyArn, call), row.key);
  }
}
