package io.nephele.services.lambda.permissions;

import io.nephele.api.lambda.AddLayerVersionPermissionRequest;
import io.nephele.api.lambda.AddLayerVersionPermissionResponse;
import io.nephele.api.lambda.GetLayerVersionPolicyRequest;
import io.nephele.api.lambda.GetLayerVersionPolicyResponse;
import io.nephele.api.lambda.RemoveLayerVersionPermissionRequest;
import io.nephele.core.call.Call;
import io.nephele.model.Unit;
import io.nephele.services.lambda.layers.LayerPolicies;
import io.nephele.services.lambda.layers.LayerVersionRow;
import io.nephele.services.lambda.state.LambdaErrors;
import io.nephele.services.lambda.state.LambdaWorld;
import java.util.LinkedHashMap;
import java.util.Map;

/** The operations on statements of the policies of layers' versions. */
public final class LayerPermissions {
  private static final String NO_POLICY = "No policy is associated with the given resource.";

  private final LambdaWorld lambda;
  private final LayerPolicies policies;

  /** The permissions of layers in a world. */
  public LayerPermissions(LambdaWorld lambda, LayerPolicies policies) {
    this.lambda = lambda;
    this.policies = policies;
  }

  /** Answers AddLayerVersionPermission. */
  public AddLayerVersionPermissionResponse add(AddLayerVersionPermissionRequest in, Call call) {
    String arn = policies.arn(in.layerName(), in.versionNumber(), call);
    if (in.organizationId() != null && !in.principal().equals("*")) {
      throw LambdaErrors.invalid("OrganizationId can only be specified when the principal is '*'.");
    }
    Map<String, Map<String, String>> conditions =
        in.organizationId() == null
            ? Map.of()
            : Map.of("StringEquals", Map.of("aws:PrincipalOrgID", in.organizationId()));
    String statement =
        Statements.allow(
            in.statementId(), in.principal(), in.action(), arn, call.partition(), conditions);
    String revision = lambda.uuid();
    policies.change(
        arn,
        row -> {
          checkRevision(row, in.revisionId());
          Map<String, String> statements = new LinkedHashMap<>(row.policy());
          if (statements.putIfAbsent(in.statementId(), statement) != null) {
            throw LambdaErrors.conflict(
                "The statement id ("
                    + in.statementId()
                    + ") provided already exists. Please provide a new statement id, or remove the"
                    + " existing statement.");
          }
          return new LayerPolicies.Policy(statements, revision);
        });
    return new AddLayerVersionPermissionResponse().statement(statement).revisionId(revision);
  }

  private static void checkRevision(LayerVersionRow row, String revisionId) {
    if (revisionId != null && !revisionId.equals(row.policyRevision())) {
      throw LambdaErrors.otherRevision("policy", "GetLayerVersionPolicy");
    }
  }

  /** Answers RemoveLayerVersionPermission. */
  public Unit remove(RemoveLayerVersionPermissionRequest in, Call call) {
    policies.change(
        policies.arn(in.layerName(), in.versionNumber(), call),
        row -> {
          checkRevision(row, in.revisionId());
          Map<String, String> statements = new LinkedHashMap<>(row.policy());
          if (statements.remove(in.statementId()) == null) {
            throw LambdaErrors.notFound(
                "Statement " + in.statementId() + " is not found in resource policy.");
          }
          return new LayerPolicies.Policy(statements, lambda.uuid());
        });
    return LambdaWorld.done(call);
  }

  /** Answers GetLayerVersionPolicy. */
  public GetLayerVersionPolicyResponse get(GetLayerVersionPolicyRequest in, Call call) {
    LayerVersionRow row = policies.find(policies.arn(in.layerName(), in.versionNumber(), call));
    if (row.policy().isEmpty()) {
      throw LambdaErrors.notFound(NO_POLICY);
    }
    return new GetLayerVersionPolicyResponse()
        .policy(Statements.policy(row.policy()))
        .revisionId(row.policyRevision());
  }
}
