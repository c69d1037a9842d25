package io.nephele.services.dynamodb.metrics;

import io.nephele.api.dynamodb.CancellationReason;
import io.nephele.api.dynamodb.TransactionCanceledException;
import io.nephele.core.call.Call;
import io.nephele.core.call.Handler;
import io.nephele.model.AwsException;
import io.nephele.model.Member;
import io.nephele.model.Struct;
import io.nephele.model.View;
import io.nephele.services.dynamodb.tables.TableAddress;
import io.nephele.services.dynamodb.tables.TableCatalog;
import io.nephele.services.dynamodb.tables.TableDefinition;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts the calls that fail, as CloudWatch is told of them. */
public final class FailedCalls {
  private final TableMetrics metrics;
  private final TableCatalog catalog;

  /** Those about that catalog's tables. */
  public FailedCalls(TableMetrics metrics, TableCatalog catalog) {
    this.metrics = metrics;
    this.catalog = catalog;
  }

  /** The handler, whose failures are counted. */
  public <I extends View, O extends View> Handler<I, O> counted(Handler<I, O> handler) {
    return (in, call) -> {
      try {
        return handler.handle(in, call);
      } catch (AwsException e) {
        count(in.struct(), call, e);
        throw e;
      } catch (RuntimeException e) {
        ofTables(in.struct(), call, "SystemErrors");
        throw e;
      } finally {
        metrics.settle();
      }
    };
  }

  private void count(Struct request, Call call, AwsException error) {
    switch (error.code()) {
      case "ProvisionedThroughputExceededException", "ThrottlingException" ->
          ofTables(request, call, "ThrottledRequests");
      case "ConditionalCheckFailedException" -> {
        for (TableDefinition table : tables(request, call)) {
          metrics.count(table, "ConditionalCheckFailedRequests");
        }
      }
      default -> {
        if (error instanceof TransactionCanceledException cancelled) {
          countReasons(request, call, cancelled.cancellationReasons());
        }
        if (error.status() < 500) {
          metrics.count(call, "UserErrors");
        } else {
          ofTables(request, call, "SystemErrors");
        }
      }
    }
  }

  private void countReasons(Struct request, Call call, List<CancellationReason> reasons) {
    List<String> names = new java.util.ArrayList<>();
    collect(request, names, 0);
    for (int i = 0; i < reasons.size() && i < names.size(); i++) {
      String code = reasons.get(i).code();
      TableDefinition table = code.equals("None") ? null : find(names.get(i), call);
      if (table == null) {
        continue;
      }
      if (code.equals("TransactionConflict")) {
        metrics.count(table, "TransactionConflict");
      } else if (code.equals("ConditionalCheckFailed")) {
        metrics.count(table, "ConditionalCheckFailedRequests");
      } else if (code.startsWith("Throttling") || code.startsWith("Provisioned")) {
        metrics.count(table, "ThrottledRequests", call.operation().name());
      }
    }
  }

  private void ofTables(Struct request, Call call, String name) {
    for (TableDefinition table : tables(request, call)) {
      metrics.count(table, name, call.operation().name());
    }
  }

  /** The tables that a request names, of those that are there. */
  private Set<TableDefinition> tables(Struct request, Call call) {
    List<String> names = new java.util.ArrayList<>();
    collect(request, names, 0);
    Set<TableDefinition> tables = new LinkedHashSet<>();
    for (String name : names) {
      TableDefinition table = find(name, call);
      if (table != null) {
        tables.add(table);
      }
    }
    return tables;
  }

  private TableDefinition find(String name, Call call) {
    try {
      return catalog.find(TableAddress.of(name, call));
    } catch (AwsException e) {
      return null; // not the name of a table
    }
  }

  /** The names of tables in a request for items: one for each part of a transaction. */
  private static void collect(Struct request, List<String> names, int depth) {
    List<Member> members = request.shape().members();
    for (int i = 0; i < members.size(); i++) {
      Object value = request.get(i);
      if (value == null) {
        continue;
      }
      switch (members.get(i).name()) {
        case "TableName" -> names.add((String) value);
        case "RequestItems" -> {
          for (Object name : ((Map<?, ?>) value).keySet()) {
            names.add((String) name);
          }
        }
        case "TransactItems" -> {
          for (Object part : (List<?>) value) {
            collect((Struct) part, names, depth + 1);
          }
        }
        case "Get", "Put", "Update", "Delete", "ConditionCheck" -> {
          if (depth == 1) {
            collect((Struct) value, names, depth + 1);
          }
        }
        default -> {
          // says nothing of tables
        }
      }
    }
  }
}
