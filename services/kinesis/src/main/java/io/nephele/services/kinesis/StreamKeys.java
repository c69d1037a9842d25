package io.nephele.services.kinesis;

import io.nephele.api.kinesis.KMSAccessDeniedException;
import io.nephele.api.kinesis.KMSDisabledException;
import io.nephele.api.kinesis.KMSInvalidStateException;
import io.nephele.api.kinesis.KMSNotFoundException;
import io.nephele.api.kinesis.KMSThrottlingException;
import io.nephele.core.call.Call;
import io.nephele.core.datakeys.DataKey;
import io.nephele.core.datakeys.DataKeys;
import io.nephele.core.datakeys.KeyUse;
import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import java.util.Map;

/**
 * The data keys of encrypted streams. Who puts records has KMS make one and who reads them has KMS
 * decrypt it, each with his own permissions; what KMS said holds for five minutes.
 */
final class StreamKeys {
  private static final String SERVICE = "kinesis.amazonaws.com";

  private final KinesisWorld kinesis;
  private final DataKeys keys;
  private final Table<Wrapped> wrapped = Table.of("kinesis.dataKeys", Wrapped.class);

  /**
   * A data key as it is stored.
   *
   * @param key what KMS made of it
   * @param kmsKeyArn the KMS key that encrypted it
   */
  record Wrapped(Bytes key, String kmsKeyArn) {}

  StreamKeys(KinesisWorld kinesis) {
    this.kinesis = kinesis;
    this.keys = new DataKeys(kinesis.world(), StreamKeys::ofKinesis);
  }

  /** The data key under which a caller puts records into an encrypted stream. */
  DataKey toPut(Stream stream, Call call) {
    return keys.reuse(
        stream.contentKey().with(stream.keyId()),
        call.principal(),
        DataKeys.FIVE_MINUTES,
        () -> {
          DataKey made = keys.make(use(stream, stream.keyId(), call));
          return made.numbered(store(stream, made));
        });
  }

  private long store(Stream stream, DataKey made) {
    Key rows = stream.contentKey();
    Wrapped row = new Wrapped(made.wrapped(), made.kmsKeyArn());
    long now = kinesis.now();
    return kinesis
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
  }

  /** A data key under which records are that a caller reads. */
  DataKey toGet(Stream stream, long number, Call call) {
    Key name = stream.contentKey().with(number);
    return keys.reuse(
        name, call.principal(), DataKeys.FIVE_MINUTES, () -> stored(stream, name, call));
  }

  private DataKey stored(Stream stream, Key name, Call call) {
    Wrapped row = kinesis.read(reader -> wrapped.get(reader, name));
    if (row == null) {
      throw new IllegalStateException("a data key of " + stream.arn() + " is not there");
    }
    return keys.open(use(stream, row.kmsKeyArn, call), row.key);
  }

  /** Has KMS say whether a caller may use a key; an error to him if not. */
  void check(Stream stream, String keyId, Call call) {
    keys.make(use(stream, keyId, call));
  }

  /** Removes those under which only records before that time were put. */
  void expire(Transaction transaction, Stream stream, long horizon) {
    long before = Shard.firstPosition(Math.max(0, horizon - DataKeys.FIVE_MINUTES));
    Key rows = stream.contentKey();
    wrapped.deleteRange(transaction, KeyRange.between(rows.with(0), rows.with(before)));
  }

  /** Removes all of a stream that is deleted. */
  void remove(Transaction transaction, Stream stream) {
    wrapped.deletePrefix(transaction, stream.contentKey());
  }

  private static KeyUse use(Stream stream, String keyId, Call call) {
    return KeyUse.through(
        SERVICE,
        call,
        Regions.find(stream.region()),
        keyId,
        Map.of("aws:kinesis:arn", stream.arn()));
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
