package io.nephele.services.secretsmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nephele.api.secretsmanager.CreateSecretRequest;
import io.nephele.api.secretsmanager.Secretsmanager;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.metrics.MetricKey;
import io.nephele.core.partition.Regions;
import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.Filter;
import software.amazon.awssdk.services.secretsmanager.model.RotationRulesType;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

final class RotationTest {
  private static final String FIRST = "11111111-1111-1111-1111-111111111111";
  private static final String SECOND = "22222222-2222-2222-2222-222222222222";
  private static final Duration MOMENT = Duration.ofSeconds(1);

  private final RotationWorld nephele = new RotationWorld();
  private final SecretsManagerClient secrets =
      nephele.client(SecretsManagerClient.class, "us-east-1");
  private final VirtualClock clock = nephele.clock();

  @AfterEach
  void close() {
    nephele.close();
  }

  @BeforeEach
  void aSecret() {
    secrets.createSecret(r -> r.name("s").secretString("one").clientRequestToken(FIRST));
  }

  private static void assertError(ThrowingCallable call, String code, String message) {
    SecretsManagerException e = catchThrowableOfType(SecretsManagerException.class, call);
    assertThat(e).isNotNull();
    assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
    assertThat(e.awsErrorDetails().errorMessage()).contains(message);
  }

  private void rotate(String function, RotationRulesType rules) {
    secrets.rotateSecret(
        r ->
            r.secretId("s")
                .rotationLambdaARN(RotatingFunctions.arn(function))
                .rotationRules(rules)
                .clientRequestToken(SECOND));
  }

  private static RotationRulesType days(long days) {
    return RotationRulesType.builder().automaticallyAfterDays(days).build();
  }

  private static RotationRulesType schedule(String expression, String duration) {
    return RotationRulesType.builder().scheduleExpression(expression).duration(duration).build();
  }

  private DescribeSecretResponse secret() {
    return secrets.describeSecret(r -> r.secretId("s"));
  }

  private String value(String stage) {
    return secrets.getSecretValue(r -> r.secretId("s").versionStage(stage)).secretString();
  }

  private List<String> steps() {
    return RotatingFunctions.steps(nephele.world()).stream()
        .map(RotatingFunctions.Step::step)
        .toList();
  }

  private List<String> events() {
    return HeardEvents.of(nephele.world()).stream()
        .map(heard -> heard.detail().replaceAll(".*\"eventName\":\"(\\w+)\".*", "$1"))
        .toList();
  }

  @Test
  @Fact({"secretsmanager-002", "secretsmanager-008", "secretsmanager-009", "secretsmanager-010"})
  void aFunctionRotatesInFourSteps() {
    rotate("good", days(30));
    clock.advance(MOMENT);
    assertThat(steps()).containsExactly("createSecret", "setSecret", "testSecret", "finishSecret");
    assertThat(RotatingFunctions.steps(nephele.world()))
        .allMatch(step -> step.token().equals(SECOND))
        .allMatch(step -> step.principal().equals("secretsmanager.amazonaws.com"));
    assertThat(value("AWSCURRENT")).isEqualTo("made by " + SECOND);
    assertThat(value("AWSPREVIOUS")).isEqualTo("one");
    DescribeSecretResponse rotated = secret();
    assertThat(rotated.rotationEnabled()).isTrue();
    assertThat(rotated.rotationLambdaARN()).isEqualTo(RotatingFunctions.arn("good"));
    assertThat(rotated.rotationRules()).isEqualTo(days(30));
    assertThat(rotated.lastRotatedDate()).isNotNull();
    Instant window = clock.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(30));
    assertThat(rotated.nextRotationDate())
        .isEqualTo(window.plus(Duration.ofDays(1)).minusSeconds(1));
    assertThat(events()).containsExactlyInAnyOrder("RotationStarted", "RotationSucceeded");

