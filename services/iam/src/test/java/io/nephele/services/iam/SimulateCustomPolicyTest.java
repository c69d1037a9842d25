package io.nephele.services.iam;

import static io.nephele.services.iam.IamErrorAssertions.assertFails;
import static io.nephele.services.iam.TestEntities.allow;
import static io.nephele.services.iam.TestEntities.deny;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.iam.model.ResourceSpecificResult;
import software.amazon.awssdk.services.iam.model.SimulateCustomPolicyRequest;
import software.amazon.awssdk.services.iam.model.SimulateCustomPolicyResponse;
import software.amazon.awssdk.services.iam.model.Statement;

/** What is expected was answered by AWS for the same requests, but for the names of resources. */
@NepheleTest
final class SimulateCustomPolicyTest {
  private static final String GET = allow("s3:GetObject", "*");
  private static final String A = "arn:aws:s3:::bucket/a";
  private static final String B = "arn:aws:s3:::bucket/b";
  private static final String CALLER = "arn:aws:iam::000000000000:user/some/one";

  @Inject IamClient iam;

  private SimulateCustomPolicyResponse simulate(
      Consumer<SimulateCustomPolicyRequest.Builder> request) {
    return iam.simulateCustomPolicy(
        r -> {
          r.actionNames("s3:GetObject");
          request.accept(r);
        });
  }

  private EvaluationResult one(Consumer<SimulateCustomPolicyRequest.Builder> request) {
    List<EvaluationResult> results = simulate(request).evaluationResults();
    assertThat(results).hasSize(1);
    return results.getFirst();
  }

  private static void assertStatement(
      Statement statement, String source, String type, int start, int end) {
    assertThat(statement.sourcePolicyId()).isEqualTo(source);
    assertThat(statement.sourcePolicyTypeAsString()).isEqualTo(type);
    assertThat(statement.startPosition().line()).isEqualTo(1);
    assertThat(statement.startPosition().column()).isEqualTo(start);
    assertThat(statement.endPosition().line()).isEqualTo(1);
    assertThat(statement.endPosition().column()).isEqualTo(end);
  }

  @Test
  void withoutResourcesTheActionIsTriedOnAny() {
    EvaluationResult result = one(r -> r.policyInputList(GET));
    assertThat(result.evalActionName()).isEqualTo("s3:GetObject");
    assertThat(result.evalResourceName()).isEqualTo("*");
    assertThat(result.evalDecision()).isEqualTo(PolicyEvaluationDecisionType.ALLOWED);
    assertThat(result.matchedStatements()).hasSize(1);
    assertStatement(
        result.matchedStatements().getFirst(), "PolicyInputList.1", "IAM Policy", 38, 95);
    assertThat(result.hasResourceSpecificResults()).isFalse();
    assertThat(result.permissionsBoundaryDecisionDetail()).isNull();
    assertThat(result.organizationsDecisionDetail()).isNull();
  }

  @Test
  @Fact("iam-009")
  void deniedByDefaultAllowedByAStatementDeniedByAnother() {
    assertThat(one(r -> r.policyInputList(List.of())).evalDecisionAsString())
        .isEqualTo("implicitDeny");
    assertThat(one(r -> r.policyInputList(GET)).evalDecisionAsString()).isEqualTo("allowed");
    EvaluationResult denied = one(r -> r.policyInputList(GET, deny("s3:Get*", "*")));
    assertThat(denied.evalDecisionAsString()).isEqualTo("explicitDeny");
    assertThat(denied.matchedStatements()).hasSize(1);
    assertStatement(
        denied.matchedStatements().getFirst(), "PolicyInputList.2", "IAM Policy", 38, 89);
  }

  @Test
  @Fact("iam-050")
  void theActionThatEndsAnInstanceIsTerminateInstances() {
    List<EvaluationResult> results =
        simulate(
                r ->
                    r.policyInputList(allow("ec2:TerminateInstances", "*"))
                        .actionNames("ec2:TerminateInstances", "ec2:TerminateInstance")
                        .resourceArns("arn:aws:ec2:us-east-1:000000000000:instance/i-0123456789"))
            .evaluationResults();
    assertThat(results)
        .extracting(EvaluationResult::evalDecisionAsString)
        .containsExactly("allowed", "implicitDeny");
  }

