package io.nephele.services.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nephele.core.call.Call;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.core.quotas.Quotas;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.NepheleTest;
import io.nephele.model.AwsException;
import io.nephele.model.Models;
import io.nephele.model.Operation;
import io.nephele.model.Protocol;
import io.nephele.model.Struct;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

/** AWS's request rates: STS takes 600 requests a second of an account in a region. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
class RequestRatesTest {
  private final Nephele nephele;
  private final Quotas quotas;

  RequestRatesTest(Nephele nephele) {
    this.nephele = nephele;
    this.quotas = nephele.world().quotas();
  }

  /** How many calls are answered, of so many. */
  private int answered(String region, String account, int calls) {
    Operation operation = Models.bundled().service("sts").operation("GetCallerIdentity");
    Region called = Regions.find(region);
    int answered = 0;
    for (int i = 0; i < calls; i++) {
      Call call =
          new Call(
              operation,
              Protocol.AWS_QUERY,
              Principal.root(called.partition(), account),
              called,
              Origin.service("test", null),
              "request-" + i,
              nephele.world().clock().now());
      try {
        nephele.world().call(call, new Struct(operation.input()).freeze());
        answered++;
      } catch (AwsException e) {
        assertThat(e.code()).isEqualTo("Throttling");
      }
    }
    return answered;
  }

  @Test
  void nobodyIsThrottledUnlessItIsWanted() {
    assertThat(answered("us-east-1", "000000000000", 650)).isEqualTo(650);
    assertThat(quotas.levels()).isEmpty();
  }

  @Test
  void theSdkIsToldInAwssWords() {
    quotas.turn(null, null, true);
    assertThat(answered("us-east-1", "000000000000", 600)).isEqualTo(600);
    try (StsClient sts =
        StsClient.builder()
            .endpointOverride(nephele.endpoint())
            .region(software.amazon.awssdk.regions.Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create("000000000000", "test")))
            .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
            .build()) {
      StsException e = catchThrowableOfType(StsException.class, sts::getCallerIdentity);
      assertThat(e.awsErrorDetails().errorCode()).isEqualTo("Throttling");
      assertThat(e.awsErrorDetails().errorMessage()).isEqualTo("Rate exceeded");
      assertThat(e.statusCode()).isEqualTo(400);
      assertThat(e.isThrottlingException()).isTrue();
    }
  }

  @Test
  void ratesAreKeptByAccountAndRegion(VirtualClock clock) {
    quotas.turn("sts", null, true);
    assertThat(answered("us-east-1", "000000000000", 650)).isEqualTo(600);
    clock.advance(Duration.ofMillis(50));
    assertThat(answered("us-east-1", "000000000000", 40)).isEqualTo(30);
    assertThat(answered("eu-west-1", "000000000000", 10)).isEqualTo(10);
    assertThat(answered("us-east-1", "111111111111", 10)).isEqualTo(10);
    assertThat(quotas.levels()).hasSize(3).allMatch(level -> level.quota().equals("STS requests"));
    quotas.turn("sts", "000000000000", false);
    assertThat(answered("us-east-1", "000000000000", 40)).isEqualTo(40);
    quotas.turn("sts", "000000000000", null);
    assertThat(answered("us-east-1", "000000000000", 1)).isZero();
    quotas.turn("sts", null, null);
    assertThat(answered("us-east-1", "000000000000", 40)).isEqualTo(40);
  }
}
