package io.nephele.services.kms;

import static io.nephele.services.kms.Callers.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AliasListEntry;
import software.amazon.awssdk.services.kms.model.KeyMetadata;

/** Aliases of keys. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class AliasesTest {
  private static final SdkBytes SECRET = SdkBytes.fromUtf8String("secret");

  @Inject KmsClient kms;

  private KeyMetadata key() {
    return kms.createKey().keyMetadata();
  }

  @Test
  void anAliasStandsForItsKeyUntilItIsGivenToAnother() {
    KeyMetadata one = key();
    KeyMetadata other = key();
    kms.createAlias(r -> r.aliasName("alias/current").targetKeyId(one.arn()));
    assertThat(kms.encrypt(r -> r.keyId("alias/current").plaintext(SECRET)).keyId())
        .isEqualTo(one.arn());
    kms.updateAlias(r -> r.aliasName("alias/current").targetKeyId(other.keyId()));
    String arn = "arn:aws:kms:us-east-1:000000000000:alias/current";
    assertThat(kms.encrypt(r -> r.keyId(arn).plaintext(SECRET)).keyId()).isEqualTo(other.arn());
    AliasListEntry listed = kms.listAliases(r -> r.keyId(other.keyId())).aliases().getFirst();
    assertThat(listed.aliasArn()).isEqualTo(arn);
    assertThat(listed.targetKeyId()).isEqualTo(other.keyId());
    assertThat(kms.listAliases(r -> r.keyId(one.keyId())).aliases()).isEmpty();
    kms.deleteAlias(r -> r.aliasName("alias/current"));
    assertError(
        () -> kms.deleteAlias(r -> r.aliasName("alias/current")),
        "NotFoundException",
        "Alias " + arn + " is not found.");
  }

  @Test
  void anAliasIsTakenOnce() {
    String key = key().keyId();
    kms.createAlias(r -> r.aliasName("alias/one").targetKeyId(key));
    assertError(
        () -> kms.createAlias(r -> r.aliasName("alias/one").targetKeyId(key)),
        "AlreadyExistsException",
        "An alias with the name arn:aws:kms:us-east-1:000000000000:alias/one already exists");
  }

  @Test
  @Fact("kms-025")
  void namesOfAliasesHaveAForm() {
    String key = key().keyId();
    assertError(
        () -> kms.createAlias(r -> r.aliasName("alias/aws/foo").targetKeyId(key)),
        "NotAuthorizedException");
    assertError(() -> kms.deleteAlias(r -> r.aliasName("alias/aws/s3")), "NotAuthorizedException");
    assertError(
        () -> kms.createAlias(r -> r.aliasName("foo").targetKeyId(key)),
        "InvalidAliasNameException");
    assertError(
        () -> kms.createAlias(r -> r.aliasName("alias/a b").targetKeyId(key)),
        "ValidationException");
  }

  @Test
  void anAliasIsNoNameForManagement() {
    String key = key().keyId();
    kms.createAlias(r -> r.aliasName("alias/one").targetKeyId(key));
    assertError(
        () -> kms.disableKey(r -> r.keyId("alias/one")),
        "NotFoundException",
        "Invalid keyId 'alias/one'");
  }

  @Test
  void aliasesAreListedInPages() {
    String key = key().keyId();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      String name = "alias/" + i;
      names.add(name);
      kms.createAlias(r -> r.aliasName(name).targetKeyId(key));
    }
    List<String> listed = new ArrayList<>();
    kms.listAliasesPaginator(r -> r.limit(3))
        .aliases()
        .forEach(alias -> listed.add(alias.aliasName()));
    assertThat(listed).isEqualTo(names);
    assertError(
        () -> kms.listAliases(r -> r.limit(101)),
        "ValidationException",
        "1 validation error detected: Value '101' at 'limit' failed to satisfy constraint: Member"
            + " must have value less than or equal to 100");
  }
}
