package io.nephele.services.lambda.permissions;

import io.nephele.core.access.ProtectedResources;
import io.nephele.core.access.ResourcePolicy;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.model.Struct;
import io.nephele.policy.AttachedPolicy;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;
import io.nephele.services.lambda.durable.DurableFunctions;
import io.nephele.services.lambda.functions.ResourceTags;
import io.nephele.services.lambda.layers.LayerTable;
import io.nephele.services.lambda.layers.LayerVersionRow;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.LambdaWorld;
import java.util.List;
import java.util.Map;

/** What authorisation asks of functions and layers. */
public final class ProtectedFunctions implements ProtectedResources {
  private static final String LAYER = "layer:";

  private final LambdaWorld lambda;
  private final PolicyTable policies;
  private final LayerTable layers;
  private final ResourceTags tags;
  private final Conditions conditions;

  /** The resources of a world. */
  public ProtectedFunctions(
      LambdaWorld lambda,
      PolicyTable policies,
      LayerTable layers,
      ResourceTags tags,
      Conditions conditions) {
    this.lambda = lambda;
    this.policies = policies;
    this.layers = layers;
    this.tags = tags;
    this.conditions = conditions;
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

  /** A callback is one of its execution. */
  @Override
  public List<String> arns(String type, Call call, Struct request) {
    if (!type.equals("durable execution")
        || request.shape().member("CallbackId") == null
        || !(request.get("CallbackId") instanceof String callback)) {
      return null;
    }
    String arn = DurableFunctions.executionOf(callback);
    return arn == null ? null : List.of(arn);
  }

  /** Mappings and URLs that are there know their function and who may call. */
  @Override
  public List<String> conditionKey(String key, String arn, Call call, Struct request) {
    return switch (key) {
      case "lambda:functionarn" -> {
        Object uuid = request.shape().member("UUID") == null ? null : request.get("UUID");
        String function = uuid instanceof String text ? conditions.functionOf(text, call) : null;
        yield function == null ? null : List.of(function);
      }
      case "lambda:functionurlauthtype" -> {
        boolean told =
            request.shape().member("AuthType") != null && request.get("AuthType") != null;
        FunctionRef ref = told ? null : FunctionRef.ofArn(arn);
        boolean ofUrl = call.operation().name().endsWith("FunctionUrlConfig");
        String type = ref == null || !ofUrl ? null : conditions.authTypeOf(ref);
        yield type == null ? null : List.of(type);
      }
      default -> null;
    };
  }

  /** What other parts of the service know of what condition keys ask. */
  public interface Conditions {
    /** The ARN of the function of a mapping of the called account, or null. */
    String functionOf(String mappingUuid, Call call);

    /** The kind of authorisation of a function URL, or null. */
    String authTypeOf(FunctionRef function);
  }

  @Override
  public Map<String, String> tags(String arn) {
    return Arn.isArn(arn) ? lambda.read(reader -> tags.of(reader, arn)) : Map.of();
  }
}
