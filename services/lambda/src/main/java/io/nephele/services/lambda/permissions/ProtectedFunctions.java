package io.nephele.services.lambda.permissions;

import io.nephele.core.access.ProtectedResources;
import io.nephele.core.access.ResourcePolicy;
import io.nephele.core.arn.Arn;
import io.nephele.policy.AttachedPolicy;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;
import io.nephele.services.lambda.functions.ResourceTags;
import io.nephele.services.lambda.layers.LayerTable;
import io.nephele.services.lambda.layers.LayerVersionRow;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.LambdaWorld;
import java.util.Map;

/** What authorisation asks of functions and layers. */
public final class ProtectedFunctions implements ProtectedResources {
  private static final String LAYER = "layer:";

  private final LambdaWorld lambda;
  private final PolicyTable policies;
  private final LayerTable layers;
  private final ResourceTags tags;

  /** The resources of a world. */
  public ProtectedFunctions(
      LambdaWorld lambda, PolicyTable policies, LayerTable layers, ResourceTags tags) {
    this.lambda = lambda;
    this.policies = policies;
    this.layers = layers;
    this.tags = tags;
  }

  @Override
  public ResourcePolicy policy(String arn) {
    Arn parsed = Arn.parse(arn);
    if (parsed == null) {
      return null;
    }
    Map<String, String> statements = statements(arn, parsed);
    AttachedPolicy policy =
        statements.isEmpty()
            ? null
            : new AttachedPolicy(
                PolicyDocument.parse(Statements.policy(statements), PolicyKind.RESOURCE), arn);
    return policy == null ? null : ResourcePolicy.of(parsed.account(), policy);
  }

  private Map<String, String> statements(String arn, Arn parsed) {
    if (parsed.resource().startsWith(LAYER)) {
      LayerVersionRow row = lambda.read(reader -> layers.find(reader, arn));
      return row == null ? Map.of() : row.policy();
    }
    FunctionRef ref = FunctionRef.ofArn(arn);
    if (ref == null) {
      return Map.of();
    }
    FunctionRef at = FunctionRef.LATEST.equals(ref.qualifier()) ? ref.with(null) : ref;
    PolicyTable.Row row = lambda.read(reader -> policies.find(reader, at));
    return row == null ? Map.of() : row.statements();
  }

  @Override
  public Map<String, String> tags(String arn) {
    return Arn.isArn(arn) ? lambda.read(reader -> tags.of(reader, arn)) : Map.of();
  }
}
