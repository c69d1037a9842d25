package io.nephele.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.embedded.Nephele;
import io.nephele.junit.NepheleTest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.IamClient;

/** Users, roles and sessions in the AWS CLI: its profiles, its errors. */
@NepheleTest(virtualClock = false, scope = NepheleTest.Scope.METHOD)
class AwsCliIdentityTest {
  private static final String SEND_ORDERS =
      """
      {"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:*:*:orders"}}
      """;

  private AwsCli root;
  private Path folder;

  @BeforeAll
  static void present() {
    AwsCli.assumePresent();
  }

  @BeforeEach
  void prepare(URI endpoint, @TempDir Path temporary) {
    folder = temporary;
    root = AwsCli.in(folder, endpoint);
  }

  private static String mayAssume(String roleArn) {
    return """
    {"Version": "2012-10-17", "Statement": {
      "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "%s"}}
    """
        .formatted(roleArn);
  }

  private static String trusting(String principal, String condition) {
    return """
    {"Version": "2012-10-17", "Statement": {
      "Effect": "Allow", "Principal": {"AWS": "%s"}, "Action": "sts:AssumeRole"%s}}
    """
        .formatted(principal, condition);
  }

  private static String profile(String name, String... lines) {
    return "[profile " + name + "]\n" + String.join("\n", lines) + "\n";
  }

  private static String profile(String name, AwsCli.Key key) {
    return profile(
        name, "aws_access_key_id = " + key.id(), "aws_secret_access_key = " + key.secret());
  }

  @Test
  void aProfileTakesARole() {
    String queue = root.createQueue("orders");
    AwsCli.Key key = root.createUser("deployer");
    root.createRole(
        "sender",
        trusting(
            "arn:aws:iam::000000000000:user/deployer",
            ", \"Condition\": {\"StringEquals\": {\"sts:ExternalId\": \"shop-42\"}}"),
        SEND_ORDERS);
    String role = "role_arn = arn:aws:iam::000000000000:role/sender";
    String source = "source_profile = deployer";
    AwsCli aws =
        root.configured(
            profile("deployer", key)
                + profile(
                    "sender",
                    role,
                    source,
                    "external_id = shop-42",
                    "role_session_name = nightly",
                    "duration_seconds = 900")
                + profile("stranger", role, source));

    assertThat(aws.query("Arn", "--profile", "sender", "sts", "get-caller-identity"))
        .isEqualTo("arn:aws:sts::000000000000:assumed-role/sender/nightly");
    aws.ok(
        "--profile", "sender", "sqs", "send-message", "--queue-url", queue, "--message-body", "m");
    assertThat(aws.refused("--profile", "sender", "sqs", "purge-queue", "--queue-url", queue))
        .isEqualTo(
            "An error occurred (AccessDenied) when calling the PurgeQueue operation: User:"
                + " arn:aws:sts::000000000000:assumed-role/sender/nightly is not authorized to"
                + " perform: sqs:purgequeue on resource: arn:aws:sqs:us-east-1:000000000000:orders"
                + " because no identity-based policy allows the sqs:purgequeue action");
    assertThat(aws.refused("--profile", "stranger", "sts", "get-caller-identity"))
        .isEqualTo(
            "An error occurred (AccessDenied) when calling the AssumeRole operation: User:"
                + " arn:aws:iam::000000000000:user/deployer is not authorized to perform:"
                + " sts:AssumeRole on resource: arn:aws:iam::000000000000:role/sender");
  }

  @Test
  void aProfileTakesARoleOfAnotherAccount() {
    AwsCli here = root.as("444455556666", "test");
    AwsCli there = root.as("111122223333", "test");
    AwsCli.Key key = here.createUser("visitor");
    there.createRole("guest", trusting("444455556666", ""), SEND_ORDERS);
    String queue = there.createQueue("orders");
    AwsCli aws =
        root.configured(
            profile("visitor", key)
                + profile(
                    "guest",
                    "role_arn = arn:aws:iam::111122223333:role/guest",
                    "source_profile = visitor",
                    "role_session_name = visit"));
    assertThat(aws.refused("--profile", "guest", "sts", "get-caller-identity"))
        .isEqualTo(
            "An error occurred (AccessDenied) when calling the AssumeRole operation: User:"
                + " arn:aws:iam::444455556666:user/visitor is not authorized to perform:"
                + " sts:AssumeRole on resource: arn:aws:iam::111122223333:role/guest");
    here.allow("visitor", mayAssume("arn:aws:iam::111122223333:role/*"));
    assertThat(aws.query("[Account, Arn]", "--profile", "guest", "sts", "get-caller-identity"))
        .isEqualTo("111122223333\tarn:aws:sts::111122223333:assumed-role/guest/visit");
    aws.ok(
        "--profile", "guest", "sqs", "send-message", "--queue-url", queue, "--message-body", "m");
    assertThat(
            aws.refused(
                "--profile",
                "visitor",
                "sqs",
                "send-message",
                "--queue-url",
                queue,
                "--message-body",
                "m"))
        .contains("(AccessDenied)")
        .contains("User: arn:aws:iam::444455556666:user/visitor is not authorized to perform");
    there.ok(
        "sqs",
        "add-permission",
        "--queue-url",
        queue,
        "--label",
        "visitors",
        "--aws-account-ids",
        "444455556666",
        "--actions",
        "SendMessage");
    here.allow("visitor", SEND_ORDERS);
    aws.ok(
        "--profile", "visitor", "sqs", "send-message", "--queue-url", queue, "--message-body", "m");
  }