  @Test
  @Fact("iam-051")
  void permissionsOnObjectsAreForWritingAndReadingOnly() {
    String readWrite =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":"
            + "[\"s3:PutObject\",\"s3:GetObject\"],\"Resource\":\"arn:aws:s3:::bucket/*\"}]}";
    List<EvaluationResult> objects =
        simulate(
                r ->
                    r.policyInputList(readWrite)
                        .actionNames("s3:GetObject", "s3:PutObject", "s3:DeleteObject")
                        .resourceArns(A))
            .evaluationResults();
    assertThat(objects)
        .extracting(EvaluationResult::evalDecisionAsString)
        .containsExactly("allowed", "allowed", "implicitDeny");
    assertThat(
            one(r -> r.policyInputList(readWrite).resourceArns("arn:aws:s3:::other/a"))
                .evalDecisionAsString())
        .isEqualTo("implicitDeny");
  }

  @Test
  void everyResourceHasItsResult() {
    EvaluationResult result =
        one(r -> r.policyInputList(allow("s3:GetObject", A)).resourceArns(A, B));
    assertThat(result.evalResourceName()).startsWith("arn:aws:s3:::${BucketName}/${");
    assertThat(result.evalDecisionAsString()).isEqualTo("implicitDeny");
    assertThat(result.matchedStatements()).hasSize(1);
    assertThat(result.resourceSpecificResults())
        .extracting(ResourceSpecificResult::evalResourceName)
        .containsExactly(A, B);
    assertThat(result.resourceSpecificResults())
        .extracting(ResourceSpecificResult::evalResourceDecisionAsString)
        .containsExactly("allowed", "implicitDeny");
    assertThat(result.resourceSpecificResults().getFirst().matchedStatements()).hasSize(1);
    assertThat(result.resourceSpecificResults().getLast().hasMatchedStatements()).isFalse();
    EvaluationResult single = one(r -> r.policyInputList(GET).resourceArns(B));
    assertThat(single.evalResourceName()).isEqualTo(B);
    assertThat(single.resourceSpecificResults()).hasSize(1);
    EvaluationResult wrongType = one(r -> r.policyInputList(GET).resourceArns(CALLER));
    assertThat(wrongType.evalDecisionAsString()).isEqualTo("implicitDeny");
  }

  @Test
  void keysThatAreMissingAreToldWhenNothingAllows() {
    String conditional =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":"
            + "\"s3:PutObject\",\"Resource\":\"arn:aws:s3:::bucket/${aws:username}\",\"Condition\":"
            + "{\"StringEquals\":{\"s3:prefix\":\"${aws:PrincipalTag/team}\"}}}]}";
    EvaluationResult denied = one(r -> r.policyInputList(conditional).resourceArns(A));
    assertThat(denied.missingContextValues())
        .containsExactlyInAnyOrder("aws:username", "s3:prefix", "aws:PrincipalTag/team");
    assertThat(denied.resourceSpecificResults().getFirst().missingContextValues()).hasSize(3);
    assertThat(
            one(r ->
                    r.policyInputList(conditional)
                        .contextEntries(entry("S3:Prefix", "string", "x")))
                .missingContextValues())
        .containsExactlyInAnyOrder("aws:username", "aws:PrincipalTag/team");
    assertThat(one(r -> r.policyInputList(conditional, GET)).missingContextValues()).isEmpty();
  }

  private static ContextEntry entry(String name, String type, String... values) {
    return ContextEntry.builder()
        .contextKeyName(name)
        .contextKeyType(type)
        .contextKeyValues(values)
        .build();
  }

