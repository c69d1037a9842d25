package io.nephele.services.xray;

import io.nephele.api.kms.DecryptRequest;
import io.nephele.api.kms.GenerateDataKeyRequest;
import io.nephele.api.kms.GenerateDataKeyResponse;
import io.nephele.api.kms.Kms;
import io.nephele.api.xray.EncryptionConfig;
import io.nephele.api.xray.EncryptionStatus;
import io.nephele.api.xray.EncryptionType;
import io.nephele.api.xray.GetEncryptionConfigRequest;
import io.nephele.api.xray.GetEncryptionConfigResult;
import io.nephele.api.xray.PutEncryptionConfigRequest;
import io.nephele.api.xray.PutEncryptionConfigResult;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.call.Origin;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys under which an account's segments are encrypted where it has chosen a key of KMS. KMS
 * makes and decrypts data keys in the name of who sends and reads traces, who needs the permission.
 * What KMS said holds for five minutes; a data key encrypts what is sent in a day.
 */
final class TraceKeys {
  private static final String SERVICE = "xray.amazonaws.com";
  private static final long REUSED_MILLIS = 300_000;
  private static final long DAY = 86_400_000;
  private static final int MOST_KNOWN = 1000;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final World world;
  private final Table<Chosen> chosen = Table.ofOftenRead("xray.encryption", Chosen.class);
  private final Table<Wrapped> wrapped = Table.of("xray.dataKeys", Wrapped.class);
  private final Map<Key, Known> known = new ConcurrentHashMap<>();

  TraceKeys(World world) {
    this.world = world;
  }

  /** The ARN of the key of KMS that an account uses in a region. */
  record Chosen(String kmsKeyArn) {}

  /** A data key as it is stored. */
  record Wrapped(Bytes key, String kmsKeyArn, long madeAt) {}

  private record Known(SecretKeySpec key, long until) {}

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
    Chosen next = kms ? new Chosen(generate(in.keyId(), call).keyId()) : null;
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

  private GenerateDataKeyResponse generate(String keyId, Call call) {
    try {
      return world.call(
          Kms.GenerateDataKey,
          new GenerateDataKeyRequest().keyId(keyId).keySpec("AES_256"),
          call.principal(),
          call.region(),
          origin(call));
    } catch (AwsException e) {
      throw e.clientFault() ? XRayErrors.invalid(e.getMessage()) : e;
    }
  }

  private static Origin origin(Call call) {
    return call.origin().through(SERVICE);
  }

  /** A document as it is stored, encrypted where the account has a key of KMS. */
  StoredSegment seal(SegmentRules.Accepted segment, Call call) {
    long number = current(call);
    if (number == 0) {
      return new StoredSegment(
          segment.document(), segment.subsegment(), segment.inProgress(), 1, 0, null);
    }
    byte[] nonce = world.ids().secretBytes(NONCE);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key(number, call), nonce);
      byte[] text = segment.document().getBytes(StandardCharsets.UTF_8);
      byte[] encrypted = Arrays.copyOf(nonce, NONCE + cipher.getOutputSize(text.length));
      cipher.doFinal(text, 0, text.length, encrypted, NONCE);
      return new StoredSegment(
          null, segment.subsegment(), segment.inProgress(), 1, number, Bytes.of(encrypted));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("segments cannot be encrypted", e);
    }
  }

  /** A stored segment with its document. */
  StoredSegment open(StoredSegment stored, Call call) {
    if (stored.dataKey() == 0) {
      return stored;
    }
    byte[] encrypted = stored.encrypted().toArray();
    try {
      byte[] text =
          cipher(Cipher.DECRYPT_MODE, key(stored.dataKey(), call), encrypted)
              .doFinal(encrypted, NONCE, encrypted.length - NONCE);
      return new StoredSegment(
          new String(text, StandardCharsets.UTF_8),
          stored.subsegment(),
          stored.inProgress(),
          stored.revision(),
          0,
          null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a segment cannot be decrypted", e);
    }
  }

  private static Cipher cipher(int mode, SecretKeySpec key, byte[] beginsWithNonce)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, beginsWithNonce, 0, NONCE));
    return cipher;
  }

  /** The number of the data key that encrypts now; 0 where none does. */
  private long current(Call call) {
    Key owner = owner(call);
    long now = world.clock().millis();
    Chosen use = world.store().read(reader -> chosen.get(reader, owner));
    if (use == null) {
      return 0;
    }
    Table.Row<Wrapped> latest = world.store().read(reader -> latest(reader, owner));
    if (latest != null
        && latest.value().kmsKeyArn.equals(use.kmsKeyArn)
        && now - latest.value().madeAt < DAY) {
      return latest.key().without(owner).reader().nextLong();
    }
    GenerateDataKeyResponse made = generate(use.kmsKeyArn, call);
    Wrapped row = new Wrapped(made.ciphertextBlob(), made.keyId(), now);
    long number =
        world
            .store()
            .write(
                transaction -> {
                  Table.Row<Wrapped> last = latest(transaction, owner);
                  long free = last == null ? 1 : last.key().without(owner).reader().nextLong() + 1;
                  wrapped.put(transaction, owner.with(free), row);
                  return free;
                });
    keep(owner.with(number), new SecretKeySpec(made.plaintext().toArray(), "AES"), now);
    return number;
  }

  private Table.Row<Wrapped> latest(Reader reader, Key owner) {
    Table.Rows<Wrapped> rows = wrapped.scan(reader, KeyRange.prefix(owner), Direction.REVERSE);
    return rows.hasNext() ? rows.next() : null;
  }

  /** Has KMS decrypt a data key, unless it did so lately. */
  private SecretKeySpec key(long number, Call call) {
    Key name = owner(call).with(number);
    long now = world.clock().millis();
    Known last = known.get(name);
    if (last != null && now < last.until && now >= last.until - REUSED_MILLIS) {
      return last.key;
    }
    Wrapped row = world.store().read(reader -> wrapped.get(reader, name));
    if (row == null) {
      throw new IllegalStateException("a data key of X-Ray is not there");
    }
    try {
      byte[] plain =
          world
              .call(
                  Kms.Decrypt,
                  new DecryptRequest().keyId(row.kmsKeyArn).ciphertextBlob(row.key),
                  call.principal(),
                  call.region(),
                  origin(call))
              .plaintext()
              .toArray();
      SecretKeySpec key = new SecretKeySpec(plain, "AES");
      keep(name, key, now);
      return key;
    } catch (AwsException e) {
      throw e.clientFault() ? XRayErrors.invalid(e.getMessage()) : e;
    }
  }

  private void keep(Key name, SecretKeySpec key, long now) {
    if (known.size() >= MOST_KNOWN) {
      known.clear();
    }
    known.put(name, new Known(key, now + REUSED_MILLIS));
  }
}
