package io.nephele.services.cloudtrail;

import io.nephele.api.cloudtrail.CancelQueryRequest;
import io.nephele.api.cloudtrail.CancelQueryResponse;
import io.nephele.api.cloudtrail.DescribeQueryRequest;
import io.nephele.api.cloudtrail.DescribeQueryResponse;
import io.nephele.api.cloudtrail.GetQueryResultsRequest;
import io.nephele.api.cloudtrail.GetQueryResultsResponse;
import io.nephele.api.cloudtrail.InactiveQueryException;
import io.nephele.api.cloudtrail.InvalidNextTokenException;
import io.nephele.api.cloudtrail.InvalidParameterException;
import io.nephele.api.cloudtrail.InvalidQueryStatementException;
import io.nephele.api.cloudtrail.ListQueriesRequest;
import io.nephele.api.cloudtrail.ListQueriesResponse;
import io.nephele.api.cloudtrail.Query;
import io.nephele.api.cloudtrail.QueryIdNotFoundException;
import io.nephele.api.cloudtrail.QueryStatistics;
import io.nephele.api.cloudtrail.QueryStatisticsForDescribeQuery;
import io.nephele.api.cloudtrail.StartQueryRequest;
import io.nephele.api.cloudtrail.StartQueryResponse;
import io.nephele.api.cloudtrail.UnsupportedOperationException;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Queries of event data stores; their results are kept for seven days. */
final class LakeQueries {
  /** The kind of the timers that run queries. */
  static final String RUN = "cloudtrail.lakeQueries";

  /** The kind of the timers that forget them. */
  static final String EXPIRE = "cloudtrail.lakeQueryExpiry";

  private static final Duration KEPT = Duration.ofDays(7);
  private static final int ROWS_TOGETHER = 50;
  private static final int PAGE = 1000;
  private static final int LONGEST_ERROR = 1000;

  private final EventDataStoreTable stores;
  private final World world;

  /** By account, region and id. */
  private final Table<LakeQueryRow> table = Table.of("cloudtrail.lakeQueries", LakeQueryRow.class);

  /** By account, region, the query's id and a number. */
  private final Table<Rows> results = Table.of("cloudtrail.lakeResults", Rows.class);

  LakeQueries(EventDataStoreTable stores) {
    this.stores = stores;
    this.world = stores.world();
  }

  /** Some rows of results; for each row names and values in turn. */
  record Rows(List<List<String>> rows) {}

  private static Key key(Call call) {
    return Key.of(call.accountId()).with(call.region().name());
  }

  StartQueryResponse start(StartQueryRequest in, Call call) {
    if (in.deliveryS3Uri() != null) {
      throw new UnsupportedOperationException("Nephele does not deliver results of queries to S3.");
    }
    if (in.queryStatement() == null || in.queryParameters() != null) {
      throw new InvalidParameterException(
          "Nephele takes queries as query statements, without views of dashboards.");
    }
    LakeTables tables = LakeTables.of(in.queryStatement());
    String first = in.queryStatement().stripLeading().toLowerCase(Locale.ROOT);
    if (!first.startsWith("select") && !first.startsWith("with") || tables.ids().isEmpty()) {
      throw new InvalidQueryStatementException(
          "The query must be a SELECT statement from the id of an event data store.");
    }
    String id = world.ids().uuid().toString();
    world
        .store()
        .write(
            transaction -> {
              for (String store : tables.ids()) {
                requireActive(transaction, call, store);
              }
              Key key = key(call).with(id);
              table.put(
                  transaction,
                  key,
                  new LakeQueryRow(
                      id,
                      in.queryStatement(),
                      in.queryAlias(),
                      tables.ids().iterator().next(),
                      LakeQueryRow.QUEUED,
                      world.clock().millis(),
                      0,
                      0,
                      0,
                      null));
              Instant now = world.clock().now();
              world.timers().schedule(transaction, RUN, key, now, Bytes.EMPTY);
              world.timers().schedule(transaction, EXPIRE, key, now.plus(KEPT), Bytes.EMPTY);
              return null;
            });
    return new StartQueryResponse().queryId(id);
  }

  private void requireActive(Reader reader, Call call, String store) {
    EventDataStoreRecord record = stores.find(reader, call, store);
    if (record.status().equals(EventDataStoreRecord.PENDING_DELETION)) {
      throw EventDataStores.inactive(record);
    }
  }

