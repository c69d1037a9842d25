package io.nephele.services.lambda.permissions;

import io.nephele.api.lambda.AddPermissionRequest;
import io.nephele.api.lambda.AddPermissionResponse;
import io.nephele.api.lambda.GetPolicyRequest;
import io.nephele.api.lambda.GetPolicyResponse;
import io.nephele.api.lambda.PolicyLengthExceededException;
import io.nephele.api.lambda.RemovePermissionRequest;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.model.Unit;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.LambdaErrors;
import io.nephele.services.lambda.state.LambdaWorld;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The operations on statements of functions' policies. */
public final class Permissions {
  private static final int MOST_BYTES = 20 * 1024;
  private static final String EQUALS = "StringEquals";

  private final LambdaWorld lambda;
  private final PolicyTable policies;

  /** The permissions in a world. */
  public Permissions(LambdaWorld lambda, PolicyTable policies) {
    this.lambda = lambda;
    this.policies = policies;
  }

  /** Answers AddPermission. */
  public AddPermissionResponse add(AddPermissionRequest in, Call call) {
    FunctionRef ref = existing(in.functionName(), in.qualifier(), call);
    checkPrincipal(in.principal(), ref, call);
    if (in.functionUrlAuthType() != null && !in.action().equals("lambda:InvokeFunctionUrl")) {
      throw LambdaErrors.invalid(
          "FunctionUrlAuthType is only supported for lambda:InvokeFunctionUrl action");
    }
    String statement =
        Statements.allow(
            in.statementId(),
            in.principal(),
            in.action(),
            ref.arn(),
            ref.partition(),
            conditions(in));
    lambda.change(
        ref,
        (transaction, function) -> {
          requireQualifier(transaction, ref);
          PolicyTable.Row before = policies.find(transaction, ref);
          checkRevision(before, in.revisionId());
          Map<String, String> statements =
              new LinkedHashMap<>(before == null ? Map.of() : before.statements());
          if (statements.putIfAbsent(in.statementId(), statement) != null) {
            throw LambdaErrors.conflict(
                "The statement id ("
                    + in.statementId()
                    + ") provided already exists. Please provide a new statement id, or remove the"
                    + " existing statement.");
          }
          int size = Statements.policy(statements).getBytes(StandardCharsets.UTF_8).length;
          if (size > MOST_BYTES) {
            throw new PolicyLengthExceededException(
                    "The final policy size ("
                        + size
                        + ") is bigger than the limit ("
                        + MOST_BYTES
                        + ").")
                .type("User");
          }
          policies.put(transaction, ref, new PolicyTable.Row(statements, lambda.uuid()));
          return null;
        });
    return new AddPermissionResponse().statement(statement);
  }

  private static Map<String, Map<String, String>> conditions(AddPermissionRequest in) {
    Map<String, Map<String, String>> conditions = new LinkedHashMap<>();
    put(conditions, EQUALS, "AWS:SourceAccount", in.sourceAccount());
    put(conditions, EQUALS, "lambda:EventSourceToken", in.eventSourceToken());
    put(conditions, EQUALS, "aws:PrincipalOrgID", in.principalOrgID());
    put(conditions, EQUALS, "lambda:FunctionUrlAuthType", in.functionUrlAuthType());
    put(conditions, "ArnLike", "AWS:SourceArn", in.sourceArn());
    if (Boolean.TRUE.equals(in.invokedViaFunctionUrl())) {
      put(conditions, "Bool", "lambda:InvokedViaFunctionUrl", "true");
    }
    return conditions;
  }

  private static void put(
      Map<String, Map<String, String>> conditions, String operator, String key, String value) {
    if (value != null) {
      conditions.computeIfAbsent(operator, none -> new LinkedHashMap<>()).put(key, value);
    }
  }

  private void checkPrincipal(String principal, FunctionRef ref, Call call) {
    boolean good;
    if (principal.equals("*")) {
      good = true;
    } else if (principal.startsWith("arn:") || Statements.isAccount(principal)) {
      good = lambda.world().access().isPrincipal(ref.accountId(), principal);
    } else {
      good = principal.indexOf('.') > 0;
    }
    if (!good) {
      throw LambdaErrors.invalid(
          "The provided principal was invalid. Please check the principal and try again.");
    }
  }

  /** What a request names, which must be there. */
  private FunctionRef existing(String name, String qualifier, Call call) {
    FunctionRef ref = FunctionRef.parse(name, qualifier, call);
    if (FunctionRef.LATEST.equals(ref.qualifier())) {
      throw LambdaErrors.invalid("We currently do not support adding policies for $LATEST.");
    }
    return ref;
  }

  private void requireQualifier(Reader reader, FunctionRef ref) {
    if (ref.isAlias() && lambda.tables().alias(reader, ref, ref.qualifier()) == null) {
      throw LambdaErrors.noAlias(ref.arn());
    }
    lambda.tables().require(reader, ref, ref.qualifier());
  }

  private static void checkRevision(PolicyTable.Row row, String revisionId) {
    if (revisionId != null && (row == null || !revisionId.equals(row.revisionId()))) {
      throw LambdaErrors.otherRevision("policy", "GetPolicy");
    }
  }

  /** Answers RemovePermission. */
  public Unit remove(RemovePermissionRequest in, Call call) {
    FunctionRef ref = existing(in.functionName(), in.qualifier(), call);
    return lambda.change(
        ref,
        (transaction, function) -> {
          PolicyTable.Row before = policies.find(transaction, ref);
          if (before == null) {
            throw LambdaErrors.notFound("No policy is associated with the given resource.");
          }
          checkRevision(before, in.revisionId());
          Map<String, String> statements = new LinkedHashMap<>(before.statements());
          if (statements.remove(in.statementId()) == null) {
            throw LambdaErrors.notFound(
                "Statement " + in.statementId() + " is not found in resource policy.");
          }
          policies.put(transaction, ref, new PolicyTable.Row(statements, lambda.uuid()));
          return LambdaWorld.done(call);
        });
  }

  /** Answers GetPolicy. */
  public GetPolicyResponse get(GetPolicyRequest in, Call call) {
    FunctionRef ref = FunctionRef.parse(in.functionName(), in.qualifier(), call);
    PolicyTable.Row row =
        lambda.read(
            reader -> {
              lambda.tables().require(reader, ref);
              return policies.find(reader, ref);
            });
    if (row == null) {
      throw LambdaErrors.notFound("The resource you requested does not exist.");
    }
    return new GetPolicyResponse()
        .policy(Statements.policy(row.statements()))
        .revisionId(row.revisionId());
  }
}
