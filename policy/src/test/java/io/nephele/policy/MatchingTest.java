package io.nephele.policy;

import static io.nephele.policy.Policies.ALICE;
import static io.nephele.policy.Policies.json;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Actions, resources, their negations, and what the two language versions make of variables. */
class MatchingTest {
  private static boolean allows(String json, String action, String resource, ConditionKeys keys) {
    PolicyDocument document = PolicyDocument.parse(json.replace('\'', '"'), PolicyKind.SESSION);
    PolicySet policies = PolicySet.builder().identity(AttachedPolicy.of(document)).build();
    RequestContext request = RequestContext.of(ALICE, action).resource(resource).keys(keys).build();
    return PolicyEvaluator.evaluate(request, policies).isAllowed();
  }

  private static boolean allows(String fields, String action, String resource) {
    return allows(json("{'Effect':'Allow'," + fields + "}"), action, resource, ConditionKeys.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "*, sqs:SendMessage, true",
    "sqs:*, sqs:SendMessage, true",
    "SQS:sendmessage, sqs:SendMessage, true",
    "sqs:Send*, sqs:SendMessageBatch, true",
    "sqs:*Message, sqs:SendMessage, true",
    "sqs:*Message, sqs:SendMessageBatch, false",
    "sqs:?endMessage, sqs:SendMessage, true",
    "sqs:SendMessage, sqs:SendMessageBatch, false",
    "sns:*, sqs:SendMessage, false",
    "*:*, sqs:SendMessage, true",
  })
  void actions(String pattern, String action, boolean matches) {
    assertThat(allows("'Action':'" + pattern + "','Resource':'*'", action, "*")).isEqualTo(matches);
    assertThat(allows("'NotAction':'" + pattern + "','Resource':'*'", action, "*"))
        .isEqualTo(!matches);
  }

  @ParameterizedTest
  @CsvSource({
    "*, arn:aws:s3:::b/k, true",
    "arn:aws:s3:::b/*, arn:aws:s3:::b/k, true",
    "arn:aws:s3:::b/*, arn:aws:s3:::b/x/y/z, true",
    "arn:aws:s3:::b/*, arn:aws:s3:::b, false",
    "arn:aws:s3:::B/*, arn:aws:s3:::b/k, false",
    "arn:aws:s3:::b?/*, arn:aws:s3:::b1/k, true",
    "arn:aws:sqs:*:111122223333:q, arn:aws:sqs:us-east-1:111122223333:q, true",
    "arn:aws:sqs:u*:1*, arn:aws:sqs:us-east-1:111122223333:q:r, true",
    "arn:aws:logs:*, arn:aws:logs:us-east-1:111122223333:log-group:a:*, true",
    "arn:aws:s3:::b/*/x/*, arn:aws:s3:::b/1/x/2, true",
    "arn:aws:s3:::b/*/x/*, arn:aws:s3:::b/1/y/2, false",
  })
  void resources(String pattern, String resource, boolean matches) {
    assertThat(allows("'Action':'*','Resource':'" + pattern + "'", "s3:x", resource))
        .isEqualTo(matches);
    assertThat(allows("'Action':'*','NotResource':'" + pattern + "'", "s3:x", resource))
        .isEqualTo(!matches);
  }

  @Test
  void variablesInResourcesAreTextAndNeedTheVersionOf2012() {
    String statement =
        "'Statement':{'Effect':'Allow','Action':'*','Resource':'arn:aws:s3:::b/${aws:username}/*'}";
    String old = "{" + statement + "}";
    String current = "{'Version':'2012-10-17'," + statement + "}";
    ConditionKeys alice = ConditionKeys.builder().put("aws:username", "alice").build();
    ConditionKeys star = ConditionKeys.builder().put("aws:username", "*").build();
    assertThat(allows(current, "s3:x", "arn:aws:s3:::b/alice/k", alice)).isTrue();
    assertThat(allows(current, "s3:x", "arn:aws:s3:::b/eve/k", alice)).isFalse();
    assertThat(allows(current, "s3:x", "arn:aws:s3:::b/alice/k", star)).isFalse();
    assertThat(allows(current, "s3:x", "arn:aws:s3:::b//k", ConditionKeys.NONE)).isFalse();
    assertThat(allows(old, "s3:x", "arn:aws:s3:::b/alice/k", alice)).isFalse();
    assertThat(allows(old, "s3:x", "arn:aws:s3:::b/${aws:username}/k", alice)).isTrue();
  }

  @Test
  void allConditionsOfAStatementMustHold() {
    String condition =
        "{'StringEquals':{'a':'1','b':'2'},'Bool':{'c':true},'NumericLessThan':{'d':5}}";
    ConditionKeys.Builder keys =
        ConditionKeys.builder().put("a", "1").put("b", "2").put("c", "true").put("d", "4");
    assertThat(Policies.conditionHolds(condition, keys.build())).isTrue();
    for (String key : new String[] {"a", "b", "c", "d"}) {
      ConditionKeys without = keys.build();
      assertThat(
              Policies.conditionHolds(
                  condition, n -> n.equals(key) ? java.util.List.of() : without.values(n)))
          .as("without %s", key)
          .isFalse();
    }
  }

  @Test
  void everyResourceOfARequestMustBeAllowed() {
    AttachedPolicy policy =
        Policies.identity("Allow", "ec2:RunInstances", "arn:aws:ec2:*:*:image/*");
    RequestContext request =
        RequestContext.of(ALICE, "ec2:RunInstances")
            .resource("arn:aws:ec2:us-east-1::image/ami-1")
            .resource("arn:aws:ec2:us-east-1:111122223333:instance/*")
            .build();
    Decision decision =
        PolicyEvaluator.evaluate(request, PolicySet.builder().identity(policy).build());
    assertThat(decision.isAllowed()).isFalse();
    assertThat(decision.resource()).isEqualTo("arn:aws:ec2:us-east-1:111122223333:instance/*");
  }

  @Test
  void aPolicyTellsTheKeysItReads() {
    String json =
        json(
            "{'Effect':'Allow','Action':'*','Resource':'arn:aws:s3:::${aws:PrincipalTag/team}/*',"
                + "'Condition':{'ArnLike':{'aws:SourceArn':'arn:aws:sns:*:${s3:prefix}:*'}}}");
    assertThat(PolicyDocument.parse(json, PolicyKind.IDENTITY).contextKeys())
        .containsExactly("aws:principaltag/team", "aws:sourcearn", "s3:prefix");
  }

  @Test
  void hostilePatternsTakeNoTime() {
    // Exponential matchers would not come back from this within the age of the universe.
    Glob glob = Glob.of("*a".repeat(500) + "b");
    assertThat(glob.matches("a".repeat(5_000))).isFalse();
  }
}
