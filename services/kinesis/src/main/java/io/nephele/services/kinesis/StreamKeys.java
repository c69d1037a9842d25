package io.nephele.services.kinesis;

import io.nephele.api.kinesis.KMSAccessDeniedException;
import io.nephele.api.kinesis.KMSDisabledException;
import io.nephele.api.kinesis.KMSInvalidStateException;
import io.nephele.api.kinesis.KMSNotFoundException;
import io.nephele.api.kinesis.KMSThrottlingException;
import io.nephele.api.kms.DecryptRequest;
import io.nephele.api.kms.GenerateDataKeyRequest;
import io.nephele.api.kms.GenerateDataKeyResponse;
import io.nephele.api.kms.Kms;
import io.nephele.core.call.Call;
import io.nephele.core.call.Origin;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The data keys of encrypted streams. Who puts records has KMS make one and who reads them has KMS
 * decrypt it, each with his own permissions; what KMS said holds for five minutes.
 */
final class DataKeys {
  private static final long REUSED_MILLIS = 300_000;
  private static final int SWEPT_AT = 10_000;
  private static final String SERVICE = "kinesis.amazonaws.com";

  private final KinesisWorld kinesis;
  private final Table<Wrapped> wrapped = Table.of("kinesis.dataKeys", Wrapped.class);
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  /**
   * A data key as it is stored.
   *
   * @param key what KMS made of it
   * @param kmsKeyArn the KMS key that encrypted it
   */
  record Wrapped(Bytes key, String kmsKeyArn) {}

  /** A data key that somebody may use until a time. */
  private record Known(DataKey key, long until) {}

  DataKeys(KinesisWorld kinesis) {
    this.kinesis = kinesis;
  }

  /** The data key under which a caller puts records into an encrypted stream. */
  DataKey toPut(Stream stream, Call call) {
    String name = name(stream, call) + " put " + stream.keyId();
    Known last = known.get(name);
    long now = kinesis.now();
    if (last != null && now < last.until && now >= last.until - REUSED_MILLIS) {
      return last.key;
    }
    GenerateDataKeyResponse made = generate(stream, stream.keyId(), call);
    Key rows = stream.contentKey();
    Wrapped row = new Wrapped(made.ciphertextBlob(), made.keyId());
    long number =
        kinesis
            .world()
            .store()
            .write(
                transaction -> {
                  long free = Shard.firstPosition(now);
                  while (wrapped.contains(transaction, rows.with(free))) {
                    free++;
                  }
                  wrapped.put(transaction, rows.with(free), row);
                  return free;
                });
    return keep(name, new DataKey(number, made.plaintext().toArray()), now);
  }

  /** A data key under which records are that a caller reads. */
  DataKey toGet(Stream stream, long number, Call call) {
    String name = name(stream, call) + " get " + number;
    Known last = known.get(name);
    long now = kinesis.now();
    if (last != null && now < last.until && now >= last.until - REUSED_MILLIS) {
      return last.key;
    }
    Wrapped row = kinesis.read(reader -> wrapped.get(reader, stream.contentKey().with(number)));
    if (row == null) {
      throw new IllegalStateException("a data key of " + stream.arn() + " is not there");
    }
    return keep(name, new DataKey(number, decrypt(stream, row, call)), now);
  }

  private static String name(Stream stream, Call call) {
    return stream.contentKey() + " " + call.principal().arn();
  }

  private DataKey keep(String name, DataKey key, long now) {
    if (known.size() >= SWEPT_AT) {
      known.values().removeIf(each -> each.until <= now);
    }
    known.put(name, new Known(key, now + REUSED_MILLIS));
    return key;
  }

  /** Removes those under which only records before that time were put. */
  void expire(Transaction transaction, Stream stream, long horizon) {
    long before = Shard.firstPosition(Math.max(0, horizon - REUSED_MILLIS));
    Key rows = stream.contentKey();
    wrapped.deleteRange(transaction, KeyRange.between(rows.with(0), rows.with(before)));
  }

  /** Removes all of a stream that is deleted. */
  void remove(Transaction transaction, Stream stream) {
    wrapped.deletePrefix(transaction, stream.contentKey());
  }

  /** Has KMS make a data key; an error to the caller if it does not. */
  GenerateDataKeyResponse generate(Stream stream, String keyId, Call call) {
    try {
      return kinesis
          .world()
          .call(
              Kms.GenerateDataKey,
              new GenerateDataKeyRequest()
                  .keyId(keyId)
                  .keySpec("AES_256")
                  .encryptionContext(context(stream)),
              call.principal(),
              region(stream),
              origin(call));
    } catch (AwsException e) {
      throw ofKinesis(e);
    }
  }

  private byte[] decrypt(Stream stream, Wrapped row, Call call) {
    try {
      return kinesis
          .world()
          .call(
              Kms.Decrypt,
              new DecryptRequest()
                  .keyId(row.kmsKeyArn)
                  .ciphertextBlob(row.key)
                  .encryptionContext(context(stream)),
              call.principal(),
              region(stream),
              origin(call))
          .plaintext()
          .toArray();
    } catch (AwsException e) {
      throw ofKinesis(e);
    }
  }

  private static Map<String, String> context(Stream stream) {
    return Map.of("aws:kinesis:arn", stream.arn());
  }

  private static Region region(Stream stream) {
    return Regions.find(stream.region());
  }

  /** Kinesis calls in the name of its caller. */
  private static Origin origin(Call call) {
    Origin from = call.origin();
    List<String> calledVia = new ArrayList<>(from.calledVia());
    if (!calledVia.contains(SERVICE)) {
      calledVia.add(SERVICE);
    }
    return new Origin(
        "https",
        from.host(),
        from.sourceAddress(),
        from.userAgent(),
        from.referer(),
        List.copyOf(calledVia),
        from.sourceArn());
  }

  /** KMS's error as Kinesis hands it on. */
  private static AwsException ofKinesis(AwsException e) {
    return switch (e.code()) {
      case "NotFoundException", "InvalidArnException" -> new KMSNotFoundException(e.getMessage());
      case "DisabledException" -> new KMSDisabledException(e.getMessage());
      case "KMSInvalidStateException", "InvalidKeyUsageException" ->
          new KMSInvalidStateException(e.getMessage());
      case "AccessDeniedException" -> new KMSAccessDeniedException(e.getMessage());
      case "ThrottlingException" -> new KMSThrottlingException(e.getMessage());
      default -> e;
    };
  }
}