  @Test
  void contextKeysAreOfTheirTypes() {
    String dated =
        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:*\","
            + "\"Resource\":\"*\",\"Condition\":{\"DateGreaterThan\":{\"aws:CurrentTime\":"
            + "\"2030-01-01T00:00:00Z\"},\"ForAllValues:StringEquals\":{\"aws:TagKeys\":"
            + "[\"a\",\"b\"]},\"NumericLessThan\":{\"s3:max-keys\":\"10\"},\"IpAddress\":"
            + "{\"aws:SourceIp\":\"10.0.0.0/8\"},\"Bool\":{\"aws:SecureTransport\":\"true\"}}}}";
    Consumer<SimulateCustomPolicyRequest.Builder> all =
        r ->
            r.policyInputList(dated)
                .contextEntries(
                    entry("aws:CurrentTime", "date", "2031"),
                    entry("aws:TagKeys", "stringList", "b", "a"),
                    entry("s3:max-keys", "numeric", "1e0"),
                    entry("aws:SourceIp", "ip", "10.1.2.3"),
                    entry("aws:SecureTransport", "boolean", "true"));
    assertThat(one(all).evalDecisionAsString()).isEqualTo("allowed");
    refuse("numeric", "abc", "Invalid context value for key k:test: expected numeric format.");
    refuse("numericList", "NaN", "Invalid context value for key k:test: expected numeric format.");
    refuse("date", "tomorrow", "Invalid context value for key k:test: expected DateTime format.");
    refuse("ip", "999.0.0.1", "Invalid context value for key k:test: expected IP address.");
    refuse(
        "binary",
        "!base64",
        "Invalid context value for key k:test: expected base-64 encoded binary format.");
    assertFails(
        "InvalidInput",
        "Context key string expected a single value, but received 2.",
        () ->
            simulate(
                r -> r.policyInputList(GET).contextEntries(entry("k:test", "string", "a", "b"))));
    assertFails(
        "InvalidInput",
        "Duplicate context key: K:TEST.",
        () ->
            simulate(
                r ->
                    r.policyInputList(GET)
                        .contextEntries(
                            entry("k:test", "string", "a"), entry("K:TEST", "string", "b"))));
    assertFails(
        "InvalidInput",
        "Context values for context key k:test cannot be null or empty.",
        () -> simulate(r -> r.policyInputList(GET).contextEntries(entry("k:test", "string"))));
    assertFails(
        "ValidationError",
        400,
        () -> simulate(r -> r.policyInputList(GET).contextEntries(entry("k:test", "other", "a"))));
  }

  private void refuse(String type, String value, String message) {
    assertFails(
        "InvalidInput",
        message,
        () -> simulate(r -> r.policyInputList(GET).contextEntries(entry("k:test", type, value))));
  }

  @Test
  void aBoundaryLimits() {
    EvaluationResult within =
        one(r -> r.policyInputList(GET).permissionsBoundaryPolicyInputList(GET).resourceArns(A));
    assertThat(within.evalDecisionAsString()).isEqualTo("allowed");
    assertThat(within.matchedStatements()).hasSize(1);
    assertThat(within.permissionsBoundaryDecisionDetail().allowedByPermissionsBoundary()).isTrue();
    EvaluationResult outside =
        one(
            r ->
                r.policyInputList(GET)
                    .permissionsBoundaryPolicyInputList(allow("s3:PutObject", "*"))
                    .resourceArns(A));
    assertThat(outside.evalDecisionAsString()).isEqualTo("implicitDeny");
    assertThat(outside.matchedStatements()).isEmpty();
    assertThat(
            outside
                .resourceSpecificResults()
                .getFirst()
                .permissionsBoundaryDecisionDetail()
                .allowedByPermissionsBoundary())
        .isFalse();
    EvaluationResult denied =
        one(
            r ->
                r.policyInputList(deny("s3:GetObject", "*"))
                    .permissionsBoundaryPolicyInputList(deny("s3:GetObject", "*")));
    assertThat(denied.matchedStatements())
        .extracting(Statement::sourcePolicyTypeAsString)
        .containsExactlyInAnyOrder("Permissions Boundary Policy", "IAM Policy");
    assertFails(
        "InvalidInput",
        "The list of Permissions Boundary policies cannot exceed 1 items.",
        () -> simulate(r -> r.policyInputList(GET).permissionsBoundaryPolicyInputList(GET, GET)));
  }

