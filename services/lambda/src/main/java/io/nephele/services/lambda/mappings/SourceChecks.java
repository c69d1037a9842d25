package io.nephele.services.lambda.mappings;

import io.nephele.api.dynamodbstreams.DescribeStreamInput;
import io.nephele.api.dynamodbstreams.Dynamodbstreams;
import io.nephele.api.kinesis.DescribeStreamSummaryInput;
import io.nephele.api.kinesis.Kinesis;
import io.nephele.api.lambda.FunctionConfiguration;
import io.nephele.api.sqs.GetQueueAttributesRequest;
import io.nephele.api.sqs.Sqs;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.model.AwsException;
import io.nephele.services.lambda.functions.ExecutionRoles;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.LambdaErrors;
import io.nephele.services.lambda.state.LambdaWorld;
import java.util.List;

/** Whether sources are there and fit their functions. */
final class SourceChecks {
  private static final String TIMEOUT = "VisibilityTimeout";

  private final LambdaWorld lambda;
  private final ExecutionRoles roles;

  SourceChecks(LambdaWorld lambda, ExecutionRoles roles) {
    this.lambda = lambda;
    this.roles = roles;
  }

  /** An error to the caller if a source is not there or does not fit the function. */
  void check(FunctionConfiguration function, FunctionRef ref, SourceKind kind, Arn source) {
    Principal session = roles.session(function.role(), ref);
    Region region = Regions.find(source.region());
    Origin origin = Origin.service(LambdaWorld.PRINCIPAL, ref.unqualifiedArn());
    try {
      switch (kind) {
        case SQS -> {
          String timeout =
              lambda
                  .world()
                  .call(
                      Sqs.GetQueueAttributes,
                      new GetQueueAttributesRequest()
                          .queueUrl(queueUrl(source))
                          .attributeNames(List.of(TIMEOUT)),
                      session,
                      region,
                      origin)
                  .attributes()
                  .get(TIMEOUT);
          if (Integer.parseInt(timeout) < function.timeout()) {
            throw LambdaErrors.invalid(
                "Queue visibility timeout: "
                    + timeout
                    + " seconds is less than Function timeout: "
                    + function.timeout()
                    + " seconds");
          }
        }
        case KINESIS -> {
          if (source.resource().contains("/consumer/")) {
            throw LambdaErrors.notImplemented("event sources that are registered consumers");
          }
          lambda
              .world()
              .call(
                  Kinesis.DescribeStreamSummary,
                  new DescribeStreamSummaryInput().streamARN(source.toString()),
                  session,
                  region,
                  origin);
        }
        case DYNAMODB ->
            lambda
                .world()
                .call(
                    Dynamodbstreams.DescribeStream,
                    new DescribeStreamInput().streamArn(source.toString()),
                    session,
                    region,
                    origin);
      }
    } catch (AwsException e) {
      if (e.code().equals("InvalidParameterValueException") || !e.clientFault()) {
        throw e;
      }
      throw kind == SourceKind.SQS
          ? LambdaErrors.invalid(
              "Error occurred while ReceiveMessage. SQS Error Code: "
                  + e.code()
                  + ". SQS Error Message: "
                  + e.getMessage())
          : LambdaErrors.invalid("Stream not found: " + source);
    }
  }

  /** The URL by which a queue is named. */
  static String queueUrl(Arn queue) {
    return "https://sqs."
        + queue.region()
        + ".amazonaws.com/"
        + queue.account()
        + '/'
        + queue.resource();
  }
}
