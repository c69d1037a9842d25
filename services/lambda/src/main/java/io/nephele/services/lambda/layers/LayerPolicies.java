package io.nephele.services.lambda.layers;

import io.nephele.core.call.Call;
import io.nephele.services.lambda.state.LambdaWorld;
import java.util.Map;
import java.util.function.Function;

/** The policies of layers' versions, which are in their rows. */
public final class LayerPolicies {
  private final LambdaWorld lambda;
  private final LayerTable table;

  /** The policies in a world. */
  public LayerPolicies(LambdaWorld lambda, LayerTable table) {
    this.lambda = lambda;
    this.table = table;
  }

  /**
   * A policy.
   *
   * @param statements JSON by their ids
   */
  public record Policy(Map<String, String> statements, String revision) {}

  /** The ARN of a version that a request names. */
  public String arn(String layerName, long version, Call call) {
    return Layers.arn(layerName, call) + ':' + version;
  }

  /** The version of that ARN; an error to the caller if there is none. */
  public LayerVersionRow find(String versionArn) {
    return lambda.read(reader -> Layers.require(reader, table, versionArn));
  }

  /** Changes the policy of a version; an error to the caller if there is none. */
  public void change(String versionArn, Function<LayerVersionRow, Policy> body) {
    lambda.write(
        transaction -> {
          LayerVersionRow row = Layers.require(transaction, table, versionArn);
          Policy policy = body.apply(row);
          table
              .versions()
              .put(
                  transaction,
                  LayerTable.place(row.layerArn()).with(row.version()),
                  row.withPolicy(policy.statements(), policy.revision()));
          return null;
        });
  }
}
