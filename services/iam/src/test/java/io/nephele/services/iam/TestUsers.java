package io.nephele.services.iam;

import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;

/** Users of a test's account and clients that are theirs. */
final class TestUsers {
  private final Nephele nephele;
  private final IamClient iam;

  TestUsers(Nephele nephele, IamClient iam) {
    this.nephele = nephele;
    this.iam = iam;
  }

  /** Makes a user and tells its unique id. */
  String make(String name) {
    return iam.createUser(r -> r.userName(name)).user().userId();
  }

  /** A client of a user that may do those actions. */
  IamClient client(String name, String... actions) {
    allow(name, actions);
    return client(IamClient.class, key(name));
  }

  AccessKey key(String name) {
    return iam.createAccessKey(r -> r.userName(name)).accessKey();
  }

  <C extends SdkClient> C client(Class<C> type, AccessKey key) {
    return Clients.create(
        type,
        nephele,
        "us-east-1",
        AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()));
  }

  /** Lets a user do those actions, and none that it was let before. */
  void allow(String name, String... actions) {
    iam.putUserPolicy(r -> r.userName(name).policyName("test").policyDocument(document(actions)));
  }

  /** A policy that allows some actions. */
  static String document(String... actions) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":[\""
        + String.join("\",\"", actions)
        + "\"],\"Resource\":\"*\"}}";
  }
}
