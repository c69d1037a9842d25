package io.nephele.conformance.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.conformance.identity.SignedCall.Answer;
import io.nephele.conformance.identity.SignedCall.Signing;
import io.nephele.core.time.TurnableClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** Clients, which sign by the machine's time, in a world whose clock users turned. */
class TurnedClockTest {
  private static final String CALL = "GetCallerIdentity";

  private final Nephele nephele = Nephele.builder().start();
  private final TurnableClock clock = (TurnableClock) nephele.world().clock();
  private final AccessKey key = key(nephele);

  @AfterEach
  void close() {
    nephele.close();
  }

  private static AccessKey key(Nephele nephele) {
    try (IamClient iam =
        Clients.create(IamClient.class, nephele.endpoint(), "us-east-1", "000000000000")) {
      iam.createUser(user -> user.userName("alice"));
      return iam.createAccessKey(user -> user.userName("alice")).accessKey();
    }
  }

  /** A client as its users make it. */
  private static StsClient sts(Nephele nephele, AccessKey key) {
    return StsClient.builder()
        .endpointOverride(nephele.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey())))
        .build();
  }

  private Signing byAlice(Instant at) {
    return Signing.of(
            nephele, AwsCredentialsIdentity.create(key.accessKeyId(), key.secretAccessKey()))
        .at(at);
  }

  private Answer send(Signing signing) throws Exception {
    return SignedCall.of(nephele, signing, CALL).send();
  }

  @Test
  void clientsGoOn() {
    try (StsClient sts = sts(nephele, key)) {
      String alice = sts.getCallerIdentity().arn();
      assertThat(alice).endsWith(":user/alice");
      clock.advance(Duration.ofDays(4));
      assertThat(sts.getCallerIdentity().arn()).isEqualTo(alice);
      clock.go(0);
      clock.advance(Duration.ofDays(400));
      assertThat(sts.getCallerIdentity().arn()).isEqualTo(alice);
      clock.go(TurnableClock.MAX_SPEED);
      assertThat(sts.getCallerIdentity().arn()).isEqualTo(alice);
    }
  }

  @Test
  void clientsWorkInAWorldOfAnotherTime() {
    Instant time = Instant.parse("2020-02-02T00:00:00Z");
    try (Nephele past = Nephele.builder().standing(time).start()) {
      AccessKey known = key(past);
      assertThat(known.createDate()).isEqualTo(time);
      try (StsClient sts = sts(past, known)) {
        assertThat(sts.getCallerIdentity().arn()).endsWith(":user/alice");
      }
    }
  }

  @Test
  void signaturesByTheWorldsTimeAreGoodToo() throws Exception {
    clock.advance(Duration.ofDays(4));
    assertThat(send(byAlice(clock.now())).status()).isEqualTo(200);
    assertThat(send(byAlice(clock.machineTime())).status()).isEqualTo(200);
    assertThat(send(byAlice(clock.now().minus(Duration.ofDays(2)))).code())
        .isEqualTo("SignatureDoesNotMatch");
  }

  @Test
  void urlsAgeWithTheWorld() throws Exception {
    Duration quarter = Duration.ofMinutes(15);
    Signing signing = byAlice(clock.machineTime()).presigned(quarter);
    SignedCall early = SignedCall.of(nephele, signing, CALL);
    assertThat(early.send().status()).isEqualTo(200);
    clock.advance(Duration.ofMinutes(14));
    assertThat(early.send().status()).isEqualTo(200);
    clock.advance(Duration.ofMinutes(46));
    assertThat(early.send().code()).isEqualTo("SignatureDoesNotMatch");
    Signing later = byAlice(clock.machineTime().plusSeconds(1)).presigned(quarter);
    assertThat(send(later).status()).isEqualTo(200);
  }

  @Test
  void sessionsEndByTheWorldsTime() throws Exception {
    try (StsClient sts = sts(nephele, key)) {
      Credentials session = sts.getSessionToken(token -> token.durationSeconds(900)).credentials();
      Signing signing =
          Signing.of(
                  nephele,
                  AwsSessionCredentialsIdentity.create(
                      session.accessKeyId(), session.secretAccessKey(), session.sessionToken()))
              .at(clock.machineTime());
      assertThat(send(signing).status()).isEqualTo(200);
      clock.advance(Duration.ofMinutes(16));
      assertThat(send(signing).code()).isEqualTo("ExpiredToken");
    }
  }
}
