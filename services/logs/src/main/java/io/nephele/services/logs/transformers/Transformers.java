package io.nephele.services.logs.transformers;

import io.nephele.api.logs.DeleteTransformerRequest;
import io.nephele.api.logs.GetTransformerRequest;
import io.nephele.api.logs.GetTransformerResponse;
import io.nephele.api.logs.Logs;
import io.nephele.api.logs.PutTransformerRequest;
import io.nephele.api.logs.TestTransformerRequest;
import io.nephele.api.logs.TestTransformerResponse;
import io.nephele.api.logs.TransformedLogRecord;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.model.Bytes;
import io.nephele.model.Unit;
import io.nephele.services.logs.events.Transforming;
import io.nephele.services.logs.state.Group;
import io.nephele.services.logs.state.LogsErrors;
import io.nephele.services.logs.state.LogsWorld;
import io.nephele.wire.cbor.StoredStructs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** The transformers of groups. */
public final class Transformers implements Transforming {
  private static final int MOST_KNOWN = 1000;

  private final LogsWorld logs;

  /** By {@link Group#contentKey}. */
  private final Table<Row> table = Table.ofOftenRead("logs.transformers", Row.class);

  /** Those that were read, by what is stored. */
  private final Map<Bytes, Transformer> known = new ConcurrentHashMap<>();

  /** The transformers of a world's groups. */
  public Transformers(LogsWorld logs) {
    this.logs = logs;
  }

  /**
   * A transformer.
   *
   * @param request that of PutTransformer, as stored structures are
   * @param createdAt in milliseconds since 1970, as {@code modifiedAt}
   */
  record Row(Bytes request, long createdAt, long modifiedAt) {
    PutTransformerRequest view() {
      return new PutTransformerRequest(
          StoredStructs.read(request.toArray(), Logs.PutTransformer.model().input()));
    }
  }

  @Override
  public UnaryOperator<String> of(Reader reader, Group group) {
    Row row = table.get(reader, group.contentKey());
    if (row == null) {
      return null;
    }
    Transformer transformer = known.get(row.request);
    if (transformer == null) {
      transformer = TransformerReader.read(row.view().transformerConfig());
      if (known.size() >= MOST_KNOWN) {
        known.clear();
      }
      known.put(row.request, transformer);
    }
    return transformer;
  }

  /** Removes that of a group. */
  public void remove(Transaction transaction, Group group) {
    table.delete(transaction, group.contentKey());
  }

  /** Answers PutTransformer. */
  public Unit put(PutTransformerRequest in, Call call) {
    TransformerReader.read(in.transformerConfig());
    Bytes request = Bytes.of(StoredStructs.write(in.struct()));
    logs.write(
        transaction -> {
          Group group = logs.identified(transaction, in.logGroupIdentifier(), call);
          if (!group.kind().equals(Group.STANDARD)) {
            throw LogsErrors.invalid(
                "Transformers are not supported for log groups of class " + group.kind());
          }
          Row before = table.get(transaction, group.contentKey());
          long now = logs.now();
          Row row = new Row(request, before == null ? now : before.createdAt, now);
          table.put(transaction, group.contentKey(), row);
          return null;
        });
    return LogsWorld.done(call);
  }

  /** Answers GetTransformer. */
  public GetTransformerResponse get(GetTransformerRequest in, Call call) {
    return logs.read(
        reader -> {
          Group group = logs.identified(reader, in.logGroupIdentifier(), call);
          Row row = table.get(reader, group.contentKey());
          // Groups without a transformer have an empty answer.
          return row == null
              ? new GetTransformerResponse()
              : new GetTransformerResponse()
                  .logGroupIdentifier(group.arn())
                  .creationTime(row.createdAt)
                  .lastModifiedTime(row.modifiedAt)
                  .transformerConfig(row.view().transformerConfig());
        });
  }

  /** Answers DeleteTransformer. */
  public Unit delete(DeleteTransformerRequest in, Call call) {
    logs.write(
        transaction -> {
          Group group = logs.identified(transaction, in.logGroupIdentifier(), call);
          if (!table.contains(transaction, group.contentKey())) {
            throw LogsErrors.notFound("The specified transformer does not exist.");
          }
          remove(transaction, group);
          return null;
        });
    return LogsWorld.done(call);
  }

  /** Answers TestTransformer. */
  public TestTransformerResponse test(TestTransformerRequest in, Call call) {
    Transformer transformer = TransformerReader.read(in.transformerConfig());
    List<TransformedLogRecord> records = new ArrayList<>();
    for (String message : in.logEventMessages()) {
      records.add(
          new TransformedLogRecord()
              .eventNumber((long) records.size() + 1)
              .eventMessage(message)
              .transformedEventMessage(transformer.apply(message)));
    }
    return new TestTransformerResponse().transformedLogs(records);
  }
}
