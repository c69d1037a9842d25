package io.nephele.services.iam;

import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.User;

/** A user with an access key, made by the account's root user. */
final class TestUser {
  private final Nephele nephele;
  private final User user;
  private final AccessKey key;

  private TestUser(Nephele nephele, User user, AccessKey key) {
    this.nephele = nephele;
    this.user = user;
    this.key = key;
  }

  static TestUser create(Nephele nephele, IamClient root, String name) {
    User user = root.createUser(create -> create.userName(name)).user();
    AccessKey key = root.createAccessKey(create -> create.userName(name)).accessKey();
    return new TestUser(nephele, user, key);
  }

  String name() {
    return user.userName();
  }

  String arn() {
    return user.arn();
  }

  String id() {
    return user.userId();
  }

  /** A client that calls as the user. */
  <C extends SdkClient> C client(Class<C> type) {
    return Clients.create(
        type,
        nephele,
        "us-east-1",
        AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()));
  }
}
