package io.nephele.services.lambda.functions;

import io.nephele.api.lambda.Concurrency;
import io.nephele.api.lambda.DeleteFunctionConcurrencyRequest;
import io.nephele.api.lambda.GetFunctionConcurrencyRequest;
import io.nephele.api.lambda.GetFunctionConcurrencyResponse;
import io.nephele.api.lambda.PutFunctionConcurrencyRequest;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.model.Unit;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.FunctionRow;
import io.nephele.services.lambda.state.LambdaErrors;
import io.nephele.services.lambda.state.LambdaWorld;

/** The concurrency that functions have for themselves. */
public final class ReservedConcurrency {
  /** How many invocations of an account may run at a time in a region. */
  public static final int ACCOUNT = 1000;

  private static final int LEAST_UNRESERVED = 100;

  private final LambdaWorld lambda;

  /** The reservations of a world. */
  public ReservedConcurrency(LambdaWorld lambda) {
    this.lambda = lambda;
  }

  /** How much an account has reserved in a region. */
  public static int sum(LambdaWorld lambda, Reader reader, Key owner) {
    int sum = 0;
    for (Table.Row<FunctionRow> row : lambda.tables().functions().scan(reader, owner)) {
      Integer reserved = row.value().reservedConcurrency();
      sum += reserved == null ? 0 : reserved;
    }
    return sum;
  }

  /** Answers PutFunctionConcurrency. */
  public Concurrency put(PutFunctionConcurrencyRequest in, Call call) {
    FunctionRef ref = unqualified(in.functionName(), call);
    int wanted = in.reservedConcurrentExecutions();
    return lambda.change(
        ref,
        (transaction, function) -> {
          Integer had = function.reservedConcurrency();
          int others = sum(lambda, transaction, ref.owner()) - (had == null ? 0 : had);
          if (ACCOUNT - others - wanted < LEAST_UNRESERVED) {
            throw LambdaErrors.invalid(
                "Specified ReservedConcurrentExecutions for function decreases account's"
                    + " UnreservedConcurrentExecution below its minimum value of ["
                    + LEAST_UNRESERVED
                    + "].");
          }
          lambda.tables().functions().put(transaction, ref.place(), function.withReserved(wanted));
          return new Concurrency().reservedConcurrentExecutions(wanted);
        });
  }

  /** Answers GetFunctionConcurrency. */
  public GetFunctionConcurrencyResponse get(GetFunctionConcurrencyRequest in, Call call) {
    FunctionRef ref = unqualified(in.functionName(), call);
    FunctionRow function = lambda.read(reader -> lambda.tables().require(reader, ref));
    return new GetFunctionConcurrencyResponse()
        .reservedConcurrentExecutions(function.reservedConcurrency());
  }

  /** Answers DeleteFunctionConcurrency. */
  public Unit delete(DeleteFunctionConcurrencyRequest in, Call call) {
    FunctionRef ref = unqualified(in.functionName(), call);
    return lambda.change(
        ref,
        (transaction, function) -> {
          lambda.tables().functions().put(transaction, ref.place(), function.withReserved(null));
          return LambdaWorld.done(call);
        });
  }

  private static FunctionRef unqualified(String name, Call call) {
    FunctionRef ref = FunctionRef.parse(name, null, call);
    if (ref.qualifier() != null) {
      throw LambdaErrors.invalid(
          "This operation is permitted on Lambda functions only. Aliases and versions do not"
              + " support this operation. Please specify either a function name or an unqualified"
              + " function ARN.");
    }
    return ref;
  }
}
