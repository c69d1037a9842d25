package io.nephele.services.kinesis;

import io.nephele.api.kinesis.StartStreamEncryptionInput;
import io.nephele.api.kinesis.StopStreamEncryptionInput;
import io.nephele.core.call.Call;
import io.nephele.model.Unit;

/** Has the records that are put from now on encrypted under a KMS key, or no longer. */
final class Encryption {
  private final KinesisWorld kinesis;
  private final Changes changes;
  private final StreamKeys keys;

  Encryption(KinesisWorld kinesis, Changes changes, StreamKeys keys) {
    this.kinesis = kinesis;
    this.changes = changes;
    this.keys = keys;
  }

  Unit start(StartStreamEncryptionInput in, Call call) {
    if (!Stream.KMS.equals(in.encryptionType())) {
      throw KinesisErrors.invalid("EncryptionType must be KMS to start encryption.");
    }
    Stream seen = active(in.streamName(), in.streamARN(), in.streamId(), call);
    // Says whether the key can be used at all, outside the transaction.
    keys.check(seen, in.keyId(), call);
    change(seen, Stream.KMS, in.keyId());
    return KinesisWorld.done(call);
  }

  Unit stop(StopStreamEncryptionInput in, Call call) {
    if (!Stream.KMS.equals(in.encryptionType())) {
      throw KinesisErrors.invalid("EncryptionType must be KMS to stop encryption.");
    }
    Stream seen = active(in.streamName(), in.streamARN(), in.streamId(), call);
    if (!seen.isEncrypted()) {
      throw KinesisErrors.invalid(
          "Stream " + seen.name() + " under account " + seen.accountId() + " is not encrypted.");
    }
    change(seen, Stream.NONE, null);
    return KinesisWorld.done(call);
  }

  private Stream active(String name, String arn, String id, Call call) {
    Stream stream = kinesis.find(name, arn, id, call);
    if (!stream.status().equals(Stream.ACTIVE)) {
      throw KinesisErrors.notActive(stream);
    }
    return stream;
  }

  private void change(Stream seen, String encryption, String keyId) {
    kinesis.write(
        seen.address(),
        (transaction, stream) -> {
          if (!stream.status().equals(Stream.ACTIVE)) {
            throw KinesisErrors.notActive(stream);
          }
          return changes.begin(
              transaction,
              stream.edit().encryption(encryption).keyId(keyId).done(),
              StreamChange.settings());
        });
  }
}
