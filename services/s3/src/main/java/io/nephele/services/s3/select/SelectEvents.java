package io.nephele.services.s3.select;

import io.nephele.api.s3.ContinuationEvent;
import io.nephele.api.s3.EndEvent;
import io.nephele.api.s3.Progress;
import io.nephele.api.s3.ProgressEvent;
import io.nephele.api.s3.RecordsEvent;
import io.nephele.api.s3.SelectObjectContentEventStream;
import io.nephele.api.s3.Stats;
import io.nephele.api.s3.StatsEvent;
import io.nephele.model.Bytes;
import io.nephele.model.EventStream;
import io.nephele.model.Struct;
import io.nephele.services.s3.select.sql.Columns;
import io.nephele.services.s3.select.sql.Evaluator;
import io.nephele.services.s3.select.sql.Query;
import io.nephele.services.s3.select.sql.Row;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipException;

/** The answer to a query, worked out as it is sent. */
final class SelectEvents implements EventStream {
  /** How many bytes of records one event has, about. */
  private static final int EVENT = 64 * 1024;

  private static final int MOST_OF_RECORD = 1024 * 1024;

  /** How many bytes are read between events that tell nothing else. */
  private static final long SILENCE = 16L * 1024 * 1024;

  private enum Phase {
    RECORDS,
    STATS,
    END,
    OVER
  }

  private final Query query;
  private final Evaluator evaluator;
  private final OutputFormat format;
  private final RowSource rows;
  private final SelectCount count;
  private final boolean progress;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private final List<String> names = new ArrayList<>();
  private Phase phase = Phase.RECORDS;
  private boolean progressDue;
  private long told;
  private long lastEventAt;

  SelectEvents(
      Query query,
      Evaluator evaluator,
      OutputFormat format,
      RowSource rows,
      SelectCount count,
      boolean progress) {
    this.query = query;
    this.evaluator = evaluator;
    this.format = format;
    this.rows = rows;
    this.count = count;
    this.progress = progress;
    if (query.columns() != null) {
      query.columns().forEach(column -> names.add(column.name()));
    }
  }

  @Override
  public Struct next() {
    try {
      SelectObjectContentEventStream event = step();
      return event == null ? null : event.struct();
    } catch (EOFException | ZipException e) {
      phase = Phase.OVER;
      throw SelectErrors.truncated();
    } catch (IOException e) {
      phase = Phase.OVER;
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      phase = Phase.OVER;
      throw e;
    }
  }

  private SelectObjectContentEventStream step() throws IOException {
    if (progressDue) {
      progressDue = false;
      return new SelectObjectContentEventStream()
          .progress(
              new ProgressEvent()
                  .details(
                      new Progress()
                          .bytesScanned(count.scanned())
                          .bytesProcessed(count.processed())
                          .bytesReturned(count.returned())));
    }
    switch (phase) {
      case RECORDS -> {
        boolean more = fill();
        lastEventAt = count.scanned();
        if (!more) {
          phase = Phase.STATS;
        }
        if (pending.size() > 0) {
          byte[] records = pending.toByteArray();
          pending.reset();
          count.addReturned(records.length);
          progressDue = progress;
          return new SelectObjectContentEventStream()
              .records(new RecordsEvent().payload(Bytes.of(records)));
        }
        if (more) {
          progressDue = progress;
          return new SelectObjectContentEventStream().cont(new ContinuationEvent());
        }
        return step();
      }
      case STATS -> {
        phase = Phase.END;
        return new SelectObjectContentEventStream()
            .stats(
                new StatsEvent()
                    .details(
                        new Stats()
                            .bytesScanned(count.scanned())
                            .bytesProcessed(count.processed())
                            .bytesReturned(count.returned())));
      }
      case END -> {
        phase = Phase.OVER;
        return new SelectObjectContentEventStream().end(new EndEvent());
      }
      default -> {
        return null;
      }
    }
  }

  /** Works out records until there are enough for an event; whether there may be more. */
  private boolean fill() throws IOException {
    while (query.limit() < 0 || told < query.limit()) {
      Row row = rows.next();
      if (row == null) {
        if (query.isAggregate()) {
          tell(null);
        }
        return false;
      }
      if (evaluator.counts(row)) {
        if (query.isAggregate()) {
          evaluator.add(row);
        } else {
          tell(row);
        }
      }
      if (pending.size() >= EVENT || count.scanned() - lastEventAt > SILENCE) {
        return true;
      }
    }
    return false;
  }

  private void tell(Row row) throws IOException {
    int before = pending.size();
    if (query.columns() == null) {
      tellAll(row);
    } else {
      List<Object> values = new ArrayList<>(names.size());
      for (Query.Column column : query.columns()) {
        values.add(evaluator.value(column.expression(), row));
      }
      format.write(names, values, pending);
    }
    if (pending.size() - before > MOST_OF_RECORD) {
      throw SelectErrors.overMaxRecordSize();
    }
    told++;
  }

  private void tellAll(Row row) throws IOException {
    List<String> all = new ArrayList<>();
    Columns columns = row.columns();
    if (columns != null) {
      for (int i = 0; i < row.fields().size(); i++) {
        all.add(columns.name(i));
      }
      format.write(all, row.fields(), pending);
    } else if (row.value() instanceof Map<?, ?> members) {
      members.keySet().forEach(name -> all.add((String) name));
      format.write(all, new ArrayList<>(members.values()), pending);
    } else {
      format.write(List.of("_1"), Collections.singletonList(row.value()), pending);
    }
  }

  @Override
  public void close() {
    phase = Phase.OVER;
    try {
      rows.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
