package io.nephele.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.identity.Identity;
import io.nephele.identity.credentials.AccessKeyIds;
import io.nephele.identity.directory.IssuedKey;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Clients that hold keys of the world. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
class IssuedKeysTest {
  private static final String ACCOUNT = "123456789012";

  @Inject Nephele nephele;
  @Inject VirtualClock clock;

  @Test
  void areVerifiedByTheTimeOfTheWorld() {
    String id = issue("the secret");
    clock.advance(Duration.ofDays(40));
    try (SqsClient sqs = client(id, "the secret")) {
      assertThat(sqs.createQueue(queue -> queue.queueName("orders")).queueUrl())
          .endsWith("/" + ACCOUNT + "/orders");
    }
  }

  @Test
  void areRefusedWithAnotherSecret() {
    String id = issue("the secret");
    try (SqsClient sqs = client(id, "another secret")) {
      assertThatThrownBy(sqs::listQueues)
          .isInstanceOfSatisfying(
              SqsException.class,
              e -> {
                assertThat(e.statusCode()).isEqualTo(403);
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo("SignatureDoesNotMatch");
              });
    }
  }

  private SqsClient client(String id, String secret) {
    return Clients.create(
        SqsClient.class, nephele, "us-east-1", AwsBasicCredentials.create(id, secret));
  }

  private String issue(String secret) {
    Identity identity = Identity.of(nephele.world());
    String id = AccessKeyIds.create(AccessKeyIds.LASTING, ACCOUNT, nephele.world().ids());
    IssuedKey key =
        new IssuedKey(
            id, null, null, secret, IssuedKey.Status.ACTIVE, nephele.world().clock().now());
    return identity
        .directory()
        .write(
            ACCOUNT,
            transaction -> {
              identity.directory().accessKeys().put(transaction, ACCOUNT, id, key);
              return id;
            });
  }
}
