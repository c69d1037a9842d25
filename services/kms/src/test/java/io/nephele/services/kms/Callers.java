package io.nephele.services.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nephele.embedded.Nephele;
import io.nephele.identity.Identity;
import io.nephele.identity.credentials.AccessKeyIds;
import io.nephele.identity.directory.Directory;
import io.nephele.identity.directory.IssuedKey;
import io.nephele.identity.directory.Role;
import io.nephele.identity.directory.User;
import io.nephele.junit.Clients;
import io.nephele.model.AwsException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;

/** Users and roles of two accounts, written as IAM keeps them, and clients that hold their keys. */
final class Callers {
  /** The account that owns the keys. */
  static final String OWNER = "000000000000";

  static final String OTHER = "222222222222";

  private final Nephele nephele;
  private final Directory directory;

  Callers(Nephele nephele) {
    this.nephele = nephele;
    this.directory = Identity.of(nephele.world()).directory();
  }

  /** The root user of an account. */
  KmsClient root(String account) {
    return Clients.create(KmsClient.class, nephele.endpoint(), "us-east-1", account);
  }

  /** A new user who may do what those policies say, each the statement that it has. */
  KmsClient user(String account, String name, String... statements) {
    return Clients.create(
        KmsClient.class, nephele, "us-east-1", credentials(account, name, statements));
  }

  /** The credentials of a new user who may do what those policies say. */
  AwsBasicCredentials credentials(String account, String name, String... statements) {
    Instant now = nephele.world().clock().now();
    String id = id("AIDA");
    User user =
        new User(
            name,
            "/",
            userArn(account, name),
            id,
            now,
            null,
            List.of(),
            Map.of("own", policy(statements)),
            List.of(),
            Map.of());
    String keyId = AccessKeyIds.create(AccessKeyIds.LASTING, account, nephele.world().ids());
    String secret = nephele.world().ids().secretToken(30);
    IssuedKey key = new IssuedKey(keyId, name, id, secret, IssuedKey.Status.ACTIVE, now);
    directory.write(
        account,
        transaction -> {
          directory.users().put(transaction, account, name, user);
          directory.accessKeys().put(transaction, account, keyId, key);
          return null;
        });
    return AwsBasicCredentials.create(keyId, secret);
  }

  /** A new role whose sessions may do what those statements say. */
  Role role(String account, String name, String... statements) {
    Role role =
        new Role(
            name,
            "/",
            "arn:aws:iam::" + account + ":role/" + name,
            id("AROA"),
            nephele.world().clock().now(),
            "{}",
            Map.of(),
            null,
            3600,
            null,
            List.of(),
            Map.of("own", policy(statements)),
            Map.of());
    directory.write(
        account,
        transaction -> {
          directory.roles().put(transaction, account, name, role);
          return null;
        });
    return role;
  }

  private String id(String kind) {
    return kind + nephele.world().ids().text(17, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  }

  static String userArn(String account, String name) {
    return "arn:aws:iam::" + account + ":user/" + name;
  }

  /** A policy of those statements. */
  static String policy(String... statements) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}";
  }

  /** A statement of an identity's policy. */
  static String may(String action, String resource) {
    return "{\"Effect\":\"Allow\",\"Action\":\"%s\",\"Resource\":\"%s\"}"
        .formatted(action, resource);
  }

  /**
   * A statement of a key's policy.
   *
   * @param principal JSON, such as {"AWS":"*"}
   * @param actions texts in quotes, separated by commas
   */
  static String statement(String effect, String principal, String actions) {
    return statement(effect, principal, actions, "{}");
  }

  /** As the other, with a condition as JSON. */
  static String statement(String effect, String principal, String actions, String condition) {
    return """
    {"Effect":"%s","Principal":%s,"Action":[%s],"Resource":"*","Condition":%s}\
    """
        .formatted(effect, principal, actions, condition);
  }

  /** The statement that leaves an account's identity policies to decide. */
  static String accountMay(String account) {
    return statement("Allow", aws("arn:aws:iam::" + account + ":root"), "\"kms:*\"");
  }

  static String aws(String principal) {
    return "{\"AWS\":\"" + principal + "\"}";
  }

  /** That a client's call is answered with an error of that code and message. */
  static void assertError(ThrowingCallable call, String code, String message) {
    KmsException e = catchThrowableOfType(KmsException.class, call);
    assertThat(e).as("an error").isNotNull();
    assertThat(e.awsErrorDetails().errorCode()).as(e.getMessage()).isEqualTo(code);
    assertThat(e.awsErrorDetails().errorMessage()).isEqualTo(message);
    assertThat(e.statusCode()).isEqualTo(400);
  }

  /** That a client's call is answered with an error of that code. */
  static void assertError(ThrowingCallable call, String code) {
    KmsException e = catchThrowableOfType(KmsException.class, call);
    assertThat(e).as("an error").isNotNull();
    assertThat(e.awsErrorDetails().errorCode()).as(e.getMessage()).isEqualTo(code);
  }

  /** That a client's call is denied with AWS's words. */
  static void assertDenied(
      ThrowingCallable call, String principalArn, String action, String resource, String because) {
    assertError(
        call,
        "AccessDeniedException",
        "User: "
            + principalArn
            + " is not authorized to perform: "
            + action
            + " on resource: "
            + resource
            + because.formatted(action));
  }

  /** That a call inside the world is denied. */
  static void assertDeniedInside(ThrowingCallable call) {
    AwsException e = catchThrowableOfType(AwsException.class, call);
    assertThat(e).as("an error").isNotNull();
    assertThat(e.code()).as(e.getMessage()).isEqualTo("AccessDeniedException");
  }
}
