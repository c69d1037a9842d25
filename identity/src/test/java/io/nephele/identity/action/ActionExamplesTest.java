package io.nephele.identity.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What real calls need, as {@code examples.txt} says. */
class ActionExamplesTest {
  @TestFactory
  Stream<DynamicTest> examples() {
    return ActionExamples.read().stream()
        .map(
            example ->
                DynamicTest.dynamicTest(
                    example.toString(),
                    () ->
                        assertThat(ActionExamples.actual(example))
                            .containsExactlyInAnyOrderElementsOf(example.expected())));
  }

  @Test
  void thereAreManyOfManyServices() {
    assertThat(ActionExamples.read()).hasSizeGreaterThanOrEqualTo(150);
    assertThat(ActionExamples.read())
        .map(ActionExamples.Example::service)
        .contains(
            "s3",
            "sqs",
            "sns",
            "dynamodb",
            "lambda",
            "ec2",
            "iam",
            "sts",
            "kms",
            "secretsmanager",
            "ssm",
            "logs",
            "cloudwatch",
            "events",
            "stepfunctions",
            "apigateway",
            "cloudformation",
            "ecs",
            "ecr",
            "rds",
            "kinesis",
            "cognito-idp",
            "elbv2",
            "autoscaling",
            "route53",
            "cloudfront");
  }
}
