package io.nephele.services.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SqsException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.StsException;

/** What the policies of a role allow to those who assume it. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class RolePermissionsTest {
  private static final String ROLE = "arn:aws:iam::000000000000:role/app";
  private static final String USER = "arn:aws:iam::000000000000:user/bob";

  @Inject Nephele nephele;
  @Inject IamClient root;

  private AccessKey key;

  @BeforeEach
  void createUserAndRole() {
    createUser();
    root.createRole(role -> role.roleName("app").assumeRolePolicyDocument(trust()));
  }

  private void createUser() {
    root.createUser(user -> user.userName("bob"));
    key = root.createAccessKey(create -> create.userName("bob")).accessKey();
  }

  private static String trust() {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\""
        + USER
        + "\"},\"Action\":\"sts:AssumeRole\"}]}";
  }

  private static String allow(String action) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\""
        + action
        + "\",\"Resource\":\"*\"}]}";
  }

  private Credentials assume() {
    try (StsClient sts =
        Clients.create(
            StsClient.class,
            nephele,
            "us-east-1",
            AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()))) {
      return sts.assumeRole(assume -> assume.roleArn(ROLE).roleSessionName("session"))
          .credentials();
    }
  }

  private SqsClient assumed() {
    Credentials keys = assume();
    return Clients.create(
        SqsClient.class,
        nephele,
        "us-east-1",
        AwsSessionCredentials.create(
            keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken()));
  }

  private static void assertDenied(Runnable call) {
    SqsException denial = catchThrowableOfType(SqsException.class, call::run);
    assertThat(denial).as("a denial").isNotNull();
    assertThat(denial.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
  }

  @Test
  @Fact("iam-038")
  void policiesOfAllKindsAddUp() {
    String own =
        root.createPolicy(
                policy -> policy.policyName("own").policyDocument(allow("sqs:CreateQueue")))
            .policy()
            .arn();
    SqsClient sqs = assumed();
    assertDenied(sqs::listQueues);
    assertDenied(() -> sqs.createQueue(queue -> queue.queueName("orders")));
    root.attachRolePolicy(attach -> attach.roleName("app").policyArn(own));
    String url = sqs.createQueue(queue -> queue.queueName("orders")).queueUrl();
    assertDenied(sqs::listQueues);
    root.attachRolePolicy(
        attach ->
            attach.roleName("app").policyArn("arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess"));
    assertThat(sqs.listQueues().queueUrls()).containsExactly(url);
    assertDenied(() -> sqs.sendMessage(send -> send.queueUrl(url).messageBody("hello")));
    root.putRolePolicy(
        put -> put.roleName("app").policyName("send").policyDocument(allow("sqs:SendMessage")));
    assertThat(sqs.sendMessage(send -> send.queueUrl(url).messageBody("hello")).messageId())
        .isNotNull();
  }

  @Test
  void aUserWhoIsMadeAgainIsNotTheOneWhoIsTrusted() {
    assertThat(assume().accessKeyId()).startsWith("ASIA");
    root.deleteAccessKey(delete -> delete.userName("bob").accessKeyId(key.accessKeyId()));
    root.deleteUser(delete -> delete.userName("bob"));
    createUser();
    StsException denial = catchThrowableOfType(StsException.class, this::assume);
    assertThat(denial).as("a denial").isNotNull();
    assertThat(denial.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
    root.updateAssumeRolePolicy(update -> update.roleName("app").policyDocument(trust()));
    assertThat(assume().accessKeyId()).startsWith("ASIA");
  }
}
