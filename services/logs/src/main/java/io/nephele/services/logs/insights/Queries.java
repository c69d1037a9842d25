package io.nephele.services.logs.insights;

import io.nephele.api.logs.DescribeQueriesRequest;
import io.nephele.api.logs.DescribeQueriesResponse;
import io.nephele.api.logs.GetQueryResultsRequest;
import io.nephele.api.logs.GetQueryResultsResponse;
import io.nephele.api.logs.ListLogGroupsForQueryRequest;
import io.nephele.api.logs.ListLogGroupsForQueryResponse;
import io.nephele.api.logs.QueryInfo;
import io.nephele.api.logs.QueryStatistics;
import io.nephele.api.logs.ResultField;
import io.nephele.api.logs.StartQueryRequest;
import io.nephele.api.logs.StartQueryResponse;
import io.nephele.api.logs.StopQueryRequest;
import io.nephele.api.logs.StopQueryResponse;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.Bytes;
import io.nephele.model.Struct;
import io.nephele.services.logs.events.GroupScan;
import io.nephele.services.logs.events.PageTokens;
import io.nephele.services.logs.indexes.FieldIndexes;
import io.nephele.services.logs.protection.DataProtection;
import io.nephele.services.logs.state.Group;
import io.nephele.services.logs.state.LogsErrors;
import io.nephele.services.logs.state.LogsWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Starts queries, runs them and answers what they found, for seven days. */
public final class Queries {
  /** The kind of the timers that run queries. */
  public static final String RUN = "logs.queries";

  /** The kind of the timers that forget them. */
  public static final String EXPIRE = "logs.queryExpiry";

  private static final int MOST_ROWS = 10_000;
  private static final int MOST_GROUPS = 50;
  private static final int MOST_SELECTED = 10_000;
  private static final int ROWS_TOGETHER = 50;
  private static final int USUAL = 1000;
  private static final Duration KEPT = Duration.ofDays(7);
  private static final String LANGUAGE = "CWLI";

  private final LogsWorld logs;
  private final GroupScan scan;
  private final DataProtection protection;
  private final FieldIndexes indexes;

  /** By account, region and id. */
  private final Table<QueryRow> table = Table.of("logs.queries", QueryRow.class);

  /** By account, region, the query's id and a number. */
  private final Table<Rows> results;

  /** The queries of a world. */
  public Queries(LogsWorld logs, GroupScan scan, DataProtection protection, FieldIndexes indexes) {
    this.logs = logs;
    this.scan = scan;
    this.protection = protection;
    this.indexes = indexes;
    this.results = Table.sealed("logs.queryResults", Rows.class, logs.world().rootKey());
  }

  /** Some rows of results; for each row names and values in turn. */
  record Rows(List<List<String>> rows) {}

  private static Key key(Call call) {
    return Key.of(call.accountId()).with(call.region().name());
  }

  /** Answers StartQuery. */
  public StartQueryResponse start(StartQueryRequest in, Call call) {
    if (in.queryLanguage() != null && !in.queryLanguage().equals(LANGUAGE)) {
      throw LogsErrors.notImplemented("queries in " + in.queryLanguage());
    }
    if (in.endTime() < in.startTime()) {
      throw LogsErrors.invalid("The end time of a query must not be before its start time.");
    }
    Query query = QueryParser.parse(in.queryString(), logs::now);
    List<String> names = names(in, query);
    String id = logs.world().ids().uuid().toString();
    logs.write(
        transaction -> {
          List<String> arns = new ArrayList<>();
          for (Group group : groups(transaction, names, query, call)) {
            if (query.unmasked()) {
              protection.of(group, true, call);
            }
            refuseForInfrequent(group, query);
            arns.add(group.arn());
          }
          QueryRow row =
              new QueryRow(
                  id,
                  in.queryString(),
                  arns,
                  in.startTime() * 1000,
                  in.endTime() * 1000 + 999,
                  in.limit() == null ? MOST_ROWS : in.limit(),
                  "Scheduled",
                  logs.now(),
                  0,
                  0,
                  0,
                  0,
                  null,
                  call.principal().arn());
          Key key = key(call).with(id);
          table.put(transaction, key, row);
          logs.world()
              .timers()
              .schedule(transaction, RUN, key, logs.world().clock().now(), Bytes.EMPTY);
          logs.world()
              .timers()
              .schedule(
                  transaction, EXPIRE, key, logs.world().clock().now().plus(KEPT), Bytes.EMPTY);
          return null;
        });
    return new StartQueryResponse().queryId(id);
  }