  /** Codes of the last, the present and the next half minute are all good, each once. */
  @Test
  void aSessionBeginsWithAnMfaCode(Nephele nephele) throws IOException {
    AwsCli.Key key = root.createUser("admin");
    root.allow(
        "admin",
        """
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sqs:*",
          "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}}
        """);
    String device =
        root.query(
            "VirtualMFADevice.SerialNumber",
            "iam",
            "create-virtual-mfa-device",
            "--virtual-mfa-device-name",
            "admin",
            "--bootstrap-method",
            "Base32StringSeed",
            "--outfile",
            folder.resolve("seed").toString());
    Totp totp = Totp.ofBase32(Files.readString(folder.resolve("seed")));
    Instant now = nephele.world().clock().now();
    root.ok(
        "iam",
        "enable-mfa-device",
        "--user-name",
        "admin",
        "--serial-number",
        device,
        "--authentication-code1",
        totp.code(now.minusSeconds(60)),
        "--authentication-code2",
        totp.code(now.minusSeconds(30)));
    AwsCli admin = root.as(key);
    assertThat(admin.refused("sqs", "list-queues")).contains("(AccessDenied)");
    String code = totp.code(nephele.world().clock().now());
    String[] credentials =
        admin
            .query(
                "Credentials.[AccessKeyId, SecretAccessKey, SessionToken]",
                "sts",
                "get-session-token",
                "--serial-number",
                device,
                "--token-code",
                code)
            .split("\t");
    AwsCli session =
        root.as(credentials[0], credentials[1]).with("AWS_SESSION_TOKEN", credentials[2]);
    session.createQueue("only-with-mfa");
    assertThat(
            admin.refused(
                "sts", "get-session-token", "--serial-number", device, "--token-code", code))
        .isEqualTo(
            "An error occurred (AccessDenied) when calling the GetSessionToken operation:"
                + " MultiFactorAuthentication failed with invalid MFA one time pass code.");
  }

  @Test
  void anAccountIsReportedOn(IamClient iam) {
    iam.createUser(request -> request.userName("auditor"));
    iam.putUserPolicy(
        request ->
            request
                .userName("auditor")
                .policyName("own")
                .policyDocument(
                    """
                    {"Version": "2012-10-17", "Statement": [
                      {"Effect": "Allow", "Action": "sqs:*", "Resource": "arn:aws:sqs:*:*:orders"},
                      {"Effect": "Deny", "Action": "sqs:Purge*", "Resource": "*"}]}
                    """));
    assertThat(
            root.query(
                "EvaluationResults[].[EvalActionName, EvalDecision]",
                "iam",
                "simulate-principal-policy",
                "--policy-source-arn",
                "arn:aws:iam::000000000000:user/auditor",
                "--action-names",
                "sqs:SendMessage",
                "sqs:PurgeQueue",
                "iam:GetUser",
                "--resource-arns",
                "arn:aws:sqs:us-east-1:000000000000:orders"))
        .isEqualTo(
            "sqs:SendMessage\tallowed\nsqs:PurgeQueue\texplicitDeny\niam:GetUser\timplicitDeny");
    assertThat(
            root.query(
                "UserDetailList[].[UserName, UserPolicyList[0].PolicyDocument.Statement[1].Action]",
                "iam",
                "get-account-authorization-details",
                "--filter",
                "User"))
        .isEqualTo("auditor\tsqs:Purge*");
    assertThat(root.refused("iam", "get-credential-report"))
        .contains("(ReportNotPresent) when calling the GetCredentialReport operation");
    assertThat(root.query("State", "iam", "generate-credential-report")).isEqualTo("STARTED");
    String state = "INPROGRESS";
    for (int asked = 0; asked < 30 && state.equals("INPROGRESS"); asked++) {
      state = root.query("State", "iam", "generate-credential-report");
    }
    assertThat(state).isEqualTo("COMPLETE");
    String content = root.query("Content", "iam", "get-credential-report");
    assertThat(new String(Base64.getDecoder().decode(content), StandardCharsets.UTF_8))
        .startsWith("user,arn,user_creation_time,password_enabled,")
        .contains("\n<root_account>,arn:aws:iam::000000000000:root,")
        .contains("\nauditor,arn:aws:iam::000000000000:user/auditor,");
  }

  @Test
  void anEncodedDenialIsDecoded() {
    AwsCli ada = root.as(root.createUser("ada"));
    String denied =
        ada.refused("ec2", "terminate-instances", "--instance-ids", "i-0123456789abcdef0");
    assertThat(denied)
        .startsWith(
            "An error occurred (UnauthorizedOperation) when calling the TerminateInstances"
                + " operation: You are not authorized to perform this operation. User:"
                + " arn:aws:iam::000000000000:user/ada is not authorized to perform:"
                + " ec2:TerminateInstances on resource:"
                + " arn:aws:ec2:us-east-1:000000000000:instance/i-0123456789abcdef0 because no"
                + " identity-based policy allows the ec2:TerminateInstances action. Encoded"
                + " authorization failure message: ");
    String encoded = denied.substring(denied.lastIndexOf(' ') + 1);
    assertThat(
            root.query(
                "DecodedMessage",
                "sts",
                "decode-authorization-message",
                "--encoded-message",
                encoded))
        .contains("\"allowed\":false,\"explicitDeny\":false")
        .contains("\"action\":\"ec2:TerminateInstances\"");
    assertThat(ada.refused("sts", "decode-authorization-message", "--encoded-message", encoded))
        .contains("is not authorized to perform: sts:DecodeAuthorizationMessage");
  }
}
