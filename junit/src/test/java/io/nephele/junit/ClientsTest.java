package io.nephele.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The build runs these among settings for the real AWS (see the pom), of which nothing may reach
 * the clients.
 */
@NepheleTest
class ClientsTest {
  @Inject private URI endpoint;

  @Test
  void haveAnAccountAndARegionEach() {
    assertThat(System.getenv("AWS_USE_FIPS_ENDPOINT")).as("hostile settings").isEqualTo("true");
    try (SqsClient one = client("us-east-1", "111111111111");
        SqsClient elsewhere = client("ap-southeast-2", "111111111111");
        SqsClient china = client("cn-north-1", "111111111111");
        SqsClient other = client("us-east-1", "222222222222")) {
      one.createQueue(r -> r.queueName("a"));
      elsewhere.createQueue(r -> r.queueName("b"));
      china.createQueue(r -> r.queueName("c"));
      other.createQueue(r -> r.queueName("d"));
      assertThat(List.of(one, elsewhere, china, other))
          .extracting(client -> client.listQueues().queueUrls())
          .containsExactly(
              List.of("http://us-east-1/111111111111/a"),
              List.of("http://ap-southeast-2/111111111111/b"),
              List.of("http://cn-north-1/111111111111/c"),
              List.of("http://us-east-1/222222222222/d"));
    }
  }

  private SqsClient client(String region, String accountId) {
    return Clients.create(SqsClient.class, endpoint, region, accountId);
  }

  @Test
  void areOnlyForTheSdksClients() {
    assertThatThrownBy(() -> Clients.create(SdkClient.class, endpoint, "us-east-1", "111111111111"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not a client of the AWS SDK for Java v2");
  }
}
