package io.nephele.services.firehose;

import io.nephele.api.firehose.InvalidKMSResourceException;
import io.nephele.api.kms.DecryptRequest;
import io.nephele.api.kms.GenerateDataKeyRequest;
import io.nephele.api.kms.GenerateDataKeyResponse;
import io.nephele.api.kms.Kms;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Regions;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts waiting records under data keys of the stream's KMS key. What KMS said of a data key
 * holds for five minutes.
 */
final class RecordSealing {
  private static final long REUSED_MILLIS = 300_000;
  private static final int MOST_KEPT = 1000;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final FirehoseWorld firehose;
  private final Map<String, DataKey> current = new ConcurrentHashMap<>();
  private final Map<Bytes, DataKey> opened = new ConcurrentHashMap<>();

  RecordSealing(FirehoseWorld firehose) {
    this.firehose = firehose;
  }

  private record DataKey(byte[] plain, Bytes wrapped, long since) {
    boolean holds(long now) {
      return now - since < REUSED_MILLIS;
    }
  }

  /** Records as they wait. */
  List<WaitingRecord> seal(DeliveryStream stream, List<Bytes> data, long now) {
    DataKey key =
        stream.encryption() == null || stream.encryption().keyArn() == null
            ? null
            : toSeal(stream, now);
    List<WaitingRecord> records = new ArrayList<>(data.size());
    for (Bytes each : data) {
      records.add(
          key == null
              ? new WaitingRecord(each, now, null)
              : new WaitingRecord(sealed(key, each), now, key.wrapped));
    }
    return records;
  }

  private Bytes sealed(DataKey key, Bytes data) {
    byte[] nonce = firehose.world().ids().secretBytes(NONCE);
    byte[] sealed = crypt(Cipher.ENCRYPT_MODE, key, nonce, data.toArray(), 0);
    return Bytes.of(ByteBuffer.allocate(NONCE + sealed.length).put(nonce).put(sealed).array());
  }

  /** The data of a record that waited. */
  byte[] open(DeliveryStream stream, WaitingRecord record) {
    byte[] data = record.data().toArray();
    if (record.dataKey() == null) {
      return data;
    }
    byte[] nonce = new byte[NONCE];
    System.arraycopy(data, 0, nonce, 0, NONCE);
    return crypt(Cipher.DECRYPT_MODE, toOpen(stream, record.dataKey()), nonce, data, NONCE);
  }

  private static byte[] crypt(int mode, DataKey key, byte[] nonce, byte[] data, int from) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, new SecretKeySpec(key.plain, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
      return cipher.doFinal(data, from, data.length - from);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a waiting record cannot be encrypted or decrypted", e);
    }
  }

  private DataKey toSeal(DeliveryStream stream, long now) {
    String keyArn = stream.encryption().keyArn();
    DataKey known = current.get(stream.arn() + keyArn);
    if (known != null && known.holds(now)) {
      return known;
    }
    try {
      GenerateDataKeyResponse made =
          firehose
              .world()
              .call(
                  Kms.GenerateDataKey,
                  new GenerateDataKeyRequest()
                      .keyId(keyArn)
                      .keySpec("AES_256")
                      .encryptionContext(context(stream)),
                  principal(stream),
                  Regions.find(stream.region()),
                  FirehoseWorld.origin(stream));
      DataKey key = new DataKey(made.plaintext().toArray(), made.ciphertextBlob(), now);
      keep(current, stream.arn() + keyArn, key);
      return key;
    } catch (AwsException e) {
      throw new InvalidKMSResourceException(e.getMessage());
    }
  }

  private DataKey toOpen(DeliveryStream stream, Bytes wrapped) {
    long now = firehose.now();
    DataKey known = opened.get(wrapped);
    if (known != null && known.holds(now)) {
      return known;
    }
    Bytes plain =
        firehose
            .world()
            .call(
                Kms.Decrypt,
                new DecryptRequest().ciphertextBlob(wrapped).encryptionContext(context(stream)),
                principal(stream),
                Regions.find(stream.region()),
                FirehoseWorld.origin(stream))
            .plaintext();
    DataKey key = new DataKey(plain.toArray(), wrapped, now);
    keep(opened, wrapped, key);
    return key;
  }

  private static <K> void keep(Map<K, DataKey> keys, K name, DataKey key) {
    if (keys.size() >= MOST_KEPT) {
      keys.clear();
    }
    keys.put(name, key);
  }

  private static Map<String, String> context(DeliveryStream stream) {
    return Map.of("aws:firehose:arn", stream.arn());
  }

  private static Principal principal(DeliveryStream stream) {
    return Principal.service(FirehoseWorld.PRINCIPAL, stream.accountId());
  }
}
