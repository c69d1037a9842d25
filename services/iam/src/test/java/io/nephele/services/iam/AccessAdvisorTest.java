package io.nephele.services.iam;

import static io.nephele.services.iam.IamErrorAssertions.assertFails;
import static io.nephele.services.iam.TestEntities.allow;
import static io.nephele.services.iam.TestEntities.deny;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessAdvisorUsageGranularityType;
import software.amazon.awssdk.services.iam.model.EntityDetails;
import software.amazon.awssdk.services.iam.model.GetServiceLastAccessedDetailsResponse;
import software.amazon.awssdk.services.iam.model.GetServiceLastAccessedDetailsWithEntitiesResponse;
import software.amazon.awssdk.services.iam.model.JobStatusType;
import software.amazon.awssdk.services.iam.model.ListPoliciesGrantingServiceAccessEntry;
import software.amazon.awssdk.services.iam.model.PolicyGrantingServiceAccess;
import software.amazon.awssdk.services.iam.model.ServiceLastAccessed;
import software.amazon.awssdk.services.iam.model.TrackedActionLastAccessed;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SqsException;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class AccessAdvisorTest {
  @Inject IamClient iam;
  @Inject Nephele nephele;
  @Inject VirtualClock clock;
  private TestEntities entities;

  @BeforeEach
  void entities() {
    entities = new TestEntities(nephele);
  }

  private SqsClient sqs(String user, String region) {
    return Clients.create(SqsClient.class, nephele, region, entities.key(user));
  }

  private String generate(String arn) {
    return iam.generateServiceLastAccessedDetails(r -> r.arn(arn)).jobId();
  }

  private GetServiceLastAccessedDetailsResponse report(String arn) {
    String job = generate(arn);
    clock.advance(Duration.ofSeconds(1));
    return iam.getServiceLastAccessedDetails(r -> r.jobId(job));
  }

  private static List<String> namespaces(GetServiceLastAccessedDetailsResponse report) {
    return report.servicesLastAccessed().stream()
        .map(ServiceLastAccessed::serviceNamespace)
        .toList();
  }

  @Test
  void aReportTellsWhatIsGrantedAndWhatWasUsed() {
    String arn =
        entities.user("alice", Map.of("own", allow("sqs:*", "*"), "more", allow("s3:Get*", "*")));
    clock.advance(Duration.ofHours(3));
    Instant used = clock.now();
    sqs("alice", "eu-west-1").listQueues();
    clock.advance(Duration.ofHours(1));
    String job = generate(arn);
    GetServiceLastAccessedDetailsResponse pending =
        iam.getServiceLastAccessedDetails(r -> r.jobId(job));
    assertThat(pending.jobStatus()).isEqualTo(JobStatusType.IN_PROGRESS);
    assertThat(pending.hasServicesLastAccessed()).isFalse();
    clock.advance(Duration.ofSeconds(1));
    GetServiceLastAccessedDetailsResponse done =
        iam.getServiceLastAccessedDetails(r -> r.jobId(job));
    assertThat(done.jobStatus()).isEqualTo(JobStatusType.COMPLETED);
    assertThat(done.jobType()).isEqualTo(AccessAdvisorUsageGranularityType.SERVICE_LEVEL);
    assertThat(done.jobCompletionDate()).isEqualTo(done.jobCreationDate().plusSeconds(1));
    assertThat(namespaces(done)).containsExactly("s3", "sqs");
    ServiceLastAccessed s3 = done.servicesLastAccessed().getFirst();
    assertThat(s3.serviceName()).isEqualTo("Amazon S3");
    assertThat(s3.lastAuthenticated()).isNull();
    assertThat(s3.totalAuthenticatedEntities()).isZero();
    ServiceLastAccessed sqs = done.servicesLastAccessed().getLast();
    assertThat(sqs.lastAuthenticated()).isEqualTo(used);
    assertThat(sqs.lastAuthenticatedEntity()).isEqualTo(arn);
    assertThat(sqs.lastAuthenticatedRegion()).isEqualTo("eu-west-1");
    assertThat(sqs.totalAuthenticatedEntities()).isEqualTo(1);
  }

  @Test
  void aReportStaysAsItWasAndUsesAreForgotten() {
    String arn = entities.user("alice", Map.of("own", allow("sqs:*", "*")));
    String before = generate(arn);
    sqs("alice", "us-east-1").listQueues();
    clock.advance(Duration.ofSeconds(1));
    assertThat(
            iam.getServiceLastAccessedDetails(r -> r.jobId(before))
                .servicesLastAccessed()
                .getFirst()
                .lastAuthenticated())
        .isNull();
    assertThat(report(arn).servicesLastAccessed().getFirst().lastAuthenticated()).isNotNull();
    clock.advance(Duration.ofDays(401));
    assertThat(report(arn).servicesLastAccessed().getFirst().lastAuthenticated()).isNull();
    assertFails("NoSuchEntity", 404, () -> iam.getServiceLastAccessedDetails(r -> r.jobId(before)));
  }

  @Test
  void whatIsDeniedEverywhereIsNotGranted() {
    assertThat(
            namespaces(
                report(
                    entities.user(
                        "alice",
                        Map.of(
                            "a",
                            allow("*", "*"),
                            "b",
                            deny("s3:*", "*"),
                            "c",
                            deny("sqs:*", "arn:aws:sqs:us-east-1:000000000000:one"))))))
        .contains("sqs", "iam", "ec2")
        .doesNotContain("s3");
    assertThat(namespaces(report(entities.user("bob", Map.of("a", allow("s3:NoSuchAction", "*"))))))
        .isEmpty();
  }

  @Test
  void deniedAttemptsCountAndActionsAreTracked() {
    String arn = entities.user("alice", Map.of("own", allow("sqs:List*", "*")));
    SqsClient sqs = sqs("alice", "us-east-1");
    try {
      sqs.createQueue(r -> r.queueName("q"));
    } catch (SqsException denied) {
      assertThat(denied.statusCode()).isEqualTo(403);
    }
    String job =
        iam.generateServiceLastAccessedDetails(r -> r.arn(arn).granularity("ACTION_LEVEL")).jobId();
    clock.advance(Duration.ofMinutes(2));
    sqs.listQueues();
    String later =
        iam.generateServiceLastAccessedDetails(r -> r.arn(arn).granularity("ACTION_LEVEL")).jobId();
    clock.advance(Duration.ofSeconds(1));
    ServiceLastAccessed service =
        iam.getServiceLastAccessedDetails(r -> r.jobId(job)).servicesLastAccessed().getFirst();
    assertThat(service.lastAuthenticated()).isNotNull();
    assertThat(service.trackedActionsLastAccessed())
        .extracting(TrackedActionLastAccessed::actionName)
        .contains("ListQueues", "ListQueueTags")
        .doesNotContain("CreateQueue");
    assertThat(lastUse(job, "ListQueues")).isNull();
    assertThat(lastUse(later, "ListQueues")).isNotNull();
    assertThat(lastUse(later, "ListQueueTags")).isNull();
  }

  private Instant lastUse(String job, String action) {
    return iam
        .getServiceLastAccessedDetails(r -> r.jobId(job))
        .servicesLastAccessed()
        .getFirst()
        .trackedActionsLastAccessed()
        .stream()
        .filter(tracked -> tracked.actionName().equals(action))
        .findFirst()
        .orElseThrow()
        .lastAccessedTime();
  }

  @Test
  void groupsAndPoliciesTellTheirEntities() {
    String policy = entities.policy("Queues", allow("sqs:*", "*"));
    entities.group("Team", Map.of(), policy);
    entities.user("alice", Map.of(), "Team");
    String bob = entities.user("bob", Map.of(), "Team");
    entities.user("carol", Map.of());
    String role = entities.role("Worker", Map.of(), policy);
    sqs("bob", "us-east-1").listQueues();
    assertThat(report(TestEntities.ARN + "group/Team").servicesLastAccessed().getFirst())
        .satisfies(
            service -> {
              assertThat(service.totalAuthenticatedEntities()).isEqualTo(1);
              assertThat(service.lastAuthenticatedEntity()).isEqualTo(bob);
            });
    String job = generate(policy);
    clock.advance(Duration.ofSeconds(1));
    GetServiceLastAccessedDetailsWithEntitiesResponse used =
        iam.getServiceLastAccessedDetailsWithEntities(r -> r.jobId(job).serviceNamespace("sqs"));
    assertThat(used.entityDetailsList())
        .extracting(details -> details.entityInfo().arn())
        .containsExactly(bob, role, TestEntities.ARN + "user/alice");
    assertThat(used.entityDetailsList())
        .extracting(EntityDetails::lastAuthenticated)
        .satisfiesExactly(
            first -> assertThat(first).isNotNull(),
            second -> assertThat(second).isNull(),
            third -> assertThat(third).isNull());
    assertThat(used.entityDetailsList().getFirst().entityInfo().typeAsString()).isEqualTo("USER");
    assertFails(
        "InvalidInput",
        400,
        () ->
            iam.getServiceLastAccessedDetailsWithEntities(
                r -> r.jobId(job).serviceNamespace("s3")));
    assertFails("NoSuchEntity", 404, () -> generate(TestEntities.ARN + "policy/None"));
    assertFails("NoSuchEntity", 404, () -> generate(TestEntities.ARN + "user/none"));
  }

  @Test
  void policiesThatGrantServices() {
    entities.group("Team", Map.of("team-queues", allow("sqs:SendMessage", "*")));
    String arn = entities.user("alice", Map.of("own", allow("s3:*", "*")), "Team");
    String managed = "arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess";
    entities.put(entities.user("alice").withAttached(List.of(managed)));
    List<ListPoliciesGrantingServiceAccessEntry> entries =
        iam.listPoliciesGrantingServiceAccess(
                r -> r.arn(arn).serviceNamespaces("sqs", "s3", "ec2", "sqs"))
            .policiesGrantingServiceAccess();
    assertThat(entries)
        .extracting(ListPoliciesGrantingServiceAccessEntry::serviceNamespace)
        .containsExactly("sqs", "s3", "ec2");
    List<PolicyGrantingServiceAccess> ofSqs = entries.getFirst().policies();
    assertThat(ofSqs)
        .extracting(PolicyGrantingServiceAccess::policyName)
        .containsExactly("AmazonSQSReadOnlyAccess", "team-queues");
    assertThat(ofSqs.getFirst().policyTypeAsString()).isEqualTo("MANAGED");
    assertThat(ofSqs.getFirst().policyArn()).isEqualTo(managed);
    assertThat(ofSqs.getLast().policyTypeAsString()).isEqualTo("INLINE");
    assertThat(ofSqs.getLast().entityTypeAsString()).isEqualTo("GROUP");
    assertThat(ofSqs.getLast().entityName()).isEqualTo("Team");
    assertThat(entries.getLast().policies()).isEmpty();
    assertFails(
        "InvalidInput",
        400,
        () -> iam.listPoliciesGrantingServiceAccess(r -> r.arn(arn).serviceNamespaces("none")));
  }
}
