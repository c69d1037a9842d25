package io.nephele.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What AWS refuses, with its words, and what it takes although it looks odd. */
class MalformedPolicyTest {
  private static final String SYNTAX = "Syntax errors in policy.";
  private static final String LEGACY = "The policy failed legacy parsing";
  private static final String OK = "'Effect':'Allow','Action':'s3:*','Resource':'*'";

  private static void refuses(PolicyKind kind, String json, String message) {
    assertThatThrownBy(() -> PolicyDocument.parse(json.replace('\'', '"'), kind))
        .isInstanceOf(MalformedPolicyException.class)
        .hasMessage(message);
  }

  private static void refusesStatement(PolicyKind kind, String fields, String message) {
    refuses(kind, Policies.json("{" + fields + "}"), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "not json",
        "{'Version':'2012-10-17'}",
        "{'Version':'2012-10-17','Statement':[]}",
        "{'Version':'2012-10-17','Statement':['x']}",
        "{'Version':'2013-10-17','Statement':{" + OK + "}}",
        "{'Version':'2012-10-17','Extra':1,'Statement':{" + OK + "}}",
        "{'Version':'2012-10-17','Id':[],'Statement':{" + OK + "}}",
        "{'Version':'2012-10-17','Statement':{" + OK + "}} trailing",
        "{'Version':'2012-10-17','Version':'2012-10-17','Statement':{" + OK + "}}",
        "{'Version':'2012-10-17','Statement':{" + OK + ",'Effect':'Deny'}}",
      })
  void documentSyntax(String json) {
    refuses(PolicyKind.IDENTITY, json, SYNTAX);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'Action':'s3:*','Resource':'*'",
        "'Effect':'Maybe','Action':'s3:*','Resource':'*'",
        OK + ",'Extra':'x'",
        OK + ",'Sid':{}",
        OK + ",'NotResource':'*'",
        OK + ",'NotAction':'*'",
        "'Effect':'Allow','Action':{},'Resource':'*'",
        "'Effect':'Allow','Action':[[]],'Resource':'*'",
        "'Effect':'Allow','Action':1,'Resource':'*'",
        "'Effect':'Allow','Action':'s3:*','Resource':['*',{}]",
        OK + ",'Condition':[]",
        OK + ",'Condition':'x'",
        OK + ",'Condition':{'x':'y'}",
        OK + ",'Condition':{'x':{'k':'v'}}",
        OK + ",'Condition':{'StringEquals':{'k':{}}}",
        OK + ",'Condition':{'NullIfExists':{'k':'true'}}",
        OK + ",'Condition':{'ForAnyValue::StringEquals':{'k':'v'}}",
      })
  void statementSyntax(String fields) {
    refusesStatement(PolicyKind.IDENTITY, fields, SYNTAX);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'Effect':'allow','Action':'s3:*','Resource':'*'",
        "'Effect':'DENY','Action':'s3:*','Resource':'*'",
        "'Effect':'Allow','Action':'s3:*','Resource':'arn:aws:s3::my_bucket'",
        "'Effect':'Allow','Action':'s3:*','NotResource':'arn:aws:s3::mybucket/x'",
        "'Effect':'Allow','Action':'s3:*','Resource':'arn:aws::::x'",
        "'Effect':'Allow','Action':'s3:*','Resource':'arn:aws::x'",
        "'Effect':'Allow','Resource':'arn:aws:s3::my_bucket'",
        OK + ",'Condition':{'DateGreaterThan':{'k':'soon'}}",
        OK + ",'Condition':{'DateLessThan':{'k':'234-13'}}",
        OK + ",'Condition':{'DateLessThan':{'k':'9223372036854775808'}}",
        OK + ",'Condition':{'DateLessThanEquals':{'k':'2016-12-13t2:00:00.593194+1'}}",
        OK + ",'Condition':{'DateLessThanEquals':{'k':'2016-12-13t2:00:00.1999999999+10:59'}}",
      })
  void legacyParsing(String fields) {
    refusesStatement(PolicyKind.IDENTITY, fields, LEGACY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "bucket ~ Resource bucket must be in ARN format or \"*\".",
        "`` ~ Resource  must be in ARN format or \"*\".",
        "a:b ~ Partition \"b\" is not valid for resource \"arn:b:*:*:*:*\".",
        "a:b:c ~ Partition \"b\" is not valid for resource \"arn:b:c:*:*:*\".",
        "a:b:c:d:e:f:g:h ~ Partition \"b\" is not valid for resource \"arn:b:c:d:e:f:g:h\".",
        "aws:s3:::x ~ Partition \"s3\" is not valid for resource \"arn:s3:::x:*\".",
        "s3::x/* ~ Partition \"\" is not valid for resource \"arn::x/*:*:*:*\".",
        "arn:aws ~ Resource vendor must be fully qualified and cannot contain regexes.",
        "arn:aws:s*:::x ~ Resource vendor must be fully qualified and cannot contain regexes.",
        "arn:aws:iam:us-east-1::x ~ IAM resource arn:aws:iam:us-east-1::x cannot contain region"
            + " information.",
        "arn:aws:s3:us-east-1::x ~ Resource arn:aws:s3:us-east-1::x can not contain region"
            + " information.",
        "arn:aws:iam:::x ~ IAM resource path must either be \"*\" or start with user/,"
            + " federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/,"
            + " policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/.",
      })
  void resources(String resource, String message) {
    String text = "'Effect':'Allow','Action':'s:3:x','Resource':'" + resource + "'";
    refusesStatement(PolicyKind.IDENTITY, text, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "ListBucket ~ Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
        "`` ~ Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
        "s3:List:Bucket ~ Actions/Condition can contain only one colon.",
        "a a:ListBucket ~ Vendor a a is not valid",
        ":ListBucket ~ Vendor  is not valid",
      })
  void actions(String action, String message) {
    String text = "'Effect':'Allow','NotAction':['s3:x','" + action + "'],'Resource':'*'";
    refusesStatement(PolicyKind.IDENTITY, text, message);
  }

  @Test
  void whatIsMissingOrTooMuchInIdentityPolicies() {
    PolicyKind kind = PolicyKind.IDENTITY;
    String version = "Policy document must be version 2012-10-17 or greater.";
    refuses(kind, "{'Statement':{" + OK + "}}", version);
    refuses(kind, "{'Version':'2008-10-17','Statement':{" + OK + "}}", version);
    refuses(kind, "{'Statement':{'Effect':'denY','Action':'s3:*','Resource':'*'}}", version);
    String actions = "Policy statement must contain actions.";
    refusesStatement(kind, "'Effect':'Allow'", actions);
    refusesStatement(kind, "'Effect':'Allow','Action':[],'Resource':'*'", actions);
    String resources = "Policy statement must contain resources.";
    refusesStatement(kind, "'Effect':'Allow','Action':'invalid'", resources);
    refusesStatement(kind, "'Effect':'Allow','Action':'s3:x','Resource':[]", resources);
    refusesStatement(
        kind, OK + ",'Principal':'*'", "Policy document should not specify a principal.");
    refuses(
        kind,
        Policies.json("{'Sid':'a'," + OK + "},{'Sid':'a','Effect':'Allow'}"),
        "Statement IDs (SID) in a single policy must be unique.");
    refusesStatement(
        kind,
        OK + ",'Sid':'a b'",
        "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular"
            + " expression [0-9A-Za-z]*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'Effect':'Allow','Action':'iam: asdf','Resource':'arn:aws:s33:::x'",
        "'Effect':'Allow','Action':'s3.s-t:x','Resource':'arn:aws:x'",
        "'Effect':'Allow','Action':'s3:x','Resource':'arn:aws:iam:::user/x'",
        "'Effect':'Allow','Action':'s3:x','Resource':'arn:aws:iam::*:*'",
        "'Effect':'Allow','Action':'s3:x','Resource':'arn:aws:iam::*:root'",
        "'Effect':'Allow','Action':'s3:x','Resource':'arn:*:iam::*:role/${aws:username}'",
        "'Effect':'Allow','Action':'s3:x','Resource':'arn:aws:ec2:region:account-id:instance/*'",
        "'Effect':'Allow','Action':'s3:x','Resource':'arn:aws:s3:us-west-2:111122223333:accesspoint/a'",
        "'Effect':'Allow','Action':'s3:x','Resource':'arn:aws:s3:::*'",
        OK + ",'Condition':{}",
        OK + ",'Condition':{'x':{},'y':{}}",
        OK + ",'Condition':{'Bool':{'k':true},'NumericEquals':{'n':[1,2]}}",
        OK + ",'Condition':{'DateGreaterThan':{'a':[]}}",
        OK + ",'Condition':{'DateGreaterThan':{'a':'01T'}}",
        OK + ",'Condition':{'DateLessThanEquals':{'a':'2016-12-13t2:00:00.593194+23'}}",
        OK + ",'Condition':{'DateLessThanEquals':{'a':'2016-12-13T21:20:37.593194+00:00'}}",
        OK + ",'Condition':{'DateLessThan':{'a':'-292275054'}}",
      })
  void oddButTaken(String fields) {
    assertThatCode(() -> Policies.policy(PolicyKind.IDENTITY, "{" + fields + "}"))
        .doesNotThrowAnyException();
  }

  @Test
  void trustPolicies() {
    PolicyKind kind = PolicyKind.TRUST;
    String who = "'Effect':'Allow','Principal':{'AWS':'111122223333'},";
    refuses(kind, "{x", "This policy contains invalid Json");
    refuses(
        kind,
        "{'Version':'2012-10-17','Statement':[]}",
        "Could not parse the policy: Statement is empty!");
    refuses(
        kind,
        "{'Version':'2011','Statement':{}}",
        "The policy must contain a valid version string");
    refusesStatement(kind, "'Effect':'Allow','Action':'sts:x'", "Missing required field Principal");
    refusesStatement(
        kind,
        "'Effect':'Allow','Principal':{},'Action':'sts:x'",
        "Missing required field Principal cannot be empty!");
    refusesStatement(
        kind,
        "'Effect':'Allow','Principal':'*','Action':'sts:x'",
        "Principal must be a JSON object.");
    refusesStatement(
        kind,
        "'Effect':'Allow','NotPrincipal':{'AWS':'*'},'Action':'sts:x'",
        "Allow with NotPrincipal is not allowed.");
    refusesStatement(
        kind, who + "'Action':'*'", "AssumeRole policy may only specify STS AssumeRole actions.");
    refusesStatement(kind, who + "'Resource':'*'", "Missing required field Action");
    refusesStatement(
        kind, who + "'Action':'sts:x','Resource':'*'", "Has prohibited field Resource");
    refusesStatement(
        kind,
        who + "'Action':'sts:x','NotResource':'*'",
        "AssumeRole policy must not contain resources.");
    refusesStatement(
        kind,
        "'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::111122223333:group/g'},'Action':'sts:x'",
        "Invalid principal in policy: \"AWS\":\"arn:aws:iam::111122223333:group/g\"");
    refusesStatement(
        kind,
        "'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::111122223333:role/*'},'Action':'sts:x'",
        "Invalid principal in policy: \"AWS\":\"arn:aws:iam::111122223333:role/*\"");
    refusesStatement(
        kind,
        "'Effect':'Allow','Principal':{'Service':['sns.amazonaws.com','lambda']},'Action':'sts:x'",
        "Invalid principal in policy: \"SERVICE\":\"lambda\"");
    refusesStatement(
        kind,
        "'Effect':'Allow','Principal':{'Federated':'cognito-identity.amazonaws.com'},"
            + "'Action':'sts:AssumeRoleWithWebIdentity'",
        "A condition block must be present for the Cognito provider");
    assertThatCode(() -> Policies.policy(kind, "{" + who + "'Action':'sts:AssumeRole'}"))
        .doesNotThrowAnyException();
  }

  @Test
  void resourcePolicies() {
    PolicyKind kind = PolicyKind.RESOURCE;
    refusesStatement(kind, OK, "Missing required field Principal");
    refusesStatement(kind, OK + ",'Principal':'x'", "Invalid principal in policy");
    refusesStatement(kind, OK + ",'Principal':{'Who':'x'}", "Invalid principal in policy: \"Who\"");
    refusesStatement(kind, "'Effect':'allow','Principal':'*'", "Invalid effect: allow");
    refusesStatement(kind, "'Principal':'*'", "Missing required field Effect");
    refusesStatement(kind, OK + ",'Principal':'*','Foo':1", "Unknown field Foo");
    refusesStatement(
        kind,
        OK + ",'Principal':'*','Action':'x'",
        "Statement/policy already has instance of Action");
    refusesStatement(
        kind,
        OK + ",'Principal':'*','Condition':{'Same':{'k':'v'}}",
        "Invalid Condition type : Same");
    String loose = Policies.json("{'Effect':'Allow','Principal':'*','Action':'sqs:*'}");
    assertThatCode(() -> PolicyDocument.parse(loose, kind)).doesNotThrowAnyException();
    assertThatThrownBy(() -> PolicyDocument.parse(loose, kind, ResourcePolicyRules.strict("sqs")))
        .hasMessage("Missing required field Resource");
    assertThatThrownBy(() -> PolicyDocument.parse(loose, kind, ResourcePolicyRules.strict("s3")))
        .hasMessage("Policy has invalid action");
  }

  @Test
  void controlPolicies() {
    String refused =
        "The provided policy document does not meet the requirements of the specified policy type.";
    refusesStatement(PolicyKind.SCP, OK + ",'Principal':'*'", refused);
    refusesStatement(PolicyKind.RCP, OK + ",'Principal':'*'", refused);
    refusesStatement(PolicyKind.RCP, "'Effect':'Deny','Action':'s3:*','Resource':'*'", refused);
    refuses(PolicyKind.SCP, "{", refused);
    assertThatCode(() -> Policies.control(PolicyKind.RCP, "Allow", "*")).doesNotThrowAnyException();
  }

  @Test
  void deepNestingIsRefusedWithoutDescending() {
    String deep = "{\"Statement\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    refuses(PolicyKind.IDENTITY, deep, SYNTAX);
    String objects = "{\"Statement\":" + "{\"a\":".repeat(100_000);
    refuses(PolicyKind.RESOURCE, objects, "This policy contains invalid Json");
  }

  @Test
  void aDocumentKeepsWhatItSays() {
    PolicyDocument document =
        PolicyDocument.parse(
            "{'Version':'2012-10-17','Id':'d','Statement':{'Sid':'s','Effect':'Deny','NotAction':['a:b'],'NotResource':'*','Condition':{'StringLikeIfExists':{'k':['v']}}}}"
                .replace('\'', '"'),
            PolicyKind.IDENTITY);
    Statement statement = document.statements().getFirst();
    assertThat(document.id()).isEqualTo("d");
    assertThat(statement.id()).contains("s");
    assertThat(statement.effect()).isEqualTo(Effect.DENY);
    assertThat(statement.action().values()).containsExactly("a:b");
    assertThat(statement.action().negated()).isTrue();
    assertThat(statement.resource().negated()).isTrue();
    Condition condition = statement.conditions().getFirst();
    assertThat(condition.operator()).isEqualTo(ConditionOperator.STRING_LIKE);
    assertThat(condition.ifExists()).isTrue();
    assertThat(condition.values()).containsExactly("v");
  }
}
