package io.nephele.services.cloudtrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.CloudTrailException;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttributeKey;
import software.amazon.awssdk.services.cloudtrail.model.TrailNotFoundException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** How records tell who called. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class CallersTest {
  @Inject Nephele nephele;
  @Inject CloudTrailClient trail;
  @Inject IamClient iam;
  @Inject VirtualClock clock;

  @Test
  void sessionsOfRolesAreToldWithTheirRoleInBothAccounts() {
    String role =
        iam.createRole(
                r ->
                    r.roleName("operator")
                        .assumeRolePolicyDocument(
                            """
                            {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                            "Principal":{"AWS":"222222222222"},"Action":"sts:AssumeRole"}]}\
                            """))
            .role()
            .arn();
    iam.putRolePolicy(
        p ->
            p.roleName("operator")
                .policyName("stop")
                .policyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                    "Action":"cloudtrail:StopLogging",
                    "Resource":"arn:aws:cloudtrail:us-east-1:000000000000:trail/main"}]}\
                    """));
    StsClient sts =
        Clients.create(StsClient.class, nephele.endpoint(), "us-east-1", "222222222222");
    Credentials given = sts.assumeRole(a -> a.roleArn(role).roleSessionName("visit")).credentials();
    CloudTrailClient session =
        Clients.create(
            CloudTrailClient.class,
            nephele,
            "us-east-1",
            AwsSessionCredentials.create(
                given.accessKeyId(), given.secretAccessKey(), given.sessionToken()));
    assertThatThrownBy(() -> session.stopLogging(s -> s.name("main")))
        .isInstanceOf(TrailNotFoundException.class);
    clock.advance(Duration.ofSeconds(1));
    assertThatThrownBy(() -> session.stopLogging(s -> s.name("other")))
        .isInstanceOf(CloudTrailException.class)
        .hasMessageContaining("is not authorized to perform: cloudtrail:StopLogging");

    Map<String, Object> denied = Records.last(trail, "StopLogging");
    assertThat((String) denied.get("errorCode")).startsWith("AccessDenied");
    Map<String, Object> who = Records.object(denied, "userIdentity");
    assertThat(who)
        .containsEntry("type", "AssumedRole")
        .containsEntry("arn", "arn:aws:sts::000000000000:assumed-role/operator/visit")
        .containsEntry("accessKeyId", given.accessKeyId());
    assertThat(Records.object(Records.object(who, "sessionContext"), "sessionIssuer"))
        .containsEntry("type", "Role")
        .containsEntry("arn", role)
        .containsEntry("userName", "operator");
    assertThat(Records.find(trail, LookupAttributeKey.USERNAME, "visit")).hasSize(2);

    CloudTrailClient other =
        Clients.create(CloudTrailClient.class, nephele.endpoint(), "us-east-1", "222222222222");
    Map<String, Object> mine = Records.last(other, "AssumeRole");
    Map<String, Object> owners = Records.last(trail, "AssumeRole");
    assertThat(mine).containsEntry("recipientAccountId", "222222222222");
    assertThat(owners).containsEntry("recipientAccountId", "000000000000");
    assertThat(owners.get("sharedEventID")).isNotNull().isEqualTo(mine.get("sharedEventID"));
    assertThat(Records.object(owners, "userIdentity"))
        .containsEntry("type", "AWSAccount")
        .containsEntry("accountId", "222222222222");
    assertThat(mine.toString())
        .doesNotContain(given.secretAccessKey())
        .doesNotContain(given.sessionToken());
  }
}
