package io.nephele.services.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nephele.embedded.Nephele;
import io.nephele.identity.Identity;
import io.nephele.identity.credentials.AccessKeyIds;
import io.nephele.identity.directory.Directory;
import io.nephele.identity.directory.IssuedKey;
import io.nephele.identity.directory.MfaDevice;
import io.nephele.identity.directory.Role;
import io.nephele.identity.directory.User;
import io.nephele.model.Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** Users, roles and keys in a world, written as IAM keeps them, and clients that hold the keys. */
final class Actors {
  static final String A = "111111111111";
  static final String B = "222222222222";

  private final Nephele nephele;
  private final Directory directory;

  Actors(Nephele nephele) {
    this.nephele = nephele;
    this.directory = Identity.of(nephele.world()).directory();
  }

  /** A user whose one inline policy is that document, or who has none, with a key. */
  AwsCredentials user(String account, String name, String policy) {
    String id = "AIDA" + nephele.world().ids().text(17, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    User user =
        new User(
            name,
            "/",
            userArn(account, name),
            id,
            now(),
            null,
            List.of(),
            policy == null ? Map.of() : Map.of("own", policy),
            List.of(),
            Map.of());
    directory.write(
        account,
        transaction -> {
          directory.users().put(transaction, account, name, user);
          return null;
        });
    return key(account, name, id);
  }

  /** A key of an account's root user. */
  AwsCredentials rootKey(String account) {
    return key(account, null, null);
  }

  private AwsCredentials key(String account, String userName, String userId) {
    String id = AccessKeyIds.create(AccessKeyIds.LASTING, account, nephele.world().ids());
    String secret = nephele.world().ids().secretToken(30);
    IssuedKey key = new IssuedKey(id, userName, userId, secret, IssuedKey.Status.ACTIVE, now());
    directory.write(
        account,
        transaction -> {
          directory.accessKeys().put(transaction, account, id, key);
          return null;
        });
    return AwsBasicCredentials.create(id, secret);
  }

  void deleteUser(String account, String name) {
    directory.write(
        account,
        transaction -> {
          directory.users().delete(transaction, account, name);
          return null;
        });
  }

  /** A role whose one inline policy allows everything. */
  String role(String account, String name, String trust) {
    return role(account, name, trust, allow("*", "*"));
  }

  /** A role whose one inline policy is that document. */
  String role(String account, String name, String trust, String policy) {
    return role(account, name, trust, policy, 3600);
  }

  String role(String account, String name, String trust, String policy, int maxSeconds) {
    String arn = "arn:aws:iam::" + account + ":role/" + name;
    Role role =
        new Role(
            name,
            "/",
            arn,
            "AROA" + nephele.world().ids().text(17, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
            now(),
            trust,
            Map.of(),
            null,
            maxSeconds,
            null,
            List.of(),
            Map.of("own", policy),
            Map.of());
    directory.write(
        account,
        transaction -> {
          directory.roles().put(transaction, account, name, role);
          return null;
        });
    return arn;
  }

  void deleteRole(String account, String name) {
    directory.write(
        account,
        transaction -> {
          directory.roles().delete(transaction, account, name);
          return null;
        });
  }

  /** Gives a role a further inline policy. */
  void addPolicy(String account, String roleName, String policy) {
    directory.write(
        account,
        transaction -> {
          Role role = directory.roles().get(transaction, account, roleName);
          Map<String, String> inline = Map.of("own", role.inline().get("own"), "further", policy);
          directory.roles().put(transaction, account, roleName, role.withInline(inline));
          return null;
        });
  }

  /** An MFA device of a user, or of the root user if the name is empty; its ARN. */
  String device(String account, String userName, byte[] seed) {
    String name = userName.isEmpty() ? "root-device" : userName;
    String arn = "arn:aws:iam::" + account + ":mfa/" + name;
    MfaDevice device = new MfaDevice(arn, Bytes.of(seed), userName, now(), 0, 0, Map.of());
    directory.write(
        account,
        transaction -> {
          directory.mfaDevices().put(transaction, account, name, device);
          return null;
        });
    return arn;
  }

  StsClient sts(AwsCredentials credentials) {
    return client(StsClient.class, credentials);
  }

  StsClient sts(Credentials credentials) {
    return client(StsClient.class, session(credentials));
  }

  <C extends SdkClient> C client(Class<C> type, AwsCredentials credentials) {
    return io.nephele.junit.Clients.create(type, nephele, "us-east-1", credentials);
  }

  <C extends SdkClient> C client(Class<C> type, Credentials credentials) {
    return client(type, session(credentials));
  }

  static AwsCredentials session(Credentials credentials) {
    return AwsSessionCredentials.create(
        credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken());
  }

  static String userArn(String account, String name) {
    return "arn:aws:iam::" + account + ":user/" + name;
  }

  /** A policy that allows actions on a resource. */
  static String allow(String actions, String resource) {
    return """
    {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": %s, "Resource": "%s"}}
    """
        .formatted(list(actions), resource);
  }

  /** A trust policy that lets a principal of type AWS assume the role. */
  static String trust(String principal) {
    return trust(principal, "sts:AssumeRole", "{}");
  }

  static String trust(String principal, String actions, String condition) {
    return """
    {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": "%s"},
     "Action": %s, "Condition": %s}}
    """
        .formatted(principal, list(actions), condition);
  }

  private static String list(String actions) {
    return "[\"" + String.join("\", \"", actions.split(", ")) + "\"]";
  }

  static void assertError(ThrowingCallable call, String code, int status, String message) {
    AwsServiceException e = catchThrowableOfType(AwsServiceException.class, call);
    assertThat(e).as("an error").isNotNull();
    assertThat(e.awsErrorDetails().errorMessage()).isEqualTo(message);
    assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
    assertThat(e.statusCode()).isEqualTo(status);
  }

  static void assertCode(ThrowingCallable call, String code) {
    AwsServiceException e = catchThrowableOfType(AwsServiceException.class, call);
    assertThat(e).as("an error").isNotNull();
    assertThat(e.awsErrorDetails().errorCode()).as(e.getMessage()).isEqualTo(code);
  }

  private Instant now() {
    return nephele.world().clock().now();
  }
}
