package io.nephele.services.firehose;

import io.nephele.api.firehose.InvalidKMSResourceException;
import io.nephele.core.datakeys.DataKey;
import io.nephele.core.datakeys.DataKeys;
import io.nephele.core.datakeys.KeyUse;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Encrypts waiting records under data keys of the stream's KMS key. What KMS said of a data key
 * holds for five minutes.
 */
final class RecordSealing {
  private final DataKeys keys;

  RecordSealing(FirehoseWorld firehose) {
    this.keys = new DataKeys(firehose.world(), error -> error);
  }

  /** Records as they wait. */
  List<WaitingRecord> seal(DeliveryStream stream, List<Bytes> data, long now) {
    DataKey key =
        stream.encryption() == null || stream.encryption().keyArn() == null ? null : toSeal(stream);
    List<WaitingRecord> records = new ArrayList<>(data.size());
    for (Bytes each : data) {
      records.add(
          key == null
              ? new WaitingRecord(each, now, null)
              : new WaitingRecord(key.seal(each), now, key.wrapped()));
    }
    return records;
  }

  /** The data of a record that waited. */
  byte[] open(DeliveryStream stream, WaitingRecord record) {
    Bytes wrapped = record.dataKey();
    if (wrapped == null) {
      return record.data().toArray();
    }
    Principal principal = principal(stream);
    DataKey key =
        keys.reuse(
            Key.of(stream.arn()).with(wrapped),
            principal,
            DataKeys.FIVE_MINUTES,
            () -> keys.open(use(stream, null, principal), wrapped));
    return key.open(record.data()).toArray();
  }

  private DataKey toSeal(DeliveryStream stream) {
    String keyArn = stream.encryption().keyArn();
    Principal principal = principal(stream);
    try {
      return keys.reuse(
          Key.of(stream.arn()).with(keyArn),
          principal,
          DataKeys.FIVE_MINUTES,
          () -> keys.make(use(stream, keyArn, principal)));
    } catch (AwsException e) {
      throw new InvalidKMSResourceException(e.getMessage());
    }
  }

  private static KeyUse use(DeliveryStream stream, String keyArn, Principal principal) {
    return new KeyUse(
        keyArn,
        Map.of("aws:firehose:arn", stream.arn()),
        principal,
        Regions.find(stream.region()),
        FirehoseWorld.origin(stream));
  }

  private static Principal principal(DeliveryStream stream) {
    return Principal.service(FirehoseWorld.PRINCIPAL, stream.accountId());
  }
}
