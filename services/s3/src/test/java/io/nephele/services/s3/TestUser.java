package io.nephele.services.s3;

import io.nephele.embedded.Nephele;
import io.nephele.identity.Identity;
import io.nephele.identity.credentials.AccessKeyIds;
import io.nephele.identity.directory.Directory;
import io.nephele.identity.directory.IssuedKey;
import io.nephele.identity.directory.User;
import io.nephele.junit.Clients;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.s3.S3Client;

/** A user of an account, as IAM keeps it, and the key that signs for it. */
public record TestUser(Nephele nephele, String keyId, String secret) {
  /** Makes a user who may do the actions on all resources. */
  public static TestUser create(Nephele nephele, String account, String name, String actions) {
    Directory directory = Identity.of(nephele.world()).directory();
    Instant now = nephele.world().clock().now();
    String id = "AIDA" + nephele.world().ids().text(17, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    String policy =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"%s","Resource":"*"}]}
        """
            .formatted(actions);
    User user =
        new User(
            name,
            "/",
            "arn:aws:iam::" + account + ":user/" + name,
            id,
            now,
            null,
            List.of(),
            Map.of("own", policy),
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
    return new TestUser(nephele, keyId, secret);
  }

  /** A client that signs with the user's key. */
  public S3Client client() {
    return Clients.create(
        S3Client.class, nephele, "us-east-1", AwsBasicCredentials.create(keyId, secret));
  }
}