  /** Runs the query that the timer is for. */
  void run(Timer timer) {
    world.trail().flush();
    LakeQueryRow row = world.store().read(reader -> table.get(reader, timer.id()));
    if (row == null || !row.status().equals(LakeQueryRow.QUEUED)) {
      return;
    }
    Key place = timer.id();
    LakeEngine.Found found = null;
    String error = null;
    try {
      found = found(row, place);
    } catch (SQLException e) {
      String message = "" + e.getMessage();
      error = message.substring(0, Math.min(LONGEST_ERROR, message.length()));
    } catch (AwsException e) {
      error = e.getMessage();
    }
    LakeEngine.Found outcome = found;
    String why = error;
    world
        .store()
        .write(
            transaction -> {
              LakeQueryRow now = table.get(transaction, place);
              if (now != null && now.status().equals(LakeQueryRow.QUEUED)) {
                keep(transaction, place, now, outcome, why);
              }
              return null;
            });
  }

  private LakeEngine.Found found(LakeQueryRow row, Key place) throws SQLException {
    LakeTables tables = LakeTables.of(row.text());
    long now = world.clock().millis();
    try (LakeEngine engine = new LakeEngine()) {
      for (String id : tables.ids()) {
        load(engine, place, id, now);
      }
      return engine.query(tables.sql());
    }
  }

  private void load(LakeEngine engine, Key query, String id, long now) throws SQLException {
    KeyReader parts = query.reader();
    Key place = Key.of(parts.nextText()).with(parts.nextText()).with(id);
    EventDataStoreRecord store = world.store().read(reader -> stores.get(reader, place));
    if (store == null) {
      throw new SQLException("The event data store " + id + " is not there any more.");
    }
    long horizon = store.horizon(now);
    world
        .store()
        .write(
            transaction -> {
              world.trail().tables().removeFromLake(transaction, place, horizon);
              return null;
            });
    SQLException failure =
        world
            .store()
            .read(
                reader -> {
                  try {
                    engine.load(
                        id, world.trail().tables().lake(reader, place, horizon, Long.MAX_VALUE));
                    return null;
                  } catch (SQLException e) {
                    return e;
                  }
                });
    if (failure != null) {
      throw failure;
    }
  }

  private void keep(
      Transaction transaction, Key key, LakeQueryRow row, LakeEngine.Found found, String why) {
    if (found == null) {
      table.put(transaction, key, row.ended(LakeQueryRow.FAILED, 0, 0, 0, why));
      return;
    }
    List<List<String>> rows = found.rows();
    for (int i = 0; i < rows.size(); i += ROWS_TOGETHER) {
      List<List<String>> some = rows.subList(i, Math.min(rows.size(), i + ROWS_TOGETHER));
      results.put(transaction, key.with(i / ROWS_TOGETHER), new Rows(some));
    }
    table.put(
        transaction,
        key,
        row.ended(LakeQueryRow.FINISHED, found.scanned(), found.bytes(), rows.size(), null));
  }

  /** Forgets the query that the timer is for. */
  void expire(Transaction transaction, Timer timer) {
    table.delete(transaction, timer.id());
    results.deletePrefix(transaction, timer.id());
  }

  private LakeQueryRow require(Reader reader, Call call, String id) {
    LakeQueryRow row = table.get(reader, key(call).with(id));
    if (row == null) {
      throw new QueryIdNotFoundException("The query ID was not found: " + id);
    }
    return row;
  }

  DescribeQueryResponse describe(DescribeQueryRequest in, Call call) {
    if ((in.queryId() == null) == (in.queryAlias() == null)) {
      throw new InvalidParameterException("Specify either a query ID or a query alias.");
    }
    LakeQueryRow row =
        world
            .store()
            .read(
                reader ->
                    in.queryId() == null
                        ? ofAlias(reader, call, in.queryAlias())
                        : require(reader, call, in.queryId()));
    return new DescribeQueryResponse()
        .queryId(row.id())
        .queryString(row.text())
        .queryStatus(row.status())
        .errorMessage(row.error())
        .queryStatistics(
            new QueryStatisticsForDescribeQuery()
                .eventsScanned(row.scanned())
                .eventsMatched((long) row.rows())
                .bytesScanned(row.bytes())
                .creationTime(Instant.ofEpochMilli(row.createdAt())));
  }

