package io.nephele.services.secretsmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.Filter;
import software.amazon.awssdk.services.secretsmanager.model.FilterNameStringType;
import software.amazon.awssdk.services.secretsmanager.model.SecretListEntry;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;
import software.amazon.awssdk.services.secretsmanager.model.Tag;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class SecretsTest {
  private static final String ONE = "11111111-1111-1111-1111-111111111111";
  private static final String TWO = "22222222-2222-2222-2222-222222222222";
  private static final String THREE = "33333333-3333-3333-3333-333333333333";

  @Inject Nephele nephele;
  @Inject SecretsManagerClient secrets;
  @Inject KmsClient kms;
  @Inject VirtualClock clock;

  private static void assertError(ThrowingCallable call, String code, String message) {
    SecretsManagerException e = catchThrowableOfType(SecretsManagerException.class, call);
    assertThat(e).isNotNull();
    assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
    assertThat(e.awsErrorDetails().errorMessage()).contains(message);
  }

  private CreateSecretResponse create(String name) {
    return secrets.createSecret(
        r -> r.name(name).secretString("{\"user\":\"a\"}").clientRequestToken(ONE));
  }

  private String read(String id) {
    return secrets.getSecretValue(r -> r.secretId(id)).secretString();
  }

  @Test
  @Fact({"secretsmanager-005", "secretsmanager-012"})
  void aSecretIsReadByNameAndArn() {
    CreateSecretResponse made = create("app/db");
    assertThat(made.arn())
        .matches("arn:aws:secretsmanager:us-east-1:000000000000:secret:app/db-[A-Za-z0-9]{6}");
    assertThat(made.versionId()).isEqualTo(ONE);
    assertThat(read("app/db")).isEqualTo("{\"user\":\"a\"}");
    assertThat(read(made.arn())).isEqualTo("{\"user\":\"a\"}");
    assertThat(read(made.arn().substring(0, made.arn().length() - 7)))
        .isEqualTo("{\"user\":\"a\"}");
    assertThat(create("app/db").arn()).isEqualTo(made.arn());
    assertError(
        () -> secrets.createSecret(r -> r.name("app/db").secretString("b")),
        "ResourceExistsException",
        "The operation failed because the secret app/db already exists.");
    assertError(
        () -> read("none"),
        "ResourceNotFoundException",
        "Secrets Manager can't find the specified secret.");
    secrets.createSecret(r -> r.name("bytes").secretBinary(SdkBytes.fromByteArray(new byte[] {7})));
    assertThat(secrets.getSecretValue(r -> r.secretId("bytes")).secretBinary().asByteArray())
        .containsExactly(7);
  }

  @Test
  @Fact("secretsmanager-007")
  void aSecretHasAtMost65536Bytes() {
    String most = "x".repeat(65536);
    secrets.createSecret(r -> r.name("big").secretString(most));
    assertThat(read("big")).isEqualTo(most);
    assertError(
        () -> secrets.createSecret(r -> r.name("more").secretString(most + "x")),
        "ValidationException",
        "65536");
    assertError(
        () -> secrets.createSecret(r -> r.name("wide").secretString("é".repeat(32769))),
        "ValidationException",
        "65536");
  }

  @Test
  @Fact({"secretsmanager-001", "secretsmanager-006"})
  void valuesAreEncryptedByKms() {
    create("plain");
    assertThat(secrets.describeSecret(r -> r.secretId("plain")).kmsKeyId()).isNull();
    assertThat(kms.listAliases().aliases())
        .anyMatch(alias -> alias.aliasName().equals("alias/aws/secretsmanager"));
    String key = kms.createKey().keyMetadata().keyId();
    secrets.createSecret(r -> r.name("own").secretString("s").kmsKeyId(key));
    assertThat(secrets.describeSecret(r -> r.secretId("own")).kmsKeyId()).isEqualTo(key);
    assertThat(read("own")).isEqualTo("s");
    kms.disableKey(r -> r.keyId(key));
    assertError(() -> read("own"), "DecryptionFailure", "can't decrypt");
    assertError(
        () -> secrets.updateSecret(r -> r.secretId("own").description("d").secretString("t")),
        "EncryptionFailure",
        "can't encrypt");
    assertError(
        () ->
            secrets.updateSecret(
                r -> r.secretId("own").description("d").kmsKeyId("alias/aws/secretsmanager")),
        "DecryptionFailure",
        "can't decrypt");
    assertThat(secrets.describeSecret(r -> r.secretId("own")))
        .as("what failed changed nothing")
        .satisfies(it -> assertThat(it.description()).isNull())
        .satisfies(it -> assertThat(it.kmsKeyId()).isEqualTo(key))
        .satisfies(it -> assertThat(it.versionIdsToStages()).hasSize(1));
    kms.enableKey(r -> r.keyId(key));
    secrets.updateSecret(r -> r.secretId("own").kmsKeyId("alias/aws/secretsmanager"));
    kms.disableKey(r -> r.keyId(key));
    assertThat(read("own")).isEqualTo("s");
  }

  @Test
  void labelsMove() {
    create("s");
    secrets.putSecretValue(r -> r.secretId("s").secretString("two").clientRequestToken(TWO));
    assertThat(read("s")).isEqualTo("two");
    assertThat(stage("AWSPREVIOUS")).isEqualTo(ONE);
    secrets.putSecretValue(
        r ->
            r.secretId("s")
                .secretString("three")
                .clientRequestToken(THREE)
                .versionStages("AWSPENDING"));
    assertThat(read("s")).isEqualTo("two");
    assertError(
        () ->
            secrets.putSecretValue(
                r -> r.secretId("s").secretString("other").clientRequestToken(TWO)),
        "ResourceExistsException",
        TWO);
    assertError(
        () ->
            secrets.updateSecretVersionStage(
                r -> r.secretId("s").versionStage("AWSCURRENT").moveToVersionId(THREE)),
        "InvalidParameterException",
        "is currently attached to version " + TWO);
    secrets.updateSecretVersionStage(
        r ->
            r.secretId("s")
                .versionStage("AWSCURRENT")
                .moveToVersionId(THREE)
                .removeFromVersionId(TWO));
    assertThat(stage("AWSCURRENT")).isEqualTo(THREE);
    assertThat(stage("AWSPREVIOUS")).isEqualTo(TWO);
    assertThat(stage("AWSPENDING")).isEqualTo(THREE);
    assertThat(secrets.listSecretVersionIds(r -> r.secretId("s")).versions()).hasSize(2);
    assertThat(
            secrets.listSecretVersionIds(r -> r.secretId("s").includeDeprecated(true)).versions())
        .hasSize(3);
    assertError(
        () -> secrets.getSecretValue(r -> r.secretId("s").versionId(ONE).versionStage("x")),
        "InvalidRequestException",
        "not associated");
    assertError(() -> stage("x"), "ResourceNotFoundException", "staging label: x");
  }

  private String stage(String stage) {
    return secrets.getSecretValue(r -> r.secretId("s").versionStage(stage)).versionId();
  }

  @Test
  void deletionWaitsAndCanBeUndone() {
    create("gone");
    assertError(
        () -> secrets.deleteSecret(r -> r.secretId("gone").recoveryWindowInDays(6L)),
        "InvalidParameterException",
        "between 7 and 30 days");
    secrets.deleteSecret(r -> r.secretId("gone").recoveryWindowInDays(7L));
    assertError(() -> read("gone"), "InvalidRequestException", "marked for deletion");
    assertError(() -> create("gone"), "InvalidRequestException", "already scheduled for deletion");
    assertThat(secrets.listSecrets().secretList()).isEmpty();
    assertThat(secrets.listSecrets(r -> r.includePlannedDeletion(true)).secretList()).hasSize(1);
    secrets.restoreSecret(r -> r.secretId("gone"));
    clock.advance(Duration.ofDays(8));
    assertThat(read("gone")).isNotNull();
    secrets.deleteSecret(r -> r.secretId("gone"));
    clock.advance(Duration.ofDays(31));
    assertError(() -> read("gone"), "ResourceNotFoundException", "can't find");
    create("gone");
    secrets.deleteSecret(r -> r.secretId("gone").forceDeleteWithoutRecovery(true));
    assertThat(secrets.deleteSecret(r -> r.secretId("gone").forceDeleteWithoutRecovery(true)).arn())
        .contains(":secret:gone-");
    assertError(() -> read("gone"), "ResourceNotFoundException", "can't find");
  }

  @Test
  void secretsAreListedByFiltersInPages() {
    for (String name : List.of("a/1", "a/2", "b/1")) {
      create(name);
    }
    secrets.tagResource(
        r -> r.secretId("a/2").tags(Tag.builder().key("env").value("prod").build()));
    assertThat(names(FilterNameStringType.NAME, "a/")).containsExactly("a/1", "a/2");
    assertThat(names(FilterNameStringType.NAME, "!a/")).containsExactly("b/1");
    assertThat(names(FilterNameStringType.TAG_VALUE, "pro")).containsExactly("a/2");
    assertThat(names(FilterNameStringType.ALL, "PROD")).containsExactly("a/2");
    assertThat(
            secrets.listSecretsPaginator(r -> r.maxResults(2)).stream()
                .flatMap(page -> page.secretList().stream())
                .map(SecretListEntry::name))
        .containsExactly("a/1", "a/2", "b/1");
    assertThat(secrets.batchGetSecretValue(r -> r.secretIdList("a/1", "none")))
        .satisfies(
            got -> {
              assertThat(got.secretValues()).singleElement().matches(v -> v.name().equals("a/1"));
              assertThat(got.errors())
                  .singleElement()
                  .matches(e -> e.errorCode().equals("ResourceNotFoundException"));
            });
    secrets.untagResource(r -> r.secretId("a/2").tagKeys("env"));
    assertThat(names(FilterNameStringType.TAG_KEY, "env")).isEmpty();
  }

  private List<String> names(FilterNameStringType key, String value) {
    return secrets
        .listSecrets(r -> r.filters(Filter.builder().key(key).values(value).build()))
        .secretList()
        .stream()
        .map(SecretListEntry::name)
        .toList();
  }

  @Test
  @Fact("secretsmanager-013")
  void policiesLetOthersIn() {
    String arn = create("shared").arn();
    SecretsManagerClient other =
        Clients.create(SecretsManagerClient.class, nephele.endpoint(), "us-east-1", "222222222222");
    assertError(
        () -> other.describeSecret(r -> r.secretId(arn)), "AccessDeniedException", "authorized");
    String policy =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":%s,"
            + "\"Action\":\"secretsmanager:*\",\"Resource\":\"*\"}]}";
    assertError(
        () ->
            secrets.putResourcePolicy(
                r ->
                    r.secretId(arn)
                        .resourcePolicy(policy.formatted("\"*\""))
                        .blockPublicPolicy(true)),
        "PublicPolicyException",
        "broad access");
    String good = policy.formatted("{\"AWS\":\"arn:aws:iam::222222222222:root\"}");
    secrets.putResourcePolicy(r -> r.secretId(arn).resourcePolicy(good));
    assertThat(secrets.getResourcePolicy(r -> r.secretId(arn)).resourcePolicy()).isEqualTo(good);
    assertThat(other.describeSecret(r -> r.secretId(arn)).name()).isEqualTo("shared");
    assertError(
        () -> other.getSecretValue(r -> r.secretId(arn)),
        "AccessDeniedException",
        "Access to KMS is not allowed");
    secrets.deleteResourcePolicy(r -> r.secretId(arn));
    assertError(
        () -> other.describeSecret(r -> r.secretId(arn)), "AccessDeniedException", "authorized");
    assertThat(secrets.validateResourcePolicy(r -> r.resourcePolicy("{")).policyValidationPassed())
        .isFalse();
  }

  @Test
  void passwordsAreAsAskedFor() {
    String usual = secrets.getRandomPassword().randomPassword();
    assertThat(usual).hasSize(32).matches(".*[a-z].*").matches(".*[A-Z].*").matches(".*[0-9].*");
    assertThat(
            secrets
                .getRandomPassword(
                    r ->
                        r.passwordLength(4L)
                            .excludePunctuation(true)
                            .excludeCharacters("abc012")
                            .includeSpace(true))
                .randomPassword())
        .hasSize(4)
        .contains(" ")
        .matches("[ d-zA-Z3-9]{4}");
    assertError(
        () -> secrets.getRandomPassword(r -> r.passwordLength(3L)),
        "InvalidParameterException",
        "too short");
  }
}
