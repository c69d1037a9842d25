package io.nephele.services.lambda.invoke;

import io.nephele.api.lambda.AliasConfiguration;
import io.nephele.core.store.Reader;
import io.nephele.services.lambda.functions.Aliases;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.FunctionRow;
import io.nephele.services.lambda.state.LambdaErrors;
import io.nephele.services.lambda.state.LambdaWorld;
import io.nephele.services.lambda.state.VersionRow;
import java.util.Map;

/** Finds which version an invocation runs. */
public final class Targets {
  private final LambdaWorld lambda;

  /** The targets in a world. */
  public Targets(LambdaWorld lambda) {
    this.lambda = lambda;
  }

  /** What a reference names; of an alias one of its versions by their weights. */
  public Target find(FunctionRef ref) {
    double draw = ref.isAlias() ? lambda.world().ids().nextDouble() : 0;
    return lambda.read(reader -> find(reader, ref, draw));
  }

  private Target find(Reader reader, FunctionRef ref, double draw) {
    FunctionRow function = lambda.tables().require(reader, ref);
    String version = ref.qualifier() == null ? FunctionRef.LATEST : ref.qualifier();
    if (ref.isAlias()) {
      AliasConfiguration alias = lambda.tables().alias(reader, ref, version);
      if (alias == null) {
        throw LambdaErrors.noAlias(ref.arn());
      }
      version = choose(alias, draw);
    }
    VersionRow row = lambda.tables().version(reader, ref, version);
    if (row == null) {
      throw LambdaErrors.noFunction(ref.arn());
    }
    return new Target(ref, function, row, row.configuration());
  }

  private static String choose(AliasConfiguration alias, double draw) {
    double left = draw;
    for (Map.Entry<String, Double> each : Aliases.weights(alias).entrySet()) {
      left -= each.getValue();
      if (left < 0) {
        return each.getKey();
      }
    }
    return alias.functionVersion();
  }
}