  /** The groups that are named, or those that the query says itself. */
  private List<Group> groups(Reader reader, List<String> names, Query query, Call call) {
    List<Group> groups = new ArrayList<>();
    for (String name : names) {
      groups.add(logs.identified(reader, name, call));
    }
    if (query.groups() != null) {
      for (Table.Row<Group> row : logs.groups().scan(reader, key(call))) {
        if (query.groups().takes(row.value())) {
          groups.add(row.value());
        }
      }
      if (groups.isEmpty() || groups.size() > MOST_SELECTED) {
        throw LogsErrors.invalid(
            "SOURCE must select from 1 to " + MOST_SELECTED + " log groups, not " + groups.size());
      }
    }
    return groups;
  }

  private static void refuseForInfrequent(Group group, Query query) {
    if (group.kind().equals(Group.INFREQUENT_ACCESS) && query.standardOnly() != null) {
      throw LogsErrors.invalid(
          "The command "
              + query.standardOnly()
              + " is not supported for log groups of class "
              + group.kind()
              + ": "
              + group.name());
    }
  }

  private static List<String> names(StartQueryRequest in, Query query) {
    List<String> names = new ArrayList<>();
    int given = 0;
    if (in.logGroupName() != null) {
      names.add(in.logGroupName());
      given++;
    }
    if (in.logGroupNames() != null) {
      names.addAll(in.logGroupNames());
      given++;
    }
    if (in.logGroupIdentifiers() != null) {
      names.addAll(in.logGroupIdentifiers());
      given++;
    }
    if (query.groups() != null && given > 0) {
      throw LogsErrors.invalid("Log groups are named by the request or by SOURCE, not by both.");
    }
    if (query.groups() == null && (given != 1 || names.isEmpty() || names.size() > MOST_GROUPS)) {
      throw LogsErrors.invalid(
          "Exactly one of logGroupName, logGroupNames and logGroupIdentifiers must be specified,"
              + " with up to 50 log groups.");
    }
    return names;
  }

  /** Runs the query that the timer is for. */
  public void run(Timer timer) {
    QueryRow row = logs.read(reader -> table.get(reader, timer.id()));
    if (row == null || !row.isRunning()) {
      return;
    }
    QueryRun.Outcome found = null;
    String error = null;
    try {
      List<Group> groups = logs.read(reader -> groups(reader, row));
      Query query = QueryParser.parse(row.text(), row::createdAt);
      EventSources sources =
          new EventSources(
              query, protection::of, group -> logs.read(reader -> indexes.of(reader, group)));
      BooleanSupplier stopped = () -> !isRunning(timer.id());
      found =
          new QueryRun(scan, query, groups, sources, row.limit(), stopped)
              .run(row.from(), row.to(), logs.now());
    } catch (io.nephele.model.AwsException | TooLargeException e) {
      error = e.getMessage();
    }
    QueryRun.Outcome outcome = found;
    String why = error;
    logs.write(
        transaction -> {
          QueryRow now = table.get(transaction, timer.id());
          if (now != null && now.isRunning()) {
            keep(transaction, timer.id(), now, outcome, why);
          }
          return null;
        });
  }

  private boolean isRunning(Key query) {
    QueryRow row = logs.read(reader -> table.get(reader, query));
    return row != null && row.isRunning();
  }

  private List<Group> groups(Reader reader, QueryRow row) {
    List<Group> groups = new ArrayList<>();
    for (String arn : row.groupArns()) {
      Group group = logs.ofArn(reader, arn);
      if (group != null) {
        groups.add(group);
      }
    }
    return groups;
  }

  private void keep(
      Transaction transaction, Key key, QueryRow row, QueryRun.Outcome outcome, String why) {
    if (outcome == null) {
      table.put(transaction, key, row.withStatus("Failed", logs.now(), new long[3], why));
      return;
    }
    List<List<String>> rows = outcome.rows();
    for (int i = 0; i < rows.size(); i += ROWS_TOGETHER) {
      List<List<String>> some = rows.subList(i, Math.min(rows.size(), i + ROWS_TOGETHER));
      results.put(transaction, key.with(i / ROWS_TOGETHER), new Rows(some));
    }
    long[] statistics = {outcome.matched(), outcome.scanned(), outcome.bytes()};
    table.put(transaction, key, row.withStatus("Complete", logs.now(), statistics, null));
  }

  /** Forgets the query that the timer is for. */
  public void expire(Transaction transaction, Timer timer) {
    table.delete(transaction, timer.id());
    results.deletePrefix(transaction, timer.id());
  }

  private QueryRow require(Reader reader, String id, Call call) {
    QueryRow row = table.get(reader, key(call).with(id));
    if (row == null) {
      throw LogsErrors.notFound("The specified query does not exist: " + id);
    }
    return row;
  }

