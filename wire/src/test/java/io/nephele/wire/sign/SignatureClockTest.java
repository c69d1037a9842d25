package io.nephele.wire.sign;

import static io.nephele.wire.sign.Signing.JSON;
import static io.nephele.wire.sign.Signing.NOW;
import static io.nephele.wire.sign.Signing.S3;
import static io.nephele.wire.sign.Signing.refused;
import static io.nephele.wire.sign.Signing.verify;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.wire.Requests;
import io.nephele.wire.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Signatures in a world whose time is not that of its clients. */
class SignatureClockTest {
  private static final Duration TURNED = Duration.ofDays(4);

  /**
   * A clock that was turned on by four days at an instant of the clients' time.
   *
   * @param clientTime the clients' time now
   */
  private record Turned(Instant turnedAt, Instant clientTime) implements SignatureClock {
    @Override
    public Instant now() {
      return at(clientTime);
    }

    @Override
    public Instant at(Instant shown) {
      return shown.isBefore(turnedAt) ? shown : shown.plus(TURNED);
    }
  }

  private static final OwnSigner SERVICE = OwnSigner.service("service");
  private static final OwnSigner OBJECTS = OwnSigner.service("s3");

  /** Signed at {@link Signing#NOW}. */
  private static HttpRequest header() {
    return SERVICE.sign(Requests.of("GET", "/"), Hashes.EMPTY);
  }

  private static HttpRequest url(long seconds) {
    return SERVICE.presign(
        Requests.of("GET", "/"), Hashes.EMPTY, "X-Amz-Expires", Long.toString(seconds));
  }

  private static HttpRequest object(long seconds) {
    return OBJECTS.presign(
        Requests.of("GET", "/b/k"), "UNSIGNED-PAYLOAD", "X-Amz-Expires", Long.toString(seconds));
  }

  private static HttpRequest objectHeader() {
    return OBJECTS.sign(
        Requests.of("GET", "/b/k", "x-amz-content-sha256", Hashes.EMPTY), Hashes.EMPTY);
  }

  @Test
  void clientsGoOnByTheirOwnTime() {
    SignatureClock before = new Turned(NOW.minusSeconds(5), NOW);
    verify(header(), JSON, before);
    verify(url(60), JSON, before);
    verify(objectHeader(), S3, before);
    verify(object(60), S3, before);
    SignatureClock inTheSameSecond = new Turned(NOW.plusMillis(300), NOW.plusMillis(400));
    verify(header(), JSON, inTheSameSecond);
    verify(objectHeader(), S3, inTheSameSecond);
  }

  @Test
  void whatWasSignedBeforeTheClockWasTurnedIsThatMuchOlder() {
    SignatureClock after = new Turned(NOW.plusSeconds(1), NOW.plusSeconds(2));
    assertThat(refused(() -> verify(url(3600), JSON, after)))
        .hasMessageStartingWith(
            "Signature expired: 20150830T123600Z is now earlier than 20150903T");
    assertThat(refused(() -> verify(object(3600), S3, after))).hasMessage("Request has expired");
    long week = Duration.ofDays(7).toSeconds();
    verify(url(week), JSON, after);
    verify(object(week), S3, after);
  }

  @Test
  void oldHeadersAreRefusedByTheClientsTime() {
    SignatureClock later = new Turned(NOW.minusSeconds(5), NOW.plusSeconds(901));
    assertThat(refused(() -> verify(header(), JSON, later)))
        .hasMessage(
            "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z"
                + " (20150830T125101Z - 15 min.)");
    assertThat(refused(() -> verify(objectHeader(), S3, later)).detail().get("ServerTime"))
        .isEqualTo("2015-08-30T12:51:01Z");
  }

  @Test
  void whoLivesByTheWorldsTimeIsUnderstoodToo() {
    Instant machine = NOW.minus(TURNED);
    SignatureClock world = new Turned(machine.minusSeconds(60), machine);
    assertThat(world.now()).isEqualTo(NOW);
    verify(header(), JSON, world);
    verify(url(60), JSON, world);
    verify(objectHeader(), S3, world);
    verify(object(60), S3, world);
    SignatureClock later = new Turned(machine.minusSeconds(60), machine.plusSeconds(61));
    assertThat(refused(() -> verify(object(60), S3, later))).hasMessage("Request has expired");
  }
}
