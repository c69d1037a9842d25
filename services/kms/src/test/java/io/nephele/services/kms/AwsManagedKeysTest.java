package io.nephele.services.kms;

import static io.nephele.services.kms.Callers.OWNER;
import static io.nephele.services.kms.Callers.assertDeniedInside;
import static io.nephele.services.kms.Callers.assertError;
import static io.nephele.services.kms.Callers.may;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.api.kms.DecryptRequest;
import io.nephele.api.kms.GenerateDataKeyRequest;
import io.nephele.api.kms.GenerateDataKeyResponse;
import io.nephele.api.kms.Kms;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;

/** The keys that AWS manages, which services use for their callers. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class AwsManagedKeysTest {
  private static final Region REGION = Regions.find("us-east-1");

  @Inject Nephele nephele;
  @Inject KmsClient kms;
  private Principal user;
  private KmsClient userClient;

  @BeforeEach
  void user() {
    Callers callers = new Callers(nephele);
    userClient = callers.user(OWNER, "plain", may("s3:*", "*"));
    user = Principal.user(OWNER, Callers.userArn(OWNER, "plain"), "AIDAABCDEFGHIJKLMNOPQ");
  }

  private static Origin via(String service) {
    return new Origin("https", null, "127.0.0.1", "test", null, List.of(service), null);
  }

  private GenerateDataKeyResponse dataKeyVia(String service, String key) {
    return nephele
        .world()
        .call(
            Kms.GenerateDataKey,
            new GenerateDataKeyRequest().keyId(key).keySpec("AES_256"),
            user,
            REGION,
            via(service));
  }

  @Test
  @Fact({"kms-023", "kms-037", "kms-038", "kms-042"})
  void theKeyIsMadeWhenItsServiceFirstUsesIt() {
    assertThat(kms.listAliases().aliases()).isEmpty();
    GenerateDataKeyResponse dataKey = dataKeyVia("s3.amazonaws.com", "alias/aws/s3");
    assertThat(dataKeyVia("s3.amazonaws.com", "alias/aws/s3").keyId()).isEqualTo(dataKey.keyId());
    assertThat(kms.listAliases().aliases())
        .singleElement()
        .satisfies(alias -> assertThat(alias.aliasName()).isEqualTo("alias/aws/s3"));
    KeyMetadata key = kms.describeKey(r -> r.keyId("alias/aws/s3")).keyMetadata();
    assertThat(key.arn()).isEqualTo(dataKey.keyId());
    assertThat(key.keyManager()).isEqualTo(KeyManagerType.AWS);
    assertThat(key.keySpec()).isEqualTo(KeySpec.SYMMETRIC_DEFAULT);
    assertThat(key.description())
        .isEqualTo("Default key that protects my S3 objects when no other key is defined");
    assertThat(kms.getKeyPolicy(r -> r.keyId(key.keyId())).policy())
        .contains("s3.us-east-1.amazonaws.com");
    assertThat(kms.getKeyRotationStatus(r -> r.keyId(key.keyId())).keyRotationEnabled()).isTrue();
  }

  @Test
  void onlyItsServiceUsesIt() {
    GenerateDataKeyResponse dataKey = dataKeyVia("s3.amazonaws.com", "alias/aws/s3");
    DecryptRequest decrypt = new DecryptRequest().ciphertextBlob(dataKey.ciphertextBlob());
    assertThat(
            nephele
                .world()
                .call(Kms.Decrypt, decrypt, user, REGION, via("s3.amazonaws.com"))
                .plaintext())
        .isEqualTo(dataKey.plaintext());
    assertDeniedInside(
        () -> nephele.world().call(Kms.Decrypt, decrypt, user, REGION, via("sqs.amazonaws.com")));
    assertError(
        () -> userClient.generateDataKey(r -> r.keyId("alias/aws/s3").keySpec("AES_256")),
        "AccessDeniedException");
    assertError(
        () -> kms.generateDataKey(r -> r.keyId("alias/aws/s3").keySpec("AES_256")),
        "AccessDeniedException");
    Principal stranger = Principal.root(REGION.partition(), Callers.OTHER);
    assertDeniedInside(
        () ->
            nephele.world().call(Kms.Decrypt, decrypt, stranger, REGION, via("s3.amazonaws.com")));
  }

  @Test
  void theOwnKeyIsUsedThroughAServiceIfThePolicyOfTheCallerSaysSo() {
    String key = kms.createKey().keyMetadata().keyId();
    assertDeniedInside(() -> dataKeyVia("s3.amazonaws.com", key));
    Callers callers = new Callers(nephele);
    callers.user(
        OWNER,
        "plain",
        """
        {"Effect":"Allow","Action":"kms:*","Resource":"*","Condition":{
         "StringEquals":{"kms:ViaService":"s3.us-east-1.amazonaws.com"}}}\
        """);
    assertThat(dataKeyVia("s3.amazonaws.com", key).keyId()).endsWith(key);
    assertDeniedInside(() -> dataKeyVia("sqs.amazonaws.com", key));
  }

  @Test
  void describingAnAliasOfAwsMakesItsKey() {
    KeyMetadata key = kms.describeKey(r -> r.keyId("alias/aws/sqs")).keyMetadata();
    assertThat(key.keyManager()).isEqualTo(KeyManagerType.AWS);
    assertError(() -> kms.describeKey(r -> r.keyId("alias/aws/nothing")), "NotFoundException");
    assertError(
        () -> kms.encrypt(r -> r.keyId("alias/aws/ssm").plaintext(SdkBytes.fromUtf8String("x"))),
        "NotFoundException");
  }

  @Test
  @Fact({"kms-024", "kms-036"})
  void nobodyChangesIt() {
    String key = kms.describeKey(r -> r.keyId("alias/aws/s3")).keyMetadata().keyId();
    assertError(() -> kms.scheduleKeyDeletion(r -> r.keyId(key)), "AccessDeniedException");
    assertError(() -> kms.disableKey(r -> r.keyId(key)), "AccessDeniedException");
    assertError(() -> kms.disableKeyRotation(r -> r.keyId(key)), "AccessDeniedException");
    assertError(
        () -> kms.putKeyPolicy(r -> r.keyId(key).policy(Callers.policy(Callers.accountMay(OWNER)))),
        "AccessDeniedException");
    String own = kms.createKey().keyMetadata().keyId();
    kms.enableKeyRotation(r -> r.keyId(own));
    kms.scheduleKeyDeletion(r -> r.keyId(own));
  }
}
