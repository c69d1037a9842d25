package io.nephele.services.sqs;

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
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Users and roles of two accounts, written as IAM keeps them, and clients that hold their keys. */
final class Callers {
  /** The account that owns the queues. */
  static final String OWNER = "000000000000";

  static final String OTHER = "222222222222";

  private final Nephele nephele;
  private final Directory directory;

  Callers(Nephele nephele) {
    this.nephele = nephele;
    this.directory = Identity.of(nephele.world()).directory();
  }

  /** The root user of an account. */
  SqsClient root(String account) {
    return Clients.create(SqsClient.class, nephele.endpoint(), "us-east-1", account);
  }

  /** A new user who may do what those policies say, each the statement that it has. */
  SqsClient user(String account, String name, String... statements) {
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
    return Clients.create(
        SqsClient.class, nephele, "us-east-1", AwsBasicCredentials.create(keyId, secret));
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

  static String queueArn(String name) {
    return "arn:aws:sqs:us-east-1:" + OWNER + ":" + name;
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

  /** A statement of a queue's policy. */
  static String statement(String effect, String principal, String action, String queue) {
    return statement(effect, principal, action, queue, "{}");
  }

  /**
   * A statement of a queue's policy.
   *
   * @param principal JSON, such as {"AWS":"*"}
   * @param condition JSON
   */
  static String statement(
      String effect, String principal, String action, String queue, String condition) {
    return """
        {"Effect":"%s","Principal":%s,"Action":"%s","Resource":"%s","Condition":%s}"""
        .formatted(effect, principal, action, queueArn(queue), condition);
  }

  /** That a client's call is denied with AWS's words. */
  static void assertDenied(
      ThrowingCallable call, String principalArn, String action, String queue, String because) {
    SqsException e = catchThrowableOfType(SqsException.class, call);
    assertThat(e).as("an error").isNotNull();
    assertThat(e.awsErrorDetails().errorMessage())
        .isEqualTo(denial(principalArn, action, queue, because));
    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
    assertThat(e.statusCode()).isEqualTo(403);
  }

  /** That a call inside the world is denied. */
  static void assertDeniedInside(ThrowingCallable call) {
    AwsException e = catchThrowableOfType(AwsException.class, call);
    assertThat(e).as("an error").isNotNull();
    assertThat(e.status()).as(e.getMessage()).isEqualTo(403);
  }

  static String denial(String principalArn, String action, String queue, String because) {
    return "User: "
        + principalArn
        + " is not authorized to perform: "
        + action
        + " on resource: "
        + queueArn(queue)
        + because;
  }
}
