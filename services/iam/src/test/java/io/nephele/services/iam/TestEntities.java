package io.nephele.services.iam;

import io.nephele.embedded.Nephele;
import io.nephele.identity.Identity;
import io.nephele.identity.credentials.AccessKeyIds;
import io.nephele.identity.directory.Directory;
import io.nephele.identity.directory.Group;
import io.nephele.identity.directory.IssuedKey;
import io.nephele.identity.directory.ManagedPolicy;
import io.nephele.identity.directory.PolicyVersion;
import io.nephele.identity.directory.Role;
import io.nephele.identity.directory.User;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/** Entities of the account 000000000000, written as IAM keeps them. */
final class TestEntities {
  static final String ACCOUNT = "000000000000";
  static final String ARN = "arn:aws:iam::" + ACCOUNT + ":";
  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

  private final Nephele nephele;
  private final Directory directory;

  TestEntities(Nephele nephele) {
    this.nephele = nephele;
    this.directory = Identity.of(nephele.world()).directory();
  }

  Directory directory() {
    return directory;
  }

  /** A user with inline policies and groups; its ARN. */
  String user(String name, Map<String, String> inline, String... groups) {
    User user =
        new User(
            name,
            "/",
            ARN + "user/" + name,
            id("AIDA"),
            now(),
            null,
            List.of(),
            new LinkedHashMap<>(inline),
            List.of(groups),
            Map.of("team", "blue"));
    return put(user);
  }

  String put(User user) {
    directory.write(
        ACCOUNT,
        transaction -> {
          directory.users().put(transaction, ACCOUNT, user.name(), user);
          return null;
        });
    return user.arn();
  }

  User user(String name) {
    return directory.read(reader -> directory.users().get(reader, ACCOUNT, name));
  }

  String group(String name, Map<String, String> inline, String... attached) {
    Group group =
        new Group(
            name,
            "/",
            ARN + "group/" + name,
            id("AGPA"),
            now(),
            List.of(attached),
            new LinkedHashMap<>(inline));
    directory.write(
        ACCOUNT,
        transaction -> {
          directory.groups().put(transaction, ACCOUNT, name, group);
          return null;
        });
    return group.arn();
  }

  String role(String name, Map<String, String> inline, String... attached) {
    Role role =
        new Role(
            name,
            "/",
            ARN + "role/" + name,
            id("AROA"),
            now(),
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
                + "{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}",
            Map.of(),
            null,
            3600,
            null,
            List.of(attached),
            new LinkedHashMap<>(inline),
            Map.of());
    directory.write(
        ACCOUNT,
        transaction -> {
          directory.roles().put(transaction, ACCOUNT, name, role);
          return null;
        });
    return role.arn();
  }

  String policy(String name, String document) {
    ManagedPolicy policy =
        new ManagedPolicy(
            name,
            "/",
            ARN + "policy/" + name,
            id("ANPA"),
            null,
            now(),
            now(),
            "v1",
            List.of(new PolicyVersion("v1", document, now())),
            1,
            Map.of());
    directory.write(
        ACCOUNT,
        transaction -> {
          directory.policies().put(transaction, ACCOUNT, name, policy);
          return null;
        });
    return policy.arn();
  }

  /** A new key of a user. */
  AwsCredentials key(String userName) {
    String keyId = AccessKeyIds.create(AccessKeyIds.LASTING, ACCOUNT, nephele.world().ids());
    String secret = nephele.world().ids().secretToken(30);
    IssuedKey key =
        new IssuedKey(keyId, userName, user(userName).id(), secret, IssuedKey.Status.ACTIVE, now());
    directory.write(
        ACCOUNT,
        transaction -> {
          directory.accessKeys().put(transaction, ACCOUNT, keyId, key);
          return null;
        });
    return AwsBasicCredentials.create(keyId, secret);
  }

  /** A policy of one statement. */
  static String policyOf(String effect, String action, String resource) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\""
        + effect
        + "\",\"Action\":\""
        + action
        + "\",\"Resource\":\""
        + resource
        + "\"}]}";
  }

  static String allow(String action, String resource) {
    return policyOf("Allow", action, resource);
  }

  static String deny(String action, String resource) {
    return policyOf("Deny", action, resource);
  }

  private String id(String prefix) {
    return prefix + nephele.world().ids().text(17, LETTERS);
  }

  private Instant now() {
    return nephele.world().clock().now();
  }
}
