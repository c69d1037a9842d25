package io.nephele.services.kms;

import static io.nephele.services.kms.Callers.OTHER;
import static io.nephele.services.kms.Callers.OWNER;
import static io.nephele.services.kms.Callers.accountMay;
import static io.nephele.services.kms.Callers.assertDenied;
import static io.nephele.services.kms.Callers.assertError;
import static io.nephele.services.kms.Callers.aws;
import static io.nephele.services.kms.Callers.may;
import static io.nephele.services.kms.Callers.policy;
import static io.nephele.services.kms.Callers.statement;
import static io.nephele.services.kms.Callers.userArn;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.Tag;

/** What policies of keys, and of users, let whom do. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class KeyPoliciesTest {
  private static final SdkBytes SECRET = SdkBytes.fromUtf8String("secret");
  private static final String BY_KEY = " because no resource-based policy allows the %s action";
  private static final String BY_USER = " because no identity-based policy allows the %s action";
  private static final String ANYTHING = "\"kms:*\"";

  @Inject Nephele nephele;
  @Inject KmsClient kms;
  @Inject VirtualClock clock;
  private Callers callers;

  @BeforeEach
  void callers() {
    callers = new Callers(nephele);
  }

  private KeyMetadata key(String... statements) {
    return kms.createKey(
            r -> {
              if (statements.length > 0) {
                r.policy(policy(statements)).bypassPolicyLockoutSafetyCheck(true);
              }
            })
        .keyMetadata();
  }

  private static SdkBytes encrypt(KmsClient client, String key) {
    return client.encrypt(r -> r.keyId(key).plaintext(SECRET)).ciphertextBlob();
  }

  @Test
  @Fact({"kms-007", "kms-009"})
  void aKeyHasOnePolicy() {
    String key = key().keyId();
    assertThat(kms.listKeyPolicies(r -> r.keyId(key)).policyNames()).containsExactly("default");
    assertThat(kms.getKeyPolicy(r -> r.keyId(key)).policy())
        .contains("\"Sid\" : \"Enable IAM User Permissions\"")
        .contains("\"AWS\" : \"arn:aws:iam::000000000000:root\"")
        .contains("\"Action\" : \"kms:*\"");
    assertError(() -> kms.getKeyPolicy(r -> r.keyId(key).policyName("other")), "NotFoundException");
    String changed = policy(accountMay(OWNER));
    assertError(
        () -> kms.putKeyPolicy(r -> r.keyId(key).policyName("other").policy(changed)),
        "NotFoundException");
    kms.putKeyPolicy(r -> r.keyId(key).policyName("default").policy(changed));
    assertThat(kms.getKeyPolicy(r -> r.keyId(key)).policy()).isEqualTo(changed);
  }

  @Test
  void theDefaultPolicyLeavesItToTheAccount() {
    KeyMetadata key = key();
    KmsClient permitted = callers.user(OWNER, "permitted", may("kms:Encrypt", key.arn()));
    KmsClient plain = callers.user(OWNER, "plain", may("s3:*", "*"));
    encrypt(permitted, key.keyId());
    assertDenied(
        () -> encrypt(plain, key.keyId()),
        userArn(OWNER, "plain"),
        "kms:Encrypt",
        key.arn(),
        BY_USER);
  }

  @Test
  @Fact("kms-041")
  void administeringIsNotUsing() {
    String administrators =
        "\"kms:Create*\",\"kms:Describe*\",\"kms:Enable*\",\"kms:List*\",\"kms:Put*\","
            + "\"kms:Disable*\",\"kms:Get*\",\"kms:ScheduleKeyDeletion\"";
    KmsClient admin = callers.user(OWNER, "admin", may("s3:*", "*"));
    KmsClient user = callers.user(OWNER, "user", may("s3:*", "*"));
    KeyMetadata key =
        key(
            statement("Allow", aws(userArn(OWNER, "admin")), administrators),
            statement("Allow", aws(userArn(OWNER, "user")), "\"kms:Encrypt\",\"kms:Decrypt\""));
    admin.disableKey(r -> r.keyId(key.keyId()));
    admin.enableKey(r -> r.keyId(key.keyId()));
    assertDenied(
        () -> encrypt(admin, key.keyId()),
        userArn(OWNER, "admin"),
        "kms:Encrypt",
        key.arn(),
        BY_KEY);
    SdkBytes blob = encrypt(user, key.keyId());
    assertThat(user.decrypt(r -> r.ciphertextBlob(blob)).plaintext()).isEqualTo(SECRET);
    assertDenied(
        () -> user.disableKey(r -> r.keyId(key.keyId())),
        userArn(OWNER, "user"),
        "kms:DisableKey",
        key.arn(),
        BY_KEY);
  }

  @Test
  void whoIsLockedOutIsLockedOut() {
    callers.user(OWNER, "only", may("s3:*", "*"));
    KeyMetadata key = key(statement("Allow", aws(userArn(OWNER, "only")), ANYTHING));
    assertDenied(
        () -> encrypt(kms, key.keyId()),
        "arn:aws:iam::" + OWNER + ":root",
        "kms:Encrypt",
        key.arn(),
        BY_KEY);
    assertDenied(
        () -> kms.putKeyPolicy(r -> r.keyId(key.keyId()).policy(policy(accountMay(OWNER)))),
        "arn:aws:iam::" + OWNER + ":root",
        "kms:PutKeyPolicy",
        key.arn(),
        BY_KEY);
    assertError(
        () ->
            kms.createKey(
                r -> r.policy(policy(statement("Allow", aws(userArn(OWNER, "only")), ANYTHING)))),
        "MalformedPolicyDocumentException",
        "The new key policy will not allow you to update the key policy in the future.");
    assertError(() -> kms.createKey(r -> r.policy("{")), "MalformedPolicyDocumentException");
    assertError(
        () -> key(accountMay(OWNER), statement("Allow", aws(userArn(OWNER, "nobody")), ANYTHING)),
        "MalformedPolicyDocumentException",
        "Policy contains a statement with one or more invalid principals.");
  }

  @Test
  @Fact("kms-008")
  void aKeyIsUsedAcrossAccountsByItsArn() {
    KeyMetadata key = key(accountMay(OWNER), accountMay(OTHER));
    KmsClient permitted = callers.user(OTHER, "permitted", may("kms:*", key.arn()));
    KmsClient plain = callers.user(OTHER, "plain", may("s3:*", "*"));
    SdkBytes blob = encrypt(permitted, key.arn());
    assertThat(permitted.decrypt(r -> r.ciphertextBlob(blob)).plaintext()).isEqualTo(SECRET);
    assertThat(permitted.describeKey(r -> r.keyId(key.arn())).keyMetadata().awsAccountId())
        .isEqualTo(OWNER);
    assertDenied(
        () -> encrypt(plain, key.arn()),
        userArn(OTHER, "plain"),
        "kms:Encrypt",
        key.arn(),
        BY_USER);
    assertError(() -> permitted.disableKey(r -> r.keyId(key.arn())), "AccessDeniedException");
    String closed = key().arn();
    KmsClient all = callers.user(OTHER, "all", may("kms:*", "*"));
    assertDenied(() -> encrypt(all, closed), userArn(OTHER, "all"), "kms:Encrypt", closed, BY_KEY);
  }

  @Test
  @Fact("kms-028")
  void encryptingAnewNeedsBothPermissions() {
    KeyMetadata from = key();
    KeyMetadata to = key();
    SdkBytes blob = encrypt(kms, from.keyId());
    KmsClient both =
        callers.user(
            OWNER, "both", may("kms:ReEncryptFrom", from.arn()), may("kms:ReEncryptTo", to.arn()));
    KmsClient onlyFrom = callers.user(OWNER, "from", may("kms:ReEncryptFrom", "*"));
    KmsClient onlyTo = callers.user(OWNER, "to", may("kms:ReEncryptTo", "*"));
    both.reEncrypt(r -> r.ciphertextBlob(blob).destinationKeyId(to.keyId()));
    assertDenied(
        () -> onlyFrom.reEncrypt(r -> r.ciphertextBlob(blob).destinationKeyId(to.keyId())),
        userArn(OWNER, "from"),
        "kms:ReEncryptTo",
        to.arn(),
        BY_USER);
    assertDenied(
        () -> onlyTo.reEncrypt(r -> r.ciphertextBlob(blob).destinationKeyId(to.keyId())),
        userArn(OWNER, "to"),
        "kms:ReEncryptFrom",
        from.arn(),
        BY_USER);
  }

  @Test
  void conditionsSeeContextAndKey() {
    KeyMetadata key = key();
    kms.createAlias(r -> r.aliasName("alias/app/one").targetKeyId(key.keyId()));
    KmsClient byContext =
        callers.user(
            OWNER,
            "context",
            """
            {"Effect":"Allow","Action":"kms:*","Resource":"*","Condition":{"StringEquals":
             {"kms:EncryptionContext:team":"blue"}}}\
            """);
    byContext.encrypt(
        r -> r.keyId(key.keyId()).plaintext(SECRET).encryptionContext(Map.of("team", "blue")));
    assertDenied(
        () ->
            byContext.encrypt(
                r ->
                    r.keyId(key.keyId())
                        .plaintext(SECRET)
                        .encryptionContext(Map.of("team", "red"))),
        userArn(OWNER, "context"),
        "kms:Encrypt",
        key.arn(),
        BY_USER);
    KmsClient byAlias =
        callers.user(
            OWNER,
            "alias",
            """
            {"Effect":"Allow","Action":"kms:*","Resource":"*","Condition":{
             "ForAnyValue:StringLike":{"kms:ResourceAliases":"alias/app/*"},
             "StringEquals":{"kms:KeySpec":"SYMMETRIC_DEFAULT","kms:KeyUsage":"ENCRYPT_DECRYPT"}}}
            """);
    byAlias.generateDataKey(r -> r.keyId(key.keyId()).keySpec("AES_256"));
    String other = key().keyId();
    assertError(() -> encrypt(byAlias, other), "AccessDeniedException");
    KmsClient byName =
        callers.user(
            OWNER,
            "name",
            """
            {"Effect":"Allow","Action":"kms:*","Resource":"*","Condition":{
             "StringEquals":{"kms:RequestAlias":"alias/app/one"}}}
            """);
    encrypt(byName, "alias/app/one");
    assertError(() -> encrypt(byName, key.keyId()), "AccessDeniedException");
    KmsClient byTag =
        callers.user(
            OWNER,
            "tag",
            """
            {"Effect":"Allow","Action":"kms:*","Resource":"*","Condition":{
             "StringEquals":{"aws:ResourceTag/stage":"test"}}}
            """);
    assertError(() -> encrypt(byTag, key.keyId()), "AccessDeniedException");
    kms.tagResource(
        r -> r.keyId(key.keyId()).tags(Tag.builder().tagKey("stage").tagValue("test").build()));
    encrypt(byTag, key.keyId());
  }

  @Test
  void anAliasNeedsThePermissionOnItAndOnItsKey() {
    KeyMetadata key = key();
    String alias = "arn:aws:kms:us-east-1:" + OWNER + ":alias/mine";
    KmsClient onKey = callers.user(OWNER, "key", may("kms:CreateAlias", key.arn()));
    KmsClient onBoth =
        callers.user(OWNER, "both", may("kms:CreateAlias", key.arn()), may("kms:*Alias", alias));
    assertDenied(
        () -> onKey.createAlias(r -> r.aliasName("alias/mine").targetKeyId(key.keyId())),
        userArn(OWNER, "key"),
        "kms:CreateAlias",
        alias,
        BY_USER);
    onBoth.createAlias(r -> r.aliasName("alias/mine").targetKeyId(key.keyId()));
    assertDenied(
        () -> onBoth.deleteAlias(r -> r.aliasName("alias/mine")),
        userArn(OWNER, "both"),
        "kms:DeleteAlias",
        key.arn(),
        BY_USER);
  }

  @Test
  void aReplicaIsMadeByWhoMayMakeKeys() {
    KeyMetadata key = kms.createKey(r -> r.multiRegion(true)).keyMetadata();
    KmsClient half = callers.user(OWNER, "half", may("kms:ReplicateKey", key.arn()));
    KmsClient whole =
        callers.user(OWNER, "whole", may("kms:ReplicateKey", key.arn()), may("kms:CreateKey", "*"));
    assertDenied(
        () -> half.replicateKey(r -> r.keyId(key.keyId()).replicaRegion("eu-west-1")),
        userArn(OWNER, "half"),
        "kms:CreateKey",
        "*",
        BY_USER);
    whole.replicateKey(r -> r.keyId(key.keyId()).replicaRegion("eu-west-1"));
  }

  @Test
  void anIdleKeyMayBeDeletedWhereAnotherMayNot() {
    KmsClient cleaner =
        callers.user(
            OWNER,
            "cleaner",
            """
            {"Effect":"Allow","Action":"kms:ScheduleKeyDeletion","Resource":"*","Condition":{
             "NumericGreaterThanEquals":{"kms:TrailingDaysWithoutKeyUsage":"90"},
             "NumericEquals":{"kms:ScheduleKeyDeletionPendingWindowInDays":"30"}}}\
            """);
    String idle = key().keyId();
    String used = key().keyId();
    clock.advance(Duration.ofDays(90));
    encrypt(kms, used);
    assertError(
        () -> cleaner.scheduleKeyDeletion(r -> r.keyId(used).pendingWindowInDays(30)),
        "AccessDeniedException");
    assertError(
        () -> cleaner.scheduleKeyDeletion(r -> r.keyId(idle).pendingWindowInDays(7)),
        "AccessDeniedException");
    cleaner.scheduleKeyDeletion(r -> r.keyId(idle).pendingWindowInDays(30));
  }
}