  private static String resourcePolicy(String principal) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":"
        + "\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::bucket/*\",\"Principal\":{\"AWS\":\""
        + principal
        + "\"}}]}";
  }

  @Test
  void aResourcePolicyTakesPart() {
    Consumer<SimulateCustomPolicyRequest.Builder> base =
        r ->
            r.policyInputList(List.of())
                .resourceArns(A)
                .resourcePolicy(resourcePolicy(CALLER))
                .callerArn(CALLER);
    EvaluationResult allowed = one(base);
    assertThat(allowed.evalDecisionAsString()).isEqualTo("allowed");
    assertThat(allowed.matchedStatements().getFirst().sourcePolicyId()).isEqualTo("ResourcePolicy");
    assertThat(allowed.matchedStatements().getFirst().sourcePolicyTypeAsString())
        .isEqualTo("Resource Policy");
    EvaluationResult cross =
        one(base.andThen(r -> r.resourceOwner("arn:aws:iam::999999999999:root")));
    assertThat(cross.evalDecisionAsString()).isEqualTo("implicitDeny");
    assertThat(cross.evalDecisionDetailsAsStrings())
        .containsEntry("IAM Policy", "implicitDeny")
        .containsEntry("Resource Policy", "allowed")
        .hasSize(2);
    assertThat(
            one(base.andThen(
                    r -> r.policyInputList(GET).resourceOwner("arn:aws:iam::999999999999:root")))
                .evalDecisionAsString())
        .isEqualTo("allowed");
    assertThat(
            one(base.andThen(r -> r.callerArn("arn:aws:iam::000000000000:user/other")))
                .evalDecisionAsString())
        .isEqualTo("implicitDeny");
    assertFails(
        "InvalidInput",
        "'not-an-arn' is not a valid as a Resource Owner.",
        () -> simulate(base.andThen(r -> r.resourceOwner("not-an-arn"))));
    assertFails("InvalidInput", 400, () -> simulate(base.andThen(r -> r.callerArn(null))));
    assertFails("InvalidInput", 400, () -> simulate(base.andThen(r -> r.callerArn("nobody"))));
    assertFails("InvalidInput", 400, () -> simulate(base.andThen(r -> r.resourcePolicy("{}"))));
  }

  @Test
  void actionsResourcesAndPoliciesAreChecked() {
    assertThat(one(r -> r.policyInputList(GET).actionNames("S3:gEtObJeCt")).evalDecisionAsString())
        .isEqualTo("allowed");
    assertThat(one(r -> r.policyInputList(GET).actionNames("s3:*")).evalDecisionAsString())
        .isEqualTo("implicitDeny");
    assertFails(
        "InvalidInput",
        "The action is invalid since it is missing names",
        () -> simulate(r -> r.policyInputList(GET).actionNames("GetObject")));
    assertFails(
        "InvalidInput",
        "ResourceNames are not in a valid ARN format: arn:aws:s3.",
        () -> simulate(r -> r.policyInputList(GET).resourceArns("arn:aws:s3")));
    assertFails(
        "InvalidInput",
        "Policy input list item 2 has invalid content",
        () -> simulate(r -> r.policyInputList(GET, "{")));
    assertFails(
        "InvalidInput",
        "Invalid input resource handling options. Action does not support resource handling"
            + " options: s3:GetObject. Please refer to the documentation for more details:"
            + " https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html",
        () -> simulate(r -> r.policyInputList(GET).resourceHandlingOption("EC2-VPC-EBS")));
  }

  @Test
  void aLaunchOfAnInstanceNeedsItsResources() {
    String ec2 = "arn:aws:ec2:us-east-1:000000000000:";
    List<String> arns =
        List.of(
            ec2 + "instance/*",
            "arn:aws:ec2:us-east-1::image/ami-1",
            ec2 + "security-group/sg-1",
            ec2 + "network-interface/*");
    Consumer<SimulateCustomPolicyRequest.Builder> launch =
        r ->
            r.policyInputList(allow("ec2:RunInstances", "*"))
                .actionNames("ec2:RunInstances")
                .resourceArns(arns);
    assertThat(
            one(launch.andThen(r -> r.resourceHandlingOption("EC2-VPC-InstanceStore")))
                .resourceSpecificResults())
        .hasSize(4)
        .allSatisfy(
            result -> assertThat(result.evalResourceDecisionAsString()).isEqualTo("allowed"));
    assertFails(
        "InvalidInput",
        400,
        () -> simulate(launch.andThen(r -> r.resourceHandlingOption("EC2-VPC-EBS-Subnet"))));
    assertFails(
        "InvalidInput",
        400,
        () -> simulate(launch.andThen(r -> r.resourceHandlingOption("EC2-Moon"))));
  }

  @Test
  void resultsArePagedByAction() {
    Consumer<SimulateCustomPolicyRequest.Builder> three =
        r ->
            r.policyInputList(GET)
                .actionNames("s3:PutObject", "s3:GetObject", "s3:DeleteObject")
                .resourceArns(A, B)
                .maxItems(2);
    SimulateCustomPolicyResponse first = simulate(three);
    assertThat(first.evaluationResults()).hasSize(2);
    assertThat(first.isTruncated()).isTrue();
    SimulateCustomPolicyResponse second = simulate(three.andThen(r -> r.marker(first.marker())));
    assertThat(second.evaluationResults())
        .extracting(EvaluationResult::evalActionName)
        .containsExactly("s3:DeleteObject");
    assertThat(second.isTruncated()).isFalse();
    assertFails(
        "InvalidInput",
        "Invalid marker for pagination.",
        () -> simulate(three.andThen(r -> r.marker("not-a-marker"))));
  }
}
