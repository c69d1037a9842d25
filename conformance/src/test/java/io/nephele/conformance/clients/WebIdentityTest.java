package io.nephele.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.embedded.Nephele;
import io.nephele.junit.NepheleTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.IamClient;

/**
 * Web identity from a file: a program finds an ID token in {@code AWS_WEB_IDENTITY_TOKEN_FILE} and
 * is the role of {@code AWS_ROLE_ARN}, as pods of EKS and jobs of CI systems do.
 */
@NepheleTest(virtualClock = false, scope = NepheleTest.Scope.METHOD)
class WebIdentityTest {
  private static final String SUBJECT = "repo:shop/orders:ref:refs/heads/main";
  private static final String ROLE = "arn:aws:iam::000000000000:role/deploy";

  private OidcIssuer issuer;
  private Path folder;
  private URI endpoint;
  private Path tokenFile;

  @BeforeEach
  void trustAnIssuer(Nephele nephele, IamClient iam, @TempDir Path temporary) {
    issuer = OidcIssuer.start(nephele.world().clock().now());
    folder = temporary;
    endpoint = nephele.endpoint();
    tokenFile = folder.resolve("token");
    iam.createOpenIDConnectProvider(
        request ->
            request
                .url("https://" + issuer.name())
                .clientIDList("sts.amazonaws.com")
                .thumbprintList("0123456789abcdef0123456789abcdef01234567"));
    iam.createRole(
        request ->
            request
                .roleName("deploy")
                .assumeRolePolicyDocument(
                    """
                    {"Version": "2012-10-17", "Statement": {
                      "Effect": "Allow",
                      "Principal": {
                        "Federated": "arn:aws:iam::000000000000:oidc-provider/%1$s"},
                      "Action": "sts:AssumeRoleWithWebIdentity",
                      "Condition": {"StringLike": {"%1$s:sub": "repo:shop/*:ref:refs/heads/main"},
                        "StringEquals": {"%1$s:aud": "sts.amazonaws.com"}}}}
                    """
                        .formatted(issuer.name())));
    iam.putRolePolicy(
        request ->
            request
                .roleName("deploy")
                .policyName("queues")
                .policyDocument(
                    """
                    {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
                      "Action": ["sqs:CreateQueue", "sqs:SendMessage"], "Resource": "*"}}
                    """));
  }

  @AfterEach
  void close() {
    issuer.close();
  }

  private void token(String token) {
    write("token", token);
  }

  private void write(String name, String token) {
    try {
      Files.writeString(folder.resolve(name), token);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writeWrongTokens() {
    write("other-subject", issuer.token("repo:stranger/orders:ref:refs/heads/main"));
    write("other-audience", issuer.tokenForAudience(SUBJECT, "another"));
    write("forged", issuer.forgedToken(SUBJECT));
  }

  private ExternalTool tool() {
    return ExternalTool.in(folder, endpoint)
        .withoutKey()
        .with("HOME", folder.toString())
        .with("AWS_WEB_IDENTITY_TOKEN_FILE", tokenFile.toString())
        .with("AWS_ROLE_ARN", ROLE)
        .with("AWS_ROLE_SESSION_NAME", "job");
  }

  @Test
  void awsCli() {
    AwsCli.assumePresent();
    AwsCli aws = cli("job");
    token(issuer.token(SUBJECT));
    assertThat(aws.query("Arn", "sts", "get-caller-identity"))
        .isEqualTo("arn:aws:sts::000000000000:assumed-role/deploy/job");
    assertThat(aws.createQueue("from-ci")).endsWith("/from-ci");
    assertThat(aws.refused("sqs", "list-queues"))
        .contains("(AccessDenied) when calling the ListQueues operation")
        .contains("User: arn:aws:sts::000000000000:assumed-role/deploy/job is not authorized");

    refusedOfCli(
        "stranger",
        issuer.token("repo:stranger/orders:ref:refs/heads/main"),
        "(AccessDenied) when calling the AssumeRoleWithWebIdentity operation:"
            + " Not authorized to perform sts:AssumeRoleWithWebIdentity");
    refusedOfCli(
        "another",
        issuer.tokenForAudience(SUBJECT, "another"),
        "(InvalidIdentityToken) when calling the AssumeRoleWithWebIdentity operation:"
            + " Incorrect token audience");
    refusedOfCli(
        "forger",
        issuer.forgedToken(SUBJECT),
        "(InvalidIdentityToken) when calling the AssumeRoleWithWebIdentity operation:"
            + " Token signature is not valid");
  }

  /** With a session name of its own, since the CLI keeps the credentials of one that was good. */
  private void refusedOfCli(String session, String token, String message) {
    token(token);
    assertThat(cli(session).refused("sts", "get-caller-identity"))
        .isEqualTo("An error occurred " + message);
  }

  private AwsCli cli(String session) {
    return AwsCli.in(folder, endpoint)
        .withoutKey()
        .with("AWS_WEB_IDENTITY_TOKEN_FILE", tokenFile.toString())
        .with("AWS_ROLE_ARN", ROLE)
        .with("AWS_ROLE_SESSION_NAME", session);
  }

  @Test
  void boto3() {
    ExternalTool.assumePresent("python3", "-c", "import boto3");
    token(issuer.token(SUBJECT));
    writeWrongTokens();
    ExternalTool python = tool().files("", "boto3_web_identity.py");
    assertThat(python.run("python3", "boto3_web_identity.py").succeeded()).endsWith("all well");
  }

  @Test
  void javaScript() {
    Path installed = JavaScriptSdk.folder(endpoint);
    token(issuer.token(SUBJECT));
    writeWrongTokens();
    String program = installed.resolve("web-identity.mjs").toString();
    assertThat(tool().run("node", program, folder.toString()).succeeded()).endsWith("all well");
  }
}
