package io.nephele.identity.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.ids.Ids;
import io.nephele.core.secrets.RootKey;
import io.nephele.core.store.MvStores;
import io.nephele.core.store.Store;
import io.nephele.identity.directory.Directory;
import io.nephele.identity.directory.MfaDevice;
import io.nephele.model.Bytes;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TotpDevicesTest {
  private static final String ACCOUNT = "123456789012";
  private static final String SERIAL = "arn:aws:iam::" + ACCOUNT + ":mfa/a/phone";
  private static final Bytes SEED = Bytes.utf8("12345678901234567890");

  /** The last six digits of the values in appendix B of RFC 6238. */
  @ParameterizedTest
  @CsvSource({
    "59, 287082",
    "1111111109, 081804",
    "1111111111, 050471",
    "1234567890, 005924",
    "2000000000, 279037",
    "20000000000, 353130"
  })
  void codesAreThoseOfTheStandard(long second, String code) {
    Devices devices = new Devices();
    assertThat(devices.verify(code, second)).isTrue();
    assertThat(devices.verify(code, second)).as("used again").isFalse();
  }

  @Test
  void aCodeIsGoodForAStepBeforeAndAfterItsOwn() {
    assertThat(new Devices().verify("081804", 1111111109 - 30)).isTrue();
    assertThat(new Devices().verify("081804", 1111111109 + 30)).isTrue();
    assertThat(new Devices().verify("081804", 1111111109 - 60)).isFalse();
    assertThat(new Devices().verify("081804", 1111111109 + 60)).isFalse();
  }

  @Test
  void noCodeIsGoodBeforeOneThatWasUsed() {
    Devices devices = new Devices();
    assertThat(devices.verify("050471", 1111111111)).isTrue(); // the step after 1111111109's
    assertThat(devices.verify("081804", 1111111111)).isFalse();
  }

  @Test
  void aDeviceIsEnrolledWithTwoCodesInARow() {
    Devices devices = new Devices();
    Instant now = Instant.ofEpochSecond(1111111111);
    assertThat(devices.totp.enrol(devices.device(), "050471", "081804", now)).isNull();
    assertThat(devices.totp.enrol(devices.device(), "081804", "081804", now)).isNull();
    assertThat(devices.totp.enrol(devices.device(), "081804", "050471", now.plusSeconds(90)))
        .isNull();
    MfaDevice enrolled = devices.totp.enrol(devices.device(), "081804", "050471", now);
    assertThat(enrolled.lastStep()).isEqualTo(1111111111 / 30);
    assertThat(enrolled.drift()).isZero();
  }

  @Test
  void aDeviceWhoseClockIsWrongIsGoodAfterItIsSynchronisedAgain() {
    Devices devices = new Devices();
    long now = 1111111111 + 600;
    assertThat(devices.verify("050471", now)).isFalse();
    MfaDevice known =
        devices.totp.resync(devices.device(), "081804", "050471", Instant.ofEpochSecond(now));
    assertThat(known.drift()).isEqualTo(-20);
    devices.put(known.withLastStep(0, known.drift()));
    assertThat(devices.verify("050471", now)).isTrue();
  }

  @Test
  void serialNumbersOfOthersAreNotFound() {
    Devices devices = new Devices();
    assertThat(devices.find(SERIAL)).isNotNull();
    assertThat(devices.find("arn:aws:iam::" + ACCOUNT + ":mfa/phone")).isNull();
    assertThat(devices.find("arn:aws:iam::210987654321:mfa/a/phone")).isNull();
    assertThat(devices.find("GAHT12345678")).isNull();
  }

  /** A directory with one device. */
  private static final class Devices {
    private final Store store = MvStores.inMemory();
    private final TotpDevices totp =
        new TotpDevices(new Directory(store, Ids.seeded(1), RootKey.inMemory(() -> new byte[32])));

    Devices() {
      put(new MfaDevice(SERIAL, SEED, "bob", Instant.EPOCH, 0, 0, Map.of()));
    }

    void put(MfaDevice device) {
      store.write(
          transaction -> {
            totp.put(transaction, device);
            return null;
          });
    }

    MfaDevice device() {
      return find(SERIAL);
    }

    MfaDevice find(String serialNumber) {
      return store.read(reader -> totp.find(reader, ACCOUNT, serialNumber));
    }

    boolean verify(String code, long second) {
      return store.write(
          transaction ->
              totp.verify(
                  transaction,
                  totp.find(transaction, ACCOUNT, SERIAL),
                  code,
                  Instant.ofEpochSecond(second)));
    }
  }
}