    clock.advance(Duration.between(clock.now(), window).minusSeconds(1));
    assertThat(steps()).hasSize(4);
    clock.advance(MOMENT);
    assertThat(steps()).hasSize(8);
    assertThat(value("AWSPREVIOUS")).isEqualTo("made by " + SECOND);
    assertThat(value("AWSCURRENT")).isNotEqualTo("made by " + SECOND).startsWith("made by ");
  }

  @Test
  void aCronOpensWindowsOfAGivenLength() {
    rotate("good", schedule("cron(0 8 * * ? *)", "2h"));
    clock.advance(MOMENT);
    Instant next = secret().nextRotationDate();
    assertThat(next.toString()).endsWith("T09:59:59Z");
    assertThat(secret().rotationRules())
        .isEqualTo(
            schedule("cron(0 8 * * ? *)", "2h").toBuilder().automaticallyAfterDays(1L).build());
    clock.advance(Duration.ofDays(3));
    assertThat(steps()).hasSize(16);
    assertThat(secret().nextRotationDate()).isEqualTo(next.plus(Duration.ofDays(3)));
  }

  @Test
  void hoursAreWindowsOfOneHour() {
    rotate("good", schedule("rate(6 hours)", null));
    clock.advance(Duration.ofDays(1));
    assertThat(steps()).hasSize(4 * 5);
    assertThat(secret().nextRotationDate().toString()).matches(".*T(00|06|12|18):59:59Z");
  }

  @Test
  void aFailureIsTriedAgain() {
    rotate("mended", days(1));
    clock.advance(MOMENT);
    assertThat(steps()).containsExactly("createSecret", "setSecret");
    assertThat(value("AWSCURRENT")).isEqualTo("one");
    assertThat(value("AWSPENDING")).isEqualTo("made by " + SECOND);
    assertThat(secret().lastRotatedDate()).isNull();
    assertError(
        () -> secrets.rotateSecret(r -> r.secretId("s").clientRequestToken(FIRST)),
        "InvalidRequestException",
        "A previous rotation isn't complete. That rotation will be reattempted.");
    clock.advance(Duration.ofMinutes(1));
    assertThat(value("AWSCURRENT")).isEqualTo("made by " + SECOND);
    assertThat(events())
        .containsExactlyInAnyOrder("RotationStarted", "RotationFailed", "RotationSucceeded");
  }

  @Test
  void whatFailsIsGivenUpUntilTheNextWindow() {
    rotate("bad", days(1));
    clock.advance(Duration.ofHours(1));
    assertThat(steps()).hasSize(10);
    assertThat(events()).containsOnlyOnce("RotationStarted", "RotationAbandoned");
    assertThat(events()).filteredOn("RotationFailed"::equals).hasSize(5);
    clock.advance(Duration.ofDays(1));
    assertThat(steps()).hasSize(20);
    assertThat(value("AWSCURRENT")).isEqualTo("one");
    assertThat(secrets.cancelRotateSecret(r -> r.secretId("s")).versionId()).isEqualTo(SECOND);
    assertThat(secret().rotationEnabled()).isFalse();
    assertThat(secret().nextRotationDate()).isNull();
    clock.advance(Duration.ofDays(2));
    assertThat(steps()).hasSize(20);
  }

  @Test
  void aFunctionIsTestedBeforeItsFirstWindow() {
    secrets.rotateSecret(
        r ->
            r.secretId("s")
                .rotationLambdaARN(RotatingFunctions.arn("good"))
                .rotationRules(days(7))
                .rotateImmediately(false)
                .clientRequestToken(SECOND));
    clock.advance(MOMENT);
    assertThat(steps()).containsExactly("testSecret");
    assertThat(secret().versionIdsToStages()).containsOnlyKeys(FIRST);
    assertThat(secret().lastRotatedDate()).isNull();
    assertThat(events()).containsExactlyInAnyOrder("TestRotationStarted", "TestRotationSucceeded");
    clock.advance(Duration.ofDays(7));
    assertThat(steps()).hasSize(5);
  }

  @Test
  void aDeletedSecretIsNotRotated() {
    rotate("good", days(1));
    clock.advance(MOMENT);
    secrets.deleteSecret(r -> r.secretId("s"));
    clock.advance(Duration.ofDays(2));
    assertThat(steps()).hasSize(4);
    secrets.restoreSecret(r -> r.secretId("s"));
    clock.advance(MOMENT);
    assertThat(steps()).hasSize(8);
  }

  @Test
  void whatCannotBeIsRefused() {
    assertError(
        () -> secrets.rotateSecret(r -> r.secretId("s")),
        "InvalidRequestException",
        "No Lambda rotation function ARN is associated with this secret.");
    assertError(
        () -> rotate("closed", days(1)),
        "AccessDeniedException",
        "Secrets Manager cannot invoke the specified Lambda function.");
    assertError(
        () -> rotate("good", days(1).toBuilder().scheduleExpression("rate(1 day)").build()),
        "InvalidParameterException",
        "You cannot specify both rotation frequency and schedule expression together.");
    for (String wrong :
        List.of(
            "rate(10 minutes)",
            "rate(3 hours)",
            "rate(1000 days)",
            "cron(5 8 * * ? *)",
            "cron(0 8 * * ? 2030)",
            "cron(0 */2 * * ? *)",
            "every(1 day)",
            "cron(0 8 * * * *)")) {
      assertError(
          () -> rotate("good", schedule(wrong, null)),
          "InvalidParameterException",
          "Invalid ScheduleExpression.");
    }
    assertError(
        () -> rotate("good", schedule("cron(0 20 * * ? *)", "5h")),
        "InvalidParameterException",
        "The rotation window must not extend");
    assertThat(secret().rotationEnabled()).isNull();
  }

  @Test
  void policiesMayAskForTheFunctionOfASecret() {
    rotate("good", days(3));
    clock.advance(MOMENT);
    String policy =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\","
            + "\"Action\":[\"secretsmanager:DescribeSecret\",\"secretsmanager:RotateSecret\"],"
            + "\"Resource\":\"*\",\"Condition\":{%s}}]}";
    String function =
        "\"StringEquals\":{\"secretsmanager:resource/AllowRotationLambdaArn\":\""
            + RotatingFunctions.arn("good")
            + "\"}";
    secrets.putResourcePolicy(
        r -> r.secretId("s").resourcePolicy(policy.formatted(function.replace("good", "mended"))));
    assertThat(secret().rotationEnabled()).isTrue();
    secrets.putResourcePolicy(r -> r.secretId("s").resourcePolicy(policy.formatted(function)));
    assertError(this::secret, "AccessDeniedException", "explicit deny");
    String rules = "\"Bool\":{\"secretsmanager:ModifyRotationRules\":\"true\"}";
    secrets.putResourcePolicy(r -> r.secretId("s").resourcePolicy(policy.formatted(rules)));
    assertError(() -> rotate("good", days(4)), "AccessDeniedException", "explicit deny");
    secrets.rotateSecret(r -> r.secretId("s"));
    String region = "\"StringEquals\":{\"secretsmanager:SecretPrimaryRegion\":\"us-east-1\"}";
    secrets.putResourcePolicy(r -> r.secretId("s").resourcePolicy(policy.formatted(region)));
    assertError(this::secret, "AccessDeniedException", "explicit deny");
  }

  @Test
  void aRotationMayMakeTheFirstValue() {
    secrets.createSecret(r -> r.name("empty"));
    secrets.rotateSecret(
        r ->
            r.secretId("empty")
                .rotationLambdaARN(RotatingFunctions.arn("first"))
                .rotationRules(days(3)));
    clock.advance(MOMENT);
    assertThat(secrets.getSecretValue(r -> r.secretId("empty")).secretString())
        .startsWith("made by ");
  }

  @Test
  void cloudWatchIsToldTheNumberOfSecrets() {
    secrets.createSecret(r -> r.name("t"));
    secrets.deleteSecret(r -> r.secretId("t"));
    clock.advance(Duration.ofHours(3));
    MetricKey metric =
        new MetricKey(
            "000000000000",
            "us-east-1",
            "AWS/SecretsManager",
            "ResourceCount",
            Map.of(
                "Class",
                "None",
                "Resource",
                "SecretCount",
                "Service",
                "Secrets Manager",
                "Type",
                "Resource"),
            "Count");
    assertThat(
            nephele
                .world()
                .metrics()
                .read(metric, clock.now().minus(Duration.ofHours(3)), clock.now().plusSeconds(60))
                .values())
        .hasSize(3)
        .allMatch(set -> set.maximum() == 2);
  }

  @Test
  void aServiceLooksAfterItsSecrets() {
    Origin origin =
        new Origin("https", null, "rds", "rds", null, List.of("rds.amazonaws.com"), null);
    nephele
        .world()
        .call(
            Secretsmanager.CreateSecret,
            new CreateSecretRequest()
                .name("rds!cluster-1")
                .secretString("one")
                .clientRequestToken(FIRST),
            Principal.root(Regions.find("us-east-1").partition(), "000000000000"),
            Regions.find("us-east-1"),
            origin);
    assertThat(secrets.describeSecret(r -> r.secretId("rds!cluster-1")).owningService())
        .isEqualTo("rds");
    assertThat(
            secrets
                .listSecrets(
                    r -> r.filters(Filter.builder().key("owning-service").values("rd").build()))
                .secretList())
        .hasSize(1);
    assertThat(secrets.getSecretValue(r -> r.secretId("rds!cluster-1")).secretString())
        .isEqualTo("one");
    assertError(
        () -> secrets.putSecretValue(r -> r.secretId("rds!cluster-1").secretString("two")),
        "InvalidRequestException",
        "managed by rds");
    assertError(
        () -> secrets.deleteSecret(r -> r.secretId("rds!cluster-1")),
        "InvalidRequestException",
        "managed by rds");
  }
}