  /** Answers GetQueryResults. */
  public GetQueryResultsResponse results(GetQueryResultsRequest in, Call call) {
    return logs.read(
        reader -> {
          QueryRow row = require(reader, in.queryId(), call);
          int first = in.nextToken() == null ? 0 : place(in.nextToken());
          int most = in.maxItems() == null ? MOST_ROWS : in.maxItems();
          List<List<Struct>> shown = new ArrayList<>();
          int at = 0;
          String next = null;
          for (Table.Row<Rows> some : results.scan(reader, key(call).with(row.id()))) {
            for (List<String> cells : some.value().rows()) {
              if (at++ < first) {
                continue;
              }
              if (shown.size() == most) {
                next = PageTokens.write(Integer.toString(first + most));
                break;
              }
              shown.add(fields(cells));
            }
          }
          return new GetQueryResultsResponse()
              .queryLanguage(LANGUAGE)
              .results(shown)
              .status(row.status())
              .nextToken(next)
              .statistics(
                  new QueryStatistics()
                      .recordsMatched((double) row.matched())
                      .recordsScanned((double) row.scanned())
                      .bytesScanned((double) row.bytes())
                      .estimatedBytesSkipped(0.0)
                      .estimatedRecordsSkipped(0.0)
                      .logGroupsScanned((double) row.groupArns().size()));
        });
  }

  private static int place(String token) {
    try {
      return Integer.parseInt(PageTokens.read(token));
    } catch (NumberFormatException e) {
      throw PageTokens.invalid();
    }
  }

  private static List<Struct> fields(List<String> cells) {
    List<Struct> fields = new ArrayList<>(cells.size() / 2);
    for (int i = 0; i + 1 < cells.size(); i += 2) {
      fields.add(new ResultField().field(cells.get(i)).value(cells.get(i + 1)).struct());
    }
    return fields;
  }

  /** Answers StopQuery. */
  public StopQueryResponse stop(StopQueryRequest in, Call call) {
    logs.write(
        transaction -> {
          QueryRow row = require(transaction, in.queryId(), call);
          if (!row.isRunning()) {
            throw LogsErrors.invalid(
                "Query " + row.id() + " is not currently running, its status is " + row.status());
          }
          table.put(
              transaction,
              key(call).with(row.id()),
              row.withStatus("Cancelled", logs.now(), new long[3], null));
          return null;
        });
    return new StopQueryResponse().success(true);
  }

  /** Answers DescribeQueries. */
  public DescribeQueriesResponse describe(DescribeQueriesRequest in, Call call) {
    int most = in.maxResults() == null ? USUAL : in.maxResults();
    return logs.read(
        reader -> {
          String arn =
              in.logGroupName() == null
                  ? null
                  : logs.require(reader, in.logGroupName(), call).arn();
          List<QueryRow> all = new ArrayList<>();
          for (Table.Row<QueryRow> row : table.scan(reader, key(call))) {
            QueryRow query = row.value();
            if ((arn == null || query.groupArns().contains(arn))
                && (in.status() == null || in.status().equals(query.status()))
                && (in.queryLanguage() == null || in.queryLanguage().equals(LANGUAGE))) {
              all.add(query);
            }
          }
          all.sort((a, b) -> Long.compare(b.createdAt(), a.createdAt()));
          int from = in.nextToken() == null ? 0 : Math.min(place(in.nextToken()), all.size());
          int to = Math.min(all.size(), from + most);
          List<QueryInfo> shown = new ArrayList<>();
          for (QueryRow query : all.subList(from, to)) {
            shown.add(description(query));
          }
          return new DescribeQueriesResponse()
              .queries(shown)
              .nextToken(to == all.size() ? null : PageTokens.write(Integer.toString(to)));
        });
  }

  private static QueryInfo description(QueryRow row) {
    String arn = row.groupArns().getFirst();
    return new QueryInfo()
        .queryLanguage(LANGUAGE)
        .queryId(row.id())
        .queryString(row.text())
        .status(row.status())
        .createTime(row.createdAt())
        .logGroupName(arn.substring(arn.lastIndexOf(':') + 1))
        .queryDuration(row.finishedAt() == 0 ? null : row.finishedAt() - row.createdAt())
        .bytesScanned((double) row.bytes())
        .userIdentity(row.userArn());
  }

  /** Answers ListLogGroupsForQuery. */
  public ListLogGroupsForQueryResponse groups(ListLogGroupsForQueryRequest in, Call call) {
    return new ListLogGroupsForQueryResponse()
        .logGroupIdentifiers(logs.read(reader -> require(reader, in.queryId(), call)).groupArns());
  }
}
