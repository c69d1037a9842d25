package io.nephele.services.iam;

import static io.nephele.services.iam.IamErrorAssertions.assertFails;
import static io.nephele.services.iam.TestEntities.allow;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.GenerateCredentialReportResponse;
import software.amazon.awssdk.services.iam.model.GetCredentialReportResponse;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.ReportStateType;
import software.amazon.awssdk.services.iam.model.SummaryKeyType;
import software.amazon.awssdk.services.sqs.SqsClient;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class AccountReportsTest {
  private static final List<String> COLUMNS =
      List.of(
          "user",
          "arn",
          "user_creation_time",
          "password_enabled",
          "password_last_used",
          "password_last_changed",
          "password_next_rotation",
          "mfa_active",
          "access_key_1_active",
          "access_key_1_last_rotated",
          "access_key_1_last_used_date",
          "access_key_1_last_used_region",
          "access_key_1_last_used_service",
          "access_key_2_active",
          "access_key_2_last_rotated",
          "access_key_2_last_used_date",
          "access_key_2_last_used_region",
          "access_key_2_last_used_service",
          "cert_1_active",
          "cert_1_last_rotated",
          "cert_2_active",
          "cert_2_last_rotated");

  @Inject IamClient iam;
  @Inject Nephele nephele;
  @Inject VirtualClock clock;

  /** The rows of a new report, by user. */
  private Map<String, Map<String, String>> report() {
    iam.generateCredentialReport();
    clock.advance(Duration.ofSeconds(1));
    String[] lines = iam.getCredentialReport().content().asUtf8String().split("\n", -1);
    assertThat(lines[0]).isEqualTo(String.join(",", COLUMNS));
    Map<String, Map<String, String>> rows = new HashMap<>();
    for (int i = 1; i < lines.length; i++) {
      String[] values = lines[i].split(",", -1);
      assertThat(values).hasSize(COLUMNS.size());
      Map<String, String> row = new HashMap<>();
      for (int column = 0; column < values.length; column++) {
        row.put(COLUMNS.get(column), values[column]);
      }
      rows.put(values[0], row);
    }
    return rows;
  }

  @Test
  void aReportIsMadeOnceInFourHours() {
    assertFails("ReportNotPresent", 410, () -> iam.getCredentialReport());
    GenerateCredentialReportResponse started = iam.generateCredentialReport();
    assertThat(started.state()).isEqualTo(ReportStateType.STARTED);
    assertThat(started.description())
        .isEqualTo("No report exists. Starting a new report generation task");
    assertThat(iam.generateCredentialReport().state()).isEqualTo(ReportStateType.INPROGRESS);
    assertFails("ReportInProgress", 404, () -> iam.getCredentialReport());
    clock.advance(Duration.ofSeconds(1));
    Instant ready = clock.now();
    assertThat(iam.generateCredentialReport().state()).isEqualTo(ReportStateType.COMPLETE);
    iam.createUser(r -> r.userName("later"));
    GetCredentialReportResponse report = iam.getCredentialReport();
    assertThat(report.reportFormatAsString()).isEqualTo("text/csv");
    assertThat(report.generatedTime()).isEqualTo(ready);
    assertThat(report.content().asUtf8String()).doesNotContain("later").doesNotEndWith("\n");
    clock.advance(Duration.ofHours(4));
    assertThat(iam.generateCredentialReport().state()).isEqualTo(ReportStateType.COMPLETE);
    clock.advance(Duration.ofSeconds(1));
    assertFails("ReportExpired", 410, () -> iam.getCredentialReport());
    assertThat(iam.generateCredentialReport().state()).isEqualTo(ReportStateType.STARTED);
    clock.advance(Duration.ofSeconds(1));
    assertThat(iam.getCredentialReport().content().asUtf8String()).contains("\nlater,");
  }

  @Test
  void rowsTellTheCredentialsOfUsers() {
    clock.advance(Duration.ofHours(1));
    iam.createUser(r -> r.userName("bare").path("/p/"));
    iam.createUser(r -> r.userName("full"));
    iam.putUserPolicy(r -> r.userName("full").policyName("p").policyDocument(allow("sqs:*", "*")));
    iam.createLoginProfile(r -> r.userName("full").password("Correct-Horse-9"));
    iam.updateAccountPasswordPolicy(r -> r.maxPasswordAge(90));
    AccessKey used = iam.createAccessKey(r -> r.userName("full")).accessKey();
    AccessKey inactive = iam.createAccessKey(r -> r.userName("full")).accessKey();
    iam.updateAccessKey(
        r -> r.userName("full").accessKeyId(inactive.accessKeyId()).status("Inactive"));
    iam.uploadSigningCertificate(r -> r.userName("full").certificateBody(TestPem.text("leaf.pem")));
    clock.advance(Duration.ofHours(1));
    Clients.create(
            SqsClient.class,
            nephele,
            "eu-west-1",
            AwsBasicCredentials.create(used.accessKeyId(), used.secretAccessKey()))
        .listQueues();
    Map<String, Map<String, String>> rows = report();
    assertThat(rows.keySet()).containsExactlyInAnyOrder("<root_account>", "bare", "full");
    assertThat(rows.get("<root_account>"))
        .containsEntry("arn", "arn:aws:iam::000000000000:root")
        .containsEntry("password_next_rotation", "not_supported")
        .containsEntry("access_key_1_active", "false");
    assertThat(rows.get("bare"))
        .containsEntry("arn", "arn:aws:iam::000000000000:user/p/bare")
        .containsEntry("user_creation_time", "2026-01-01T01:00:00Z")
        .containsEntry("password_enabled", "false")
        .containsEntry("password_last_used", "N/A")
        .containsEntry("mfa_active", "false")
        .containsEntry("access_key_2_last_used_service", "N/A")
        .containsEntry("cert_1_active", "false");
    boolean usedFirst = used.accessKeyId().compareTo(inactive.accessKeyId()) < 0;
    String ofUsed = usedFirst ? "access_key_1_" : "access_key_2_";
    String ofInactive = usedFirst ? "access_key_2_" : "access_key_1_";
    assertThat(rows.get("full"))
        .containsEntry("password_enabled", "true")
        .containsEntry("password_last_used", "no_information")
        .containsEntry("password_last_changed", "2026-01-01T01:00:00Z")
        .containsEntry("password_next_rotation", "2026-04-01T01:00:00Z")
        .containsEntry(ofUsed + "active", "true")
        .containsEntry(ofUsed + "last_rotated", "2026-01-01T01:00:00Z")
        .containsEntry(ofUsed + "last_used_date", "2026-01-01T02:00:00Z")
        .containsEntry(ofUsed + "last_used_region", "eu-west-1")
        .containsEntry(ofUsed + "last_used_service", "sqs")
        .containsEntry(ofInactive + "active", "false")
        .containsEntry(ofInactive + "last_used_date", "N/A")
        .containsEntry("cert_1_active", "true")
        .containsEntry("cert_1_last_rotated", "2026-01-01T01:00:00Z")
        .containsEntry("cert_2_active", "false");
  }

  @Test
  void theSummaryHasAllKeysOfAws() {
    Map<String, Integer> summary = iam.getAccountSummary().summaryMapAsStrings();
    List<String> all = new ArrayList<>();
    for (SummaryKeyType key : SummaryKeyType.knownValues()) {
      all.add(key.toString());
    }
    assertThat(summary.keySet()).containsExactlyInAnyOrderElementsOf(all);
    assertThat(summary)
        .containsEntry("Users", 0)
        .containsEntry("UsersQuota", 5000)
        .containsEntry("AccessKeysPerUserQuota", 2)
        .containsEntry("VersionsPerPolicyQuota", 5)
        .containsEntry("ServerCertificatesQuota", 20)
        .containsEntry("PolicySizeQuota", 6144)
        .containsEntry("AccountMFAEnabled", 0)
        .containsEntry("GlobalEndpointTokenVersion", 1);
  }

  @Test
  void theSummaryCounts() {
    String policy =
        iam.createPolicy(r -> r.policyName("p").policyDocument(allow("s3:*", "*"))).policy().arn();
    iam.createPolicy(r -> r.policyName("unused").policyDocument(allow("s3:*", "*")));
    iam.createUser(r -> r.userName("a").permissionsBoundary(policy));
    iam.createUser(r -> r.userName("b"));
    iam.attachUserPolicy(r -> r.userName("b").policyArn(policy));
    iam.attachUserPolicy(
        r -> r.userName("b").policyArn("arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess"));
    iam.createGroup(r -> r.groupName("g"));
    iam.createInstanceProfile(r -> r.instanceProfileName("i"));
    iam.createVirtualMFADevice(r -> r.virtualMFADeviceName("m"));
    iam.createOpenIDConnectProvider(
        r -> r.url("https://idp.example.com").thumbprintList("a".repeat(40)));
    iam.createSAMLProvider(
        r ->
            r.name("s")
                .samlMetadataDocument(SamlProvidersTest.metadata(TestPem.base64("rsa.pem"))));
    iam.uploadServerCertificate(
        r ->
            r.serverCertificateName("c")
                .certificateBody(TestPem.text("leaf.pem"))
                .privateKey(TestPem.text("leaf.key")));
    iam.createAccessKey();
    iam.setSecurityTokenServicePreferences(r -> r.globalEndpointTokenVersion("v2Token"));
    assertThat(iam.getAccountSummary().summaryMapAsStrings())
        .containsEntry("Users", 2)
        .containsEntry("Groups", 1)
        .containsEntry("Policies", 2)
        .containsEntry("PolicyVersionsInUse", 2)
        .containsEntry("InstanceProfiles", 1)
        .containsEntry("MFADevices", 1)
        .containsEntry("MFADevicesInUse", 0)
        .containsEntry("Providers", 2)
        .containsEntry("ServerCertificates", 1)
        .containsEntry("AccountAccessKeysPresent", 1)
        .containsEntry("AccountPasswordPresent", 0)
        .containsEntry("GlobalEndpointTokenVersion", 2);
  }

  /** AWS sends no message with the errors of credential reports. */
  @Test
  void errorsOfReportsHaveNoMessage() {
    try {
      iam.getCredentialReport();
    } catch (IamException e) {
      assertThat(e.awsErrorDetails().errorMessage()).isNull();
      return;
    }
    throw new AssertionError("there is no report");
  }
}
