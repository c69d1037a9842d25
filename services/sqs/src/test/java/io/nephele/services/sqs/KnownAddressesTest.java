package io.nephele.services.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import org.junit.jupiter.api.Test;

class KnownAddressesTest {
  private static final Region FRANKFURT = Regions.find("eu-central-1");
  private static final Region VIRGINIA = Regions.find("us-east-1");

  private final KnownAddresses addresses = new KnownAddresses();

  @Test
  void aUrlIsToldApartByTheRegionThatIsCalled() {
    String url = "http://localhost:4566/000000000000/orders";
    for (int i = 0; i < 2; i++) {
      assertThat(addresses.ofUrl(url, FRANKFURT))
          .isEqualTo(new QueueAddress("000000000000", FRANKFURT, "orders"));
      assertThat(addresses.ofUrl(url, VIRGINIA))
          .isEqualTo(new QueueAddress("000000000000", VIRGINIA, "orders"));
    }
  }

  @Test
  void anArnSaysItsOwnRegion() {
    String arn = "arn:aws:sqs:eu-central-1:000000000000:orders";
    for (int i = 0; i < 2; i++) {
      assertThat(addresses.ofArn(arn))
          .isEqualTo(new QueueAddress("000000000000", FRANKFURT, "orders"));
      assertThat(addresses.ofArn("arn:aws:sns:eu-central-1:000000000000:orders")).isNull();
    }
  }

  @Test
  void moreThanItKeepsAreFoundAllTheSame() {
    for (int i = 0; i < 5000; i++) {
      String name = "queue" + i;
      assertThat(addresses.ofUrl("http://localhost/111122223333/" + name, VIRGINIA).name())
          .isEqualTo(name);
    }
    assertThat(addresses.ofUrl("http://localhost/111122223333/queue7", VIRGINIA).name())
        .isEqualTo("queue7");
    String longName = "q".repeat(100_000);
    assertThat(addresses.ofUrl("http://localhost/111122223333/" + longName, VIRGINIA).name())
        .isEqualTo(longName);
  }
}
