package io.nephele.services.logs.events;

import io.nephele.api.kms.DecryptRequest;
import io.nephele.api.kms.GenerateDataKeyRequest;
import io.nephele.api.kms.GenerateDataKeyResponse;
import io.nephele.api.kms.Kms;
import io.nephele.api.logs.AccessDeniedException;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.services.logs.state.Group;
import io.nephele.services.logs.state.LogsErrors;
import io.nephele.services.logs.state.LogsWorld;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The data keys of groups with a KMS key. CloudWatch Logs has KMS make and decrypt them in its own
 * name, so the KMS key's policy has to allow that. What KMS said holds for five minutes; a data key
 * encrypts what is put in a day.
 */
public final class GroupKeys {
  private static final long REUSED_MILLIS = 300_000;
  private static final long DAY = 86_400_000;
  private static final int MOST_KNOWN = 10_000;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final LogsWorld logs;
  private final Table<Wrapped> wrapped = Table.of("logs.dataKeys", Wrapped.class);
  private final Map<Key, Known> known = new ConcurrentHashMap<>();

  /** The data keys of a world. */
  public GroupKeys(LogsWorld logs) {
    this.logs = logs;
  }

  /** A data key as it is stored. */
  record Wrapped(Bytes key, String kmsKeyArn, String groupArn, long madeAt) {}

  private record Known(SecretKeySpec key, long until) {}

  /** What encrypts the rows that are put now. */
  record Sealing(long number, SecretKeySpec key) {}

  /**
   * The ARN of a KMS key that a group may use.
   *
   * @throws AwsException if KMS does not let Logs use it
   */
  public String check(Group group, String keyId) {
    return generate(group, keyId).keyId();
  }

  private GenerateDataKeyResponse generate(Group group, String keyId) {
    try {
      return logs.world()
          .call(
              Kms.GenerateDataKey,
              new GenerateDataKeyRequest()
                  .keyId(keyId)
                  .keySpec("AES_256")
                  .encryptionContext(context(group.arn())),
              principal(group),
              Regions.find(group.region()),
              origin(group));
    } catch (AwsException e) {
      throw ofLogs(e, group.arn());
    }
  }

  private static Map<String, String> context(String arn) {
    return Map.of("aws:logs:arn", arn);
  }

  private static Principal principal(Group group) {
    return Principal.service("logs." + group.region() + ".amazonaws.com", group.accountId());
  }

  private static Origin origin(Group group) {
    return Origin.service("logs." + group.region() + ".amazonaws.com", group.arn());
  }

  private static AwsException ofLogs(AwsException e, String arn) {
    if (!e.clientFault()) {
      return e;
    }
    String message =
        "The specified KMS key does not exist or is not allowed to be used with Arn '" + arn + "'";
    return switch (e.code()) {
      case "DisabledException", "KMSInvalidStateException", "InvalidKeyUsageException" ->
          LogsErrors.invalid(e.getMessage());
      default -> new AccessDeniedException(message);
    };
  }

  /** The key under which rows are put now; null where the group has no KMS key. */
  Sealing toPut(Group group) {
    if (group.kmsKeyId() == null) {
      return null;
    }
    Key rows = group.contentKey();
    long now = logs.now();
    Table.Row<Wrapped> latest =
        logs.read(
            reader -> {
              var newest =
                  wrapped.scan(
                      reader,
                      io.nephele.core.store.KeyRange.prefix(rows),
                      io.nephele.core.store.Direction.REVERSE);
              return newest.hasNext() ? newest.next() : null;
            });
    if (latest != null
        && latest.value().kmsKeyArn.equals(group.kmsKeyId())
        && now - latest.value().madeAt < DAY) {
      long number = latest.key().without(rows).reader().nextLong();
      return new Sealing(number, key(group, number));
    }
    GenerateDataKeyResponse made = generate(group, group.kmsKeyId());
    Wrapped row = new Wrapped(made.ciphertextBlob(), made.keyId(), group.arn(), now);
    long number =
        logs.write(
            transaction -> {
              long free = Math.max(1, now);
              while (wrapped.contains(transaction, rows.with(free))) {
                free++;
              }
              wrapped.put(transaction, rows.with(free), row);
              return free;
            });
    SecretKeySpec key = new SecretKeySpec(made.plaintext().toArray(), "AES");
    keep(rows.with(number), key, now);
    return new Sealing(number, key);
  }

  /** Has KMS decrypt a data key, unless it did so lately. */
  private SecretKeySpec key(Group group, long number) {
    Key name = group.contentKey().with(number);
    SecretKeySpec there = known(name);
    if (there != null) {
      return there;
    }
    Wrapped row = logs.read(reader -> wrapped.get(reader, name));
    if (row == null) {
      throw new IllegalStateException("a data key of " + group.arn() + " is not there");
    }
    Region region = Regions.find(group.region());
    try {
      byte[] plain =
          logs.world()
              .call(
                  Kms.Decrypt,
                  new DecryptRequest()
                      .keyId(row.kmsKeyArn)
                      .ciphertextBlob(row.key)
                      .encryptionContext(context(row.groupArn)),
                  principal(group),
                  region,
                  origin(group))
              .plaintext()
              .toArray();
      SecretKeySpec key = new SecretKeySpec(plain, "AES");
      keep(name, key, logs.now());
      return key;
    } catch (AwsException e) {
      throw ofLogs(e, row.groupArn);
    }
  }

  private SecretKeySpec known(Key name) {
    Known last = known.get(name);
    long now = logs.now();
    return last != null && now < last.until && now >= last.until - REUSED_MILLIS ? last.key : null;
  }

  private void keep(Key name, SecretKeySpec key, long now) {
    if (known.size() >= MOST_KNOWN) {
      known.clear();
    }
    known.put(name, new Known(key, now + REUSED_MILLIS));
  }

  /** Encrypts the content of a row, bound to the timestamp of its first event. */
  byte[] seal(Sealing sealing, byte[] content, long first) {
    byte[] nonce = logs.world().ids().secretBytes(NONCE);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, sealing.key, nonce, first);
      ByteBuffer encrypted = ByteBuffer.allocate(NONCE + cipher.getOutputSize(content.length));
      encrypted.put(nonce);
      cipher.doFinal(ByteBuffer.wrap(content), encrypted);
      return encrypted.array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("events cannot be encrypted", e);
    }
  }

  /** Decrypts the rows of a group with what KMS decrypted lately. */
  public OpenKeys of(Group group) {
    return (number, encrypted, first) -> {
      SecretKeySpec key = known(group.contentKey().with(number));
      if (key == null) {
        throw new MissingKeyException(group, number);
      }
      try {
        return cipher(Cipher.DECRYPT_MODE, key, encrypted, first)
            .doFinal(encrypted, NONCE, encrypted.length - NONCE);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("events cannot be decrypted", e);
      }
    };
  }

  /**
   * Reads events of groups; where a data key is missing, has KMS decrypt it and reads again.
   *
   * @throws AwsException if KMS does not
   */
  public <T> T read(Function<Reader, T> body) {
    while (true) {
      try {
        return logs.read(body);
      } catch (MissingKeyException missing) {
        key(missing.group(), missing.number());
      }
    }
  }

  /** Removes those of a group. */
  public void remove(Transaction transaction, Group group) {
    wrapped.deletePrefix(transaction, group.contentKey());
  }

  private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonceAt, long first)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonceAt, 0, NONCE));
    cipher.updateAAD(ByteBuffer.allocate(Long.BYTES).putLong(first).array());
    return cipher;
  }
}