  /** The last query of an alias. */
  private LakeQueryRow ofAlias(Reader reader, Call call, String alias) {
    LakeQueryRow found = null;
    for (Table.Row<LakeQueryRow> row : table.scan(reader, key(call))) {
      LakeQueryRow query = row.value();
      if (alias.equals(query.alias())
          && (found == null || query.createdAt() >= found.createdAt())) {
        found = query;
      }
    }
    if (found == null) {
      throw new QueryIdNotFoundException("There is no query of the alias " + alias + ".");
    }
    return found;
  }

  GetQueryResultsResponse results(GetQueryResultsRequest in, Call call) {
    return world
        .store()
        .read(
            reader -> {
              LakeQueryRow row = require(reader, call, in.queryId());
              int from = in.nextToken() == null ? 0 : place(in.nextToken());
              int most = in.maxQueryResults() == null ? PAGE : in.maxQueryResults();
              List<List<Map<String, String>>> shown = new ArrayList<>();
              int at = 0;
              for (Table.Row<Rows> some : results.scan(reader, key(call).with(row.id()))) {
                for (List<String> cells : some.value().rows()) {
                  if (at >= from && at < from + most) {
                    shown.add(columns(cells));
                  }
                  at++;
                }
              }
              return new GetQueryResultsResponse()
                  .queryStatus(row.status())
                  .errorMessage(row.error())
                  .queryResultRows(shown)
                  .nextToken(at > from + most ? "row-" + (from + most) : null)
                  .queryStatistics(
                      new QueryStatistics()
                          .resultsCount(shown.size())
                          .totalResultsCount(row.rows())
                          .bytesScanned(row.bytes()));
            });
  }

  private static int place(String token) {
    try {
      if (token.startsWith("row-")) {
        return Integer.parseInt(token.substring(4));
      }
    } catch (NumberFormatException e) {
      // Answered as any other that is not ours.
    }
    throw new InvalidNextTokenException("Invalid nextToken.");
  }

  /** One map a column. */
  private static List<Map<String, String>> columns(List<String> cells) {
    List<Map<String, String>> columns = new ArrayList<>();
    for (int i = 0; i + 1 < cells.size(); i += 2) {
      Map<String, String> column = LinkedHashMap.newLinkedHashMap(1);
      column.put(cells.get(i), cells.get(i + 1) == null ? "" : cells.get(i + 1));
      columns.add(column);
    }
    return columns;
  }

  ListQueriesResponse list(ListQueriesRequest in, Call call) {
    return world
        .store()
        .read(
            reader -> {
              EventDataStoreRecord store = stores.find(reader, call, in.eventDataStore());
              List<Query> all = new ArrayList<>();
              for (Table.Row<LakeQueryRow> row : table.scan(reader, key(call))) {
                LakeQueryRow query = row.value();
                Instant created = Instant.ofEpochMilli(query.createdAt());
                if (query.store().equals(store.id())
                    && (in.queryStatus() == null || in.queryStatus().equals(query.status()))
                    && (in.startTime() == null || !created.isBefore(in.startTime()))
                    && (in.endTime() == null || !created.isAfter(in.endTime()))) {
                  all.add(
                      new Query()
                          .queryId(query.id())
                          .queryStatus(query.status())
                          .creationTime(created));
                }
              }
              all.sort((a, b) -> b.creationTime().compareTo(a.creationTime()));
              int from = in.nextToken() == null ? 0 : Math.min(place(in.nextToken()), all.size());
              int to =
                  Math.min(all.size(), from + (in.maxResults() == null ? PAGE : in.maxResults()));
              return new ListQueriesResponse()
                  .queries(List.copyOf(all.subList(from, to)))
                  .nextToken(to < all.size() ? "row-" + to : null);
            });
  }

  CancelQueryResponse cancel(CancelQueryRequest in, Call call) {
    world
        .store()
        .write(
            transaction -> {
              LakeQueryRow row = require(transaction, call, in.queryId());
              if (!row.status().equals(LakeQueryRow.QUEUED)) {
                throw new InactiveQueryException(
                    "The query cannot be cancelled because it has the status "
                        + row.status()
                        + ".");
              }
              table.put(
                  transaction,
                  key(call).with(row.id()),
                  row.ended(LakeQueryRow.CANCELLED, 0, 0, 0, null));
              return null;
            });
    return new CancelQueryResponse().queryId(in.queryId()).queryStatus(LakeQueryRow.CANCELLED);
  }
}
