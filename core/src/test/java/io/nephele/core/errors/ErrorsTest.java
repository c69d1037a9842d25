package io.nephele.core.errors;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.text.Wildcards;
import io.nephele.model.AwsException;
import io.nephele.model.Models;
import io.nephele.model.Operation;
import io.nephele.model.Service;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorsTest {
  private static Operation operation(String service, String name) {
    return Models.bundled().service(service).operation(name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sqs|SendMessage|RequestThrottled|403|Request is throttled.",
        "sqs|ListQueues|RequestThrottled|403|Request is throttled.",
        "sts|AssumeRole|Throttling|400|Rate exceeded",
        "iam|CreateUser|Throttling|400|Rate exceeded",
        "cloudformation|CreateStack|Throttling|400|Rate exceeded",
        "ec2|RunInstances|RequestLimitExceeded|503|Request limit exceeded.",
        "s3|PutObject|SlowDown|503|Please reduce your request rate.",
        "dynamodb|CreateTable|ThrottlingException|400|"
            + "Rate of requests exceeds the allowed throughput.",
        "kms|Encrypt|ThrottlingException|400|"
            + "You have exceeded the rate at which you may call KMS. Reduce the frequency of your"
            + " calls.",
        "lambda|CreateFunction|TooManyRequestsException|429|Rate Exceeded.",
        "apigateway|CreateRestApi|TooManyRequestsException|429|Too Many Requests",
        "ssm|GetParameter|ThrottlingException|400|Rate exceeded",
        "kinesis|CreateStream|LimitExceededException|400|Rate exceeded",
        "kinesis|PutRecord|ProvisionedThroughputExceededException|400|Rate exceeded",
        "route53|ListHostedZones|Throttling|400|Rate exceeded"
      })
  void servicesThrottleInTheirOwnWords(
      String service, String operation, String code, int status, String message) {
    AwsException error = ThrottlingErrors.of(operation(service, operation), null);
    assertThat(error.code()).isEqualTo(code);
    assertThat(error.status()).isEqualTo(status);
    assertThat(error.getMessage()).isEqualTo(message);
  }

  @Test
  void everyServiceHasAnErrorForCallsThatAreTooFast() {
    ThrottlingErrors.documented()
        .forEach(
            (service, lists) -> {
              Service model = Models.bundled().service(service);
              for (String list : lists) {
                for (String name : List.of(list.split(","))) {
                  assertThat(model.operationNames())
                      .as(service + " " + name)
                      .anyMatch(known -> Wildcards.matches(name, known));
                }
              }
            });
    for (String name : Models.bundled().entries().keySet()) {
      Service service = Models.bundled().service(name);
      AwsException error = ThrottlingErrors.of(service.operations().getFirst(), null);
      assertThat(error.status()).as(name).isBetween(400, 599);
      assertThat(error.getMessage()).as(name).isNotBlank();
    }
  }

  @Test
  void errorsThatAModelDefinesAreTheModels() {
    AwsException error =
        OperationErrors.of(operation("sqs", "SendMessage"), "QueueDoesNotExist", null, "gone");
    assertThat(error.detail()).isNotNull();
    assertThat(error.status()).isEqualTo(400);
    assertThat(error.queryCode()).isEqualTo("AWS.SimpleQueueService.NonExistentQueue");
    AwsException sameByQueryCode =
        OperationErrors.of(
            operation("sqs", "SendMessage"),
            "AWS.SimpleQueueService.NonExistentQueue",
            null,
            "gone");
    assertThat(sameByQueryCode.code()).isEqualTo("QueueDoesNotExist");
    AwsException otherStatus =
        OperationErrors.of(operation("sqs", "SendMessage"), "QueueDoesNotExist", 404, "gone");
    assertThat(otherStatus.status()).isEqualTo(404);
  }

  @Test
  void otherErrorsAreAwssCommonOnes() {
    AwsException error =
        OperationErrors.of(operation("sqs", "SendMessage"), "ServiceUnavailable", null, null);
    assertThat(error.status()).isEqualTo(503);
    assertThat(error.clientFault()).isFalse();
    assertThat(error.getMessage())
        .isEqualTo("The request has failed due to a temporary failure of the server.");
    AwsException own = OperationErrors.of(operation("sqs", "SendMessage"), "Teapot", 418, "short");
    assertThat(own.status()).isEqualTo(418);
    assertThat(own.clientFault()).isTrue();
  }
}
