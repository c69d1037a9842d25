package io.nephele.identity.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.access.ProtectedResources;
import io.nephele.model.Models;
import io.nephele.model.Operation;
import io.nephele.policy.AttachedPolicy;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyEvaluator;
import io.nephele.policy.PolicyKind;
import io.nephele.policy.PolicySet;
import io.nephele.policy.Principal;
import io.nephele.policy.RequestContext;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An asterisk or question mark in a request is a character, not a way to more than is allowed. */
class ActionWildcardsTest {
  private static final Principal ALICE =
      Principal.user("arn:aws:iam::123456789012:user/alice", "AIDAALICEALICEALICE00");
  private static final List<String> SERVICES =
      List.of(
          "s3",
          "sqs",
          "sns",
          "dynamodb",
          "lambda",
          "iam",
          "sts",
          "kms",
          "secretsmanager",
          "ssm",
          "logs",
          "events",
          "stepfunctions",
          "apigateway",
          "cloudformation",
          "ecs",
          "ecr",
          "rds",
          "kinesis",
          "elbv2",
          "route53",
          "glue");

  private static List<ActionRequest> requests(Operation operation, String text) {
    List<ActionRequest> requests =
        ActionCatalog.bundled()
            .requests(
                TestCalls.of(operation),
                MaximalRequests.of(operation, text),
                ProtectedResources.NONE);
    return requests;
  }

  /** A policy that allows everything on what begins with "alp" where the requests say "alpha". */
  private static PolicySet allowing(List<ActionRequest> requests) {
    List<String> patterns = new ArrayList<>();
    for (ActionRequest request : requests) {
      if (isNamed(request)) {
        patterns.add('"' + request.resource().replace("alpha", "alp*") + '"');
      }
    }
    if (patterns.isEmpty()) {
      return null;
    }
    String document =
        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":"
            + patterns
            + "}}";
    return PolicySet.builder()
        .identity(AttachedPolicy.of(PolicyDocument.parse(document, PolicyKind.IDENTITY)))
        .build();
  }

  private static boolean isNamed(ActionRequest request) {
    return request.resource().startsWith("arn:")
        && request.resource().contains("alpha")
        && !request.resource().contains("*")
        // Policies name no root users, and no requests for delegation.
        && !request.resource().endsWith(":root")
        && !request.resource().contains(":delegation-request/");
  }

  private static boolean allows(PolicySet policies, ActionRequest request) {
    return PolicyEvaluator.evaluate(
            RequestContext.of(ALICE, request.action())
                .resource(request.resource())
                .keys(request.keys())
                .build(),
            policies)
        .isAllowed();
  }

  @Test
  void wildcardsInRequestsNeverWiden() {
    int checked = 0;
    for (String service : SERVICES) {
      for (Operation operation : Models.bundled().service(service).operations()) {
        List<ActionRequest> named = requests(operation, "alpha");
        PolicySet policies = allowing(named);
        if (policies != null) {
          for (ActionRequest request : named) {
            if (isNamed(request)) {
              assertThat(allows(policies, request)).as(request.resource()).isTrue();
            }
          }
          for (String text : List.of("*", "al*", "al?ha", "?????")) {
            for (ActionRequest request : requests(operation, text)) {
              if (request.resource().contains(text)) {
                assertThat(allows(policies, request))
                    .as(operation + " " + request.resource())
                    .isFalse();
                checked++;
              }
            }
          }
        }
      }
    }
    assertThat(checked).isGreaterThan(3_000);
  }

  @Test
  void whatARequestDoesNotTellIsAllowedByWildcardsOnly() {
    List<ActionRequest> requests =
        ActionCatalog.bundled()
            .requests(
                TestCalls.of(TestCalls.operation("kms", "CreateKey")),
                ActionExamples.request(
                    TestCalls.operation("kms", "CreateKey"),
                    "{\"Tags\":[{\"TagKey\":\"a\",\"TagValue\":\"b\"}]}"),
                ProtectedResources.NONE);
    assertThat(requests)
        .map(ActionRequest::resource)
        .containsExactly("*", "arn:aws:kms:eu-west-1:123456789012:key/*");
    assertThat(allows(policy("arn:aws:kms:*:*:key/*"), requests.getLast())).isTrue();
    assertThat(allows(policy("arn:aws:kms:*:*:key/abc*"), requests.getLast())).isFalse();
    assertThat(allows(policy("arn:aws:kms:*:*:key/*"), requests.getFirst())).isFalse();
  }

  private static PolicySet policy(String resource) {
    return PolicySet.builder()
        .identity(
            AttachedPolicy.of(
                PolicyDocument.parse(
                    """
                    {"Version":"2012-10-17","Statement":
                      {"Effect":"Allow","Action":"*","Resource":"%s"}}
                    """
                        .formatted(resource),
                    PolicyKind.IDENTITY)))
        .build();
  }
}
