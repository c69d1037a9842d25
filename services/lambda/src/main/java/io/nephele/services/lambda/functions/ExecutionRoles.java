package io.nephele.services.lambda.functions;

import io.nephele.api.dynamodbstreams.Dynamodbstreams;
import io.nephele.api.events.Events;
import io.nephele.api.kinesis.Kinesis;
import io.nephele.api.s3.S3;
import io.nephele.api.sns.Sns;
import io.nephele.api.sqs.Sqs;
import io.nephele.api.xray.Xray;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Regions;
import io.nephele.core.roles.AssumedRoles;
import io.nephele.model.AwsException;
import io.nephele.model.Operation;
import io.nephele.policy.ConditionKeys;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.LambdaErrors;
import io.nephele.services.lambda.state.LambdaWorld;

/** The roles that functions run with. */
public final class ExecutionRoles {
  private final LambdaWorld lambda;

  /** The roles of functions of a world. */
  public ExecutionRoles(LambdaWorld lambda) {
    this.lambda = lambda;
  }

  /** A session of a function's role, as which Lambda and the function act. */
  public Principal session(String roleArn, FunctionRef function) {
    return lambda
        .roles()
        .assume(
            new AssumedRoles.Wanted(
                roleArn,
                LambdaWorld.PRINCIPAL,
                function.accountId(),
                function.unqualifiedArn(),
                sessionName(function)),
            Regions.find(function.region()));
  }

  /** What sessions of a function's role are named: as the function, if that is long enough. */
  public static String sessionName(FunctionRef function) {
    return function.name().length() > 1 ? function.name() : function.name() + '_';
  }

  /** An error to the caller if Lambda cannot assume a role for a function. */
  void check(String roleArn, FunctionRef function) {
    Arn arn = Arn.parse(roleArn);
    if (arn == null || !arn.account().equals(function.accountId())) {
      throw AwsException.client(
          "AccessDeniedException", 403, "Cross-account pass role is not allowed.");
    }
    try {
      session(roleArn, function);
    } catch (AwsException e) {
      throw LambdaErrors.invalid("The role defined for the function cannot be assumed by Lambda.");
    }
  }

  /**
   * Whether a function's role may do something.
   *
   * @param call the call that asks
   */
  public boolean may(
      String roleArn, FunctionRef function, String action, String resource, Call call) {
    Principal session;
    try {
      session = session(roleArn, function);
    } catch (AwsException e) {
      return false;
    }
    // The service that is called knows the policies of its resources.
    Operation operation = called(action, call);
    Call asRole =
        new Call(
            operation,
            operation.service().protocols().getFirst(),
            session,
            call.region(),
            call.origin(),
            call.requestId(),
            call.time());
    return lambda.world().access().authorize(asRole, action, resource, ConditionKeys.NONE).denial()
        == null;
  }

  private static Operation called(String action, Call call) {
    return switch (action.substring(0, action.indexOf(':'))) {
      case "sqs" -> Sqs.SendMessage.model();
      case "sns" -> Sns.Publish.model();
      case "s3" -> S3.PutObject.model();
      case "events" -> Events.PutEvents.model();
      case "kinesis" -> Kinesis.GetRecords.model();
      case "dynamodb" -> Dynamodbstreams.GetRecords.model();
      case "xray" -> Xray.PutTraceSegments.model();
      default -> call.operation();
    };
  }
}
