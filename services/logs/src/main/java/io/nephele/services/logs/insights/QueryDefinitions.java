package io.nephele.services.logs.insights;

import io.nephele.api.logs.DeleteQueryDefinitionRequest;
import io.nephele.api.logs.DeleteQueryDefinitionResponse;
import io.nephele.api.logs.DescribeQueryDefinitionsRequest;
import io.nephele.api.logs.DescribeQueryDefinitionsResponse;
import io.nephele.api.logs.PutQueryDefinitionRequest;
import io.nephele.api.logs.PutQueryDefinitionResponse;
import io.nephele.api.logs.QueryDefinition;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Table;
import io.nephele.services.logs.events.PageTokens;
import io.nephele.services.logs.state.LogsErrors;
import io.nephele.services.logs.state.LogsWorld;
import java.util.ArrayList;
import java.util.List;

/** Queries that users keep under a name. */
public final class QueryDefinitions {
  private static final int USUAL = 1000;

  private final LogsWorld logs;

  /** By account, region and id. */
  private final Table<Row> table = Table.of("logs.queryDefinitions", Row.class);

  /** The saved queries of a world. */
  public QueryDefinitions(LogsWorld logs) {
    this.logs = logs;
  }

  record Row(
      String id,
      String language,
      String name,
      String text,
      List<String> groups,
      String clientToken,
      long modifiedAt) {}

  private static Key key(Call call) {
    return Key.of(call.accountId()).with(call.region().name());
  }

  /** Answers PutQueryDefinition. */
  public PutQueryDefinitionResponse put(PutQueryDefinitionRequest in, Call call) {
    if (in.parameters() != null && !in.parameters().isEmpty()) {
      throw LogsErrors.notImplemented("parameters of saved queries");
    }
    String fresh = logs.world().ids().uuid().toString();
    String id =
        logs.write(
            transaction -> {
              String chosen = in.queryDefinitionId();
              if (chosen != null && !table.contains(transaction, key(call).with(chosen))) {
                throw LogsErrors.notFound("The specified query definition does not exist.");
              }
              if (chosen == null && in.clientToken() != null) {
                for (Table.Row<Row> row : table.scan(transaction, key(call))) {
                  if (in.clientToken().equals(row.value().clientToken)) {
                    return row.value().id;
                  }
                }
              }
              String made = chosen == null ? fresh : chosen;
              table.put(
                  transaction,
                  key(call).with(made),
                  new Row(
                      made,
                      in.queryLanguage() == null ? "CWLI" : in.queryLanguage(),
                      in.name(),
                      in.queryString(),
                      in.logGroupNames() == null ? List.of() : List.copyOf(in.logGroupNames()),
                      in.clientToken(),
                      logs.now()));
              return made;
            });
    return new PutQueryDefinitionResponse().queryDefinitionId(id);
  }

  /** Answers DeleteQueryDefinition. */
  public DeleteQueryDefinitionResponse delete(DeleteQueryDefinitionRequest in, Call call) {
    logs.write(
        transaction -> {
          Key key = key(call).with(in.queryDefinitionId());
          if (!table.contains(transaction, key)) {
            throw LogsErrors.notFound("The specified query definition does not exist.");
          }
          table.delete(transaction, key);
          return null;
        });
    return new DeleteQueryDefinitionResponse().success(true);
  }

  /** Answers DescribeQueryDefinitions. */
  public DescribeQueryDefinitionsResponse describe(DescribeQueryDefinitionsRequest in, Call call) {
    int most = in.maxResults() == null ? USUAL : in.maxResults();
    String after = PageTokens.read(in.nextToken());
    return logs.read(
        reader -> {
          List<QueryDefinition> found = new ArrayList<>();
          String next = null;
          for (Table.Row<Row> each : table.scan(reader, key(call))) {
            Row row = each.value();
            boolean wanted =
                (after == null || row.id.compareTo(after) > 0)
                    && (in.queryLanguage() == null || in.queryLanguage().equals(row.language))
                    && (in.queryDefinitionNamePrefix() == null
                        || row.name.startsWith(in.queryDefinitionNamePrefix()));
            if (!wanted) {
              continue;
            }
            if (found.size() == most) {
              next = PageTokens.write(found.getLast().queryDefinitionId());
              break;
            }
            found.add(
                new QueryDefinition()
                    .queryLanguage(row.language)
                    .queryDefinitionId(row.id)
                    .name(row.name)
                    .queryString(row.text)
                    .logGroupNames(row.groups)
                    .lastModified(row.modifiedAt));
          }
          return new DescribeQueryDefinitionsResponse().queryDefinitions(found).nextToken(next);
        });
  }
}
