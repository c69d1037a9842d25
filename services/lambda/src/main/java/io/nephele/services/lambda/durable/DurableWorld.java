package io.nephele.services.lambda.durable;

import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Waiters;
import io.nephele.services.lambda.invoke.FunctionMetrics;
import io.nephele.services.lambda.state.LambdaErrors;
import io.nephele.services.lambda.state.LambdaWorld;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What the parts of durable executions share. */
final class DurableWorld {
  private final LambdaWorld lambda;
  private final FunctionMetrics metrics;
  private final DurableTables tables = new DurableTables();
  private final Waiters ended;

  DurableWorld(LambdaWorld lambda, FunctionMetrics metrics) {
    this.lambda = lambda;
    this.metrics = metrics;
    this.ended = lambda.world().signals().waiters(Key.of("lambda.durableEndings"));
  }

  LambdaWorld lambda() {
    return lambda;
  }

  FunctionMetrics metrics() {
    return metrics;
  }

  DurableTables tables() {
    return tables;
  }

  /** Where callers wait for the ends of executions. */
  Waiters ended() {
    return ended;
  }

  /** Changes an execution that is there; null if it is not, or has ended. */
  <T> T change(Key place, Function<Change, T> body) {
    return lambda.write(transaction -> change(transaction, place, body));
  }

  /** As the other, within a transaction. */
  <T> T change(Transaction transaction, Key place, Function<Change, T> body) {
    Execution execution = tables.executions().get(transaction, place);
    if (execution == null || tables.endings().contains(transaction, place)) {
      return null;
    }
    Change change = new Change(this, transaction, execution);
    T result = body.apply(change);
    change.store();
    return result;
  }

  /** Reads of an execution; ResourceNotFoundException if there is none. */
  <T> T require(String arn, BiFunction<Reader, Execution, T> body) {
    Key place = Execution.place(arn);
    return lambda.read(
        reader -> {
          Execution execution = tables.executions().get(reader, place);
          if (execution == null || !execution.arn().equals(arn)) {
            throw LambdaErrors.notFound("Durable execution not found: " + arn);
          }
          return body.apply(reader, execution);
        });
  }
}
