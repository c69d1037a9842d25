package io.nephele.services.iam;

import static io.nephele.services.iam.IamErrorAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.LoginProfile;
import software.amazon.awssdk.services.iam.model.PasswordPolicy;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class PasswordsTest {
  private static final String GOOD = "Str0ng-enough";

  @Inject IamClient iam;
  @Inject Nephele nephele;
  @Inject VirtualClock clock;

  @Test
  @Fact("iam-026")
  void aLoginProfileTellsWhetherAnotherPasswordMustBeSet() {
    Instant now = clock.now().truncatedTo(ChronoUnit.SECONDS);
    iam.createUser(r -> r.userName("bob"));
    assertNoProfile("bob");
    LoginProfile made =
        iam.createLoginProfile(r -> r.userName("bob").password(GOOD).passwordResetRequired(true))
            .loginProfile();
    assertThat(made)
        .isEqualTo(
            LoginProfile.builder()
                .userName("bob")
                .createDate(now)
                .passwordResetRequired(true)
                .build());
    assertThat(iam.getLoginProfile(r -> r.userName("bob")).loginProfile()).isEqualTo(made);
    assertFails(
        "EntityAlreadyExists",
        "Login Profile for user bob already exists.",
        () -> iam.createLoginProfile(r -> r.userName("bob").password(GOOD)));
    iam.updateLoginProfile(r -> r.userName("bob").passwordResetRequired(false));
    assertThat(iam.getLoginProfile(r -> r.userName("bob")).loginProfile().passwordResetRequired())
        .isFalse();
    iam.updateLoginProfile(r -> r.userName("bob").password(GOOD).passwordResetRequired(true));
    assertThat(iam.getLoginProfile(r -> r.userName("bob")).loginProfile().passwordResetRequired())
        .isTrue();
    iam.deleteLoginProfile(r -> r.userName("bob"));
    assertNoProfile("bob");
    assertFails(
        "NoSuchEntity", 404, () -> iam.updateLoginProfile(r -> r.userName("bob").password(GOOD)));
  }

  private void assertNoProfile(String user) {
    assertFails(
        "NoSuchEntity",
        "Login Profile for User " + user + " cannot be found.",
        () -> iam.getLoginProfile(r -> r.userName(user)));
    assertFails("NoSuchEntity", 404, () -> iam.deleteLoginProfile(r -> r.userName(user)));
  }

  @Test
  @Fact("iam-025")
  void anAccountHasNoPasswordPolicyAtFirst() {
    String message = "The Password Policy with domain name 000000000000 cannot be found.";
    assertFails("NoSuchEntity", message, iam::getAccountPasswordPolicy);
    assertFails("NoSuchEntity", 404, iam::deleteAccountPasswordPolicy);
    iam.updateAccountPasswordPolicy(r -> r.minimumPasswordLength(10));
    assertThat(iam.getAccountPasswordPolicy().passwordPolicy().minimumPasswordLength())
        .isEqualTo(10);
    iam.deleteAccountPasswordPolicy();
    assertFails("NoSuchEntity", message, iam::getAccountPasswordPolicy);
  }

  @Test
  @Fact("iam-023")
  void thePasswordPolicyIsWhatWasSet() {
    iam.updateAccountPasswordPolicy(
        r ->
            r.minimumPasswordLength(14)
                .requireSymbols(true)
                .requireNumbers(true)
                .requireUppercaseCharacters(true)
                .requireLowercaseCharacters(true)
                .allowUsersToChangePassword(true)
                .maxPasswordAge(90)
                .passwordReusePrevention(5)
                .hardExpiry(true));
    assertThat(iam.getAccountPasswordPolicy().passwordPolicy())
        .isEqualTo(
            PasswordPolicy.builder()
                .minimumPasswordLength(14)
                .requireSymbols(true)
                .requireNumbers(true)
                .requireUppercaseCharacters(true)
                .requireLowercaseCharacters(true)
                .allowUsersToChangePassword(true)
                .expirePasswords(true)
                .maxPasswordAge(90)
                .passwordReusePrevention(5)
                .hardExpiry(true)
                .build());
    // What is left out goes back to what is usual.
    iam.updateAccountPasswordPolicy(r -> r.requireNumbers(true));
    assertThat(iam.getAccountPasswordPolicy().passwordPolicy())
        .isEqualTo(
            PasswordPolicy.builder()
                .minimumPasswordLength(6)
                .requireSymbols(false)
                .requireNumbers(true)
                .requireUppercaseCharacters(false)
                .requireLowercaseCharacters(false)
                .allowUsersToChangePassword(false)
                .expirePasswords(false)
                .hardExpiry(false)
                .build());
    assertFails(
        "ValidationError",
        "1 validation error detected: Value '5' at 'minimumPasswordLength' failed to satisfy"
            + " constraint: Member must have value greater than or equal to 6",
        () -> iam.updateAccountPasswordPolicy(r -> r.minimumPasswordLength(5)));
  }

  @Test
  @Fact("iam-024")
  void passwordsKeepToTheAccountsPolicy() {
    iam.createUser(r -> r.userName("bob"));
    iam.updateAccountPasswordPolicy(
        r -> r.minimumPasswordLength(20).requireSymbols(true).requireUppercaseCharacters(true));
    assertFails(
        "PasswordPolicyViolation",
        "Password should have a minimum length of 20",
        () -> create("Too-short"));
    assertFails(
        "PasswordPolicyViolation",
        "Password should have a minimum length of 20, Password should have at least one uppercase"
            + " letter, Password should have at least one symbol",
        () -> create("short"));
    assertFails("PasswordPolicyViolation", 400, () -> create("short"));
    assertNoProfile("bob");
    create("Long-enough-to-be-taken");
    assertFails(
        "PasswordPolicyViolation",
        400,
        () -> iam.updateLoginProfile(r -> r.userName("bob").password("short")));
  }

  @Test
  void withoutAPolicyPasswordsKeepToThatOfAws() {
    iam.createUser(r -> r.userName("bob"));
    assertFails(
        "PasswordPolicyViolation",
        "Password should have a minimum length of 8",
        () -> create("Sh0rt-"));
    assertFails(
        "PasswordPolicyViolation",
        "Password should meet 1 more of the following requirements: Password should have at least"
            + " one uppercase letter, Password should have at least one symbol",
        () -> create("letters0and1digits"));
    iam.createUser(r -> r.userName("Str0ng.enough"));
    assertFails(
        "PasswordPolicyViolation",
        400,
        () -> iam.createLoginProfile(r -> r.userName("Str0ng.enough").password("Str0ng.enough")));
    create("Letters0and1digits");
    assertFails("ValidationError", 400, () -> iam.createLoginProfile(r -> r.userName("bob")));
  }

  private void create(String password) {
    iam.createLoginProfile(r -> r.userName("bob").password(password));
  }

  @Test
  void aUserChangesItsPassword() {
    TestUsers users = new TestUsers(nephele, iam);
    users.make("bob");
    IamClient bob = users.client("bob", "iam:ChangePassword");
    assertFails(
        "NoSuchEntity",
        "Login Profile for User bob cannot be found.",
        () -> change(bob, GOOD, "N3w-password"));
    iam.createLoginProfile(r -> r.userName("bob").password(GOOD).passwordResetRequired(true));
    assertFails("AccessDenied", 403, () -> change(bob, "Wr0ng-password", "N3w-password"));
    assertFails("PasswordPolicyViolation", 400, () -> change(bob, GOOD, "weak"));
    change(bob, GOOD, "N3w-password");
    assertThat(iam.getLoginProfile(r -> r.userName("bob")).loginProfile().passwordResetRequired())
        .isFalse();
    assertFails("AccessDenied", 403, () -> change(bob, GOOD, "0ther-password"));
    change(bob, "N3w-password", "0ther-password");
    assertFails(
        "InvalidUserType",
        "Only IAM Users can change their own password",
        () -> change(iam, GOOD, "N3w-password"));
  }

  @Test
  void thePasswordPolicyCanLetEachUserChangeItsOwn() {
    TestUsers users = new TestUsers(nephele, iam);
    users.make("bob");
    iam.createLoginProfile(r -> r.userName("bob").password(GOOD));
    IamClient bob = users.client("bob", "sqs:ListQueues");
    iam.updateAccountPasswordPolicy(r -> r.allowUsersToChangePassword(false));
    assertFails("AccessDenied", 403, () -> change(bob, GOOD, "N3w-password"));
    assertFails("AccessDenied", 403, bob::getAccountPasswordPolicy);
    iam.updateAccountPasswordPolicy(r -> r.allowUsersToChangePassword(true));
    assertThat(bob.getAccountPasswordPolicy().passwordPolicy().allowUsersToChangePassword())
        .isTrue();
    change(bob, GOOD, "N3w-password");
    assertFails("AccessDenied", 403, bob::listUsers);
  }

  @Test
  void passwordsAreNotUsedAgain() {
    TestUsers users = new TestUsers(nephele, iam);
    users.make("bob");
    IamClient bob = users.client("bob", "iam:ChangePassword");
    iam.updateAccountPasswordPolicy(r -> r.passwordReusePrevention(2));
    create("first-1");
    assertFails("PasswordPolicyViolation", 400, () -> change(bob, "first-1", "first-1"));
    change(bob, "first-1", "second-2");
    assertFails("PasswordPolicyViolation", 400, () -> change(bob, "second-2", "first-1"));
    change(bob, "second-2", "third-3");
    assertFails(
        "PasswordPolicyViolation",
        400,
        () -> iam.updateLoginProfile(r -> r.userName("bob").password("second-2")));
    change(bob, "third-3", "first-1"); // the last two are the third and the second
  }

  @Test
  void whoseHardPasswordHasExpiredCannotSetAnother() {
    TestUsers users = new TestUsers(nephele, iam);
    users.make("bob");
    IamClient bob = users.client("bob", "iam:ChangePassword");
    iam.updateAccountPasswordPolicy(r -> r.maxPasswordAge(10).hardExpiry(true));
    create("first-1");
    clock.advance(Duration.ofDays(9));
    change(bob, "first-1", "second-2");
    clock.advance(Duration.ofDays(10));
    assertFails("AccessDenied", 403, () -> change(bob, "second-2", "third-3"));
    iam.updateLoginProfile(r -> r.userName("bob").password("third-3"));
    change(bob, "third-3", "fourth-4");
  }

  private static void change(IamClient client, String from, String to) {
    client.changePassword(r -> r.oldPassword(from).newPassword(to));
  }
}
