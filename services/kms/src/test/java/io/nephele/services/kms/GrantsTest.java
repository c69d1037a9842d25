package io.nephele.services.kms;

import static io.nephele.services.kms.Callers.OTHER;
import static io.nephele.services.kms.Callers.OWNER;
import static io.nephele.services.kms.Callers.assertDenied;
import static io.nephele.services.kms.Callers.assertError;
import static io.nephele.services.kms.Callers.may;
import static io.nephele.services.kms.Callers.userArn;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.embedded.Nephele;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CreateGrantRequest;
import software.amazon.awssdk.services.kms.model.CreateGrantResponse;
import software.amazon.awssdk.services.kms.model.GrantListEntry;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.KeyMetadata;

/** What grants let whom do, and how they end. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class GrantsTest {
  private static final SdkBytes SECRET = SdkBytes.fromUtf8String("secret");
  private static final String BY_USER = " because no identity-based policy allows the %s action";

  @Inject Nephele nephele;
  @Inject KmsClient kms;
  private Callers callers;
  private KeyMetadata key;
  private KmsClient user;

  @BeforeEach
  void keyAndUser() {
    callers = new Callers(nephele);
    key = kms.createKey().keyMetadata();
    user = callers.user(OWNER, "user", may("s3:*", "*"));
  }

  private CreateGrantResponse grant(Consumer<CreateGrantRequest.Builder> more) {
    return kms.createGrant(
        r -> {
          r.keyId(key.keyId())
              .granteePrincipal(userArn(OWNER, "user"))
              .operations(GrantOperation.ENCRYPT, GrantOperation.DECRYPT);
          more.accept(r);
        });
  }

  private static SdkBytes encrypt(KmsClient client, String key, Map<String, String> context) {
    return client
        .encrypt(r -> r.keyId(key).plaintext(SECRET).encryptionContext(context))
        .ciphertextBlob();
  }

  private void assertNotAllowed(Runnable call, String action) {
    assertDenied(call::run, userArn(OWNER, "user"), action, key.arn(), BY_USER);
  }

  @Test
  void aGrantAllowsItsOperationsUntilItIsRevoked() {
    assertNotAllowed(() -> encrypt(user, key.keyId(), Map.of()), "kms:Encrypt");
    CreateGrantResponse granted = grant(r -> r.name("one"));
    SdkBytes blob = encrypt(user, key.keyId(), Map.of());
    assertThat(user.decrypt(r -> r.ciphertextBlob(blob)).plaintext()).isEqualTo(SECRET);
    assertNotAllowed(
        () -> user.generateDataKey(r -> r.keyId(key.keyId()).keySpec("AES_256")),
        "kms:GenerateDataKey");
    GrantListEntry listed = kms.listGrants(r -> r.keyId(key.keyId())).grants().getFirst();
    assertThat(listed.grantId()).isEqualTo(granted.grantId()).hasSize(64);
    assertThat(listed.name()).isEqualTo("one");
    assertThat(listed.issuingAccount()).isEqualTo("arn:aws:iam::" + OWNER + ":root");
    assertThat(listed.keyId()).isEqualTo(key.arn());
    assertThat(listed.operations()).containsExactly(GrantOperation.ENCRYPT, GrantOperation.DECRYPT);
    kms.revokeGrant(r -> r.keyId(key.keyId()).grantId(granted.grantId()));
    assertNotAllowed(() -> user.decrypt(r -> r.ciphertextBlob(blob)), "kms:Decrypt");
    assertError(
        () -> kms.revokeGrant(r -> r.keyId(key.keyId()).grantId(granted.grantId())),
        "NotFoundException");
  }

  @Test
  void aGrantMayAskForAContext() {
    grant(r -> r.constraints(c -> c.encryptionContextSubset(Map.of("team", "blue"))));
    encrypt(user, key.keyId(), Map.of("team", "blue", "app", "one"));
    assertNotAllowed(() -> encrypt(user, key.keyId(), Map.of("app", "one")), "kms:Encrypt");
    KmsClient exact = callers.user(OWNER, "exact", may("s3:*", "*"));
    grant(
        r ->
            r.granteePrincipal(userArn(OWNER, "exact"))
                .constraints(c -> c.encryptionContextEquals(Map.of("team", "blue"))));
    encrypt(exact, key.keyId(), Map.of("team", "blue"));
    assertError(
        () -> encrypt(exact, key.keyId(), Map.of("team", "blue", "app", "one")),
        "AccessDeniedException");
  }

  @Test
  void aGrantReachesOtherAccountsByItself() {
    KmsClient other = callers.user(OTHER, "guest", may("s3:*", "*"));
    assertError(() -> encrypt(other, key.arn(), Map.of()), "AccessDeniedException");
    grant(r -> r.granteePrincipal(userArn(OTHER, "guest")));
    encrypt(other, key.arn(), Map.of());
  }

  @Test
  void aDenialIsStrongerThanAGrant() {
    KmsClient denied =
        callers.user(
            OWNER, "denied", "{\"Effect\":\"Deny\",\"Action\":\"kms:Encrypt\",\"Resource\":\"*\"}");
    grant(r -> r.granteePrincipal(userArn(OWNER, "denied")));
    assertError(() -> encrypt(denied, key.keyId(), Map.of()), "AccessDeniedException");
  }

  @Test
  void theRetiringPrincipalEndsAGrant() {
    KmsClient retiring = callers.user(OWNER, "retiring", may("s3:*", "*"));
    CreateGrantResponse one = grant(r -> r.retiringPrincipal(userArn(OWNER, "retiring")));
    CreateGrantResponse two = grant(r -> r.retiringPrincipal(userArn(OWNER, "retiring")));
    List<String> retirable = new ArrayList<>();
    kms.listRetirableGrantsPaginator(r -> r.retiringPrincipal(userArn(OWNER, "retiring")).limit(1))
        .grants()
        .forEach(grant -> retirable.add(grant.grantId()));
    assertThat(retirable).containsExactlyInAnyOrder(one.grantId(), two.grantId());
    assertError(
        () -> user.retireGrant(r -> r.grantToken(one.grantToken())), "AccessDeniedException");
    retiring.retireGrant(r -> r.grantToken(one.grantToken()));
    encrypt(user, key.keyId(), Map.of());
    retiring.retireGrant(r -> r.keyId(key.arn()).grantId(two.grantId()));
    assertNotAllowed(() -> encrypt(user, key.keyId(), Map.of()), "kms:Encrypt");
    assertThat(
            kms.listRetirableGrants(r -> r.retiringPrincipal(userArn(OWNER, "retiring"))).grants())
        .isEmpty();
    assertError(() -> retiring.retireGrant(r -> r.keyId(key.arn())), "AccessDeniedException");
    assertError(() -> kms.retireGrant(r -> r.grantToken("none")), "InvalidGrantTokenException");
  }

  @Test
  void aGranteeHandsOnNoMoreThanItHas() {
    grant(
        r ->
            r.operations(GrantOperation.CREATE_GRANT, GrantOperation.DECRYPT)
                .constraints(c -> c.encryptionContextEquals(Map.of("team", "blue"))));
    KmsClient second = callers.user(OWNER, "second", may("s3:*", "*"));
    SdkBytes blob = encrypt(kms, key.keyId(), Map.of("team", "blue"));
    assertError(
        () ->
            user.createGrant(
                r ->
                    r.keyId(key.keyId())
                        .granteePrincipal(userArn(OWNER, "second"))
                        .operations(GrantOperation.ENCRYPT)
                        .constraints(c -> c.encryptionContextEquals(Map.of("team", "blue")))),
        "AccessDeniedException");
    assertError(
        () ->
            user.createGrant(
                r ->
                    r.keyId(key.keyId())
                        .granteePrincipal(userArn(OWNER, "second"))
                        .operations(GrantOperation.DECRYPT)),
        "AccessDeniedException");
    user.createGrant(
        r ->
            r.keyId(key.keyId())
                .granteePrincipal(userArn(OWNER, "second"))
                .operations(GrantOperation.DECRYPT)
                .constraints(c -> c.encryptionContextEquals(Map.of("team", "blue"))));
    assertThat(
            second
                .decrypt(r -> r.ciphertextBlob(blob).encryptionContext(Map.of("team", "blue")))
                .plaintext())
        .isEqualTo(SECRET);
  }

  @Test
  void theSameGrantOfANameIsMadeOnce() {
    String id = grant(r -> r.name("same")).grantId();
    assertThat(grant(r -> r.name("same")).grantId()).isEqualTo(id);
    assertThat(grant(r -> r.name("other")).grantId()).isNotEqualTo(id);
    assertThat(grant(r -> {}).grantId()).isNotEqualTo(grant(r -> {}).grantId());
  }

  @Test
  void whatCannotBeGrantedIsRefused() {
    assertError(() -> grant(r -> r.operations(GrantOperation.SIGN)), "ValidationException");
    assertError(() -> grant(r -> r.granteePrincipal("nobody")), "InvalidArnException");
    String absent = userArn(OWNER, "absent");
    assertError(
        () -> grant(r -> r.granteePrincipal(absent)),
        "InvalidArnException",
        "ARN does not refer to a valid principal: " + absent);
    kms.disableKey(r -> r.keyId(key.keyId()));
    assertError(() -> grant(r -> {}), "DisabledException", key.arn() + " is disabled.");
  }
}
