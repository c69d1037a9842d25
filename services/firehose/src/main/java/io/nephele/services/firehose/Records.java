package io.nephele.services.firehose;

import io.nephele.api.firehose.PutRecordBatchInput;
import io.nephele.api.firehose.PutRecordBatchOutput;
import io.nephele.api.firehose.PutRecordBatchResponseEntry;
import io.nephele.api.firehose.PutRecordInput;
import io.nephele.api.firehose.PutRecordOutput;
import io.nephele.api.firehose.Record;
import io.nephele.core.call.Call;
import io.nephele.core.store.LockKey;
import io.nephele.model.Bytes;
import java.util.ArrayList;
import java.util.List;

/** Takes records. */
final class Records {
  private static final int MOST_BYTES = 4 << 20;
  private static final int ID_BYTES = 168;

  private final FirehoseWorld firehose;
  private final Buffers buffers;
  private final RecordSealing sealing;

  Records(FirehoseWorld firehose, Buffers buffers, RecordSealing sealing) {
    this.firehose = firehose;
    this.buffers = buffers;
    this.sealing = sealing;
  }

  PutRecordOutput put(PutRecordInput in, Call call) {
    DeliveryStream stream = directly(in.deliveryStreamName(), call);
    add(stream, List.of(in.record().data()), "PutRecord");
    return new PutRecordOutput()
        .recordId(firehose.world().ids().base64(ID_BYTES))
        .encrypted(stream.encryption() != null);
  }

  PutRecordBatchOutput putBatch(PutRecordBatchInput in, Call call) {
    DeliveryStream stream = directly(in.deliveryStreamName(), call);
    List<Bytes> data = new ArrayList<>();
    long bytes = 0;
    for (Record record : in.records()) {
      data.add(record.data());
      bytes += record.data().length();
    }
    if (bytes > MOST_BYTES) {
      throw FirehoseErrors.invalid("Records size exceeds 4 MB limit");
    }
    add(stream, data, "PutRecordBatch");
    List<PutRecordBatchResponseEntry> entries = new ArrayList<>();
    for (int i = 0; i < data.size(); i++) {
      entries.add(
          new PutRecordBatchResponseEntry().recordId(firehose.world().ids().base64(ID_BYTES)));
    }
    return new PutRecordBatchOutput()
        .failedPutCount(0)
        .encrypted(stream.encryption() != null)
        .requestResponses(entries);
  }

  private DeliveryStream directly(String name, Call call) {
    DeliveryStream stream = firehose.find(name, call);
    if (stream.source() != null) {
      throw FirehoseErrors.invalid(
          "This operation is not permitted on KinesisStreamAsSource delivery stream type.");
    }
    return stream;
  }

  private void add(DeliveryStream stream, List<Bytes> data, String metric) {
    long now = firehose.now();
    List<WaitingRecord> records = sealing.seal(stream, data, now);
    Buffers.Hints hints = Delivery.hints(stream);
    firehose
        .world()
        .store()
        .write(
            new LockKey(stream.key()),
            transaction -> {
              if (!firehose.streams().contains(transaction, stream.key())) {
                throw FirehoseErrors.notFound(stream.name(), stream.accountId());
              }
              buffers.add(transaction, stream, records, hints);
              return null;
            });
    long bytes = 0;
    for (Bytes each : data) {
      bytes += each.length();
    }
    firehose.count(stream, "IncomingRecords", "Count", data.size());
    firehose.count(stream, "IncomingBytes", "Bytes", bytes);
    firehose.count(stream, metric + ".Records", "Count", data.size());
    firehose.count(stream, metric + ".Bytes", "Bytes", bytes);
  }
}
