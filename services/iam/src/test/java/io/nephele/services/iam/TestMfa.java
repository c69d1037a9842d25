package io.nephele.services.iam;

import io.nephele.core.time.VirtualClock;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.VirtualMFADevice;

/** An authenticator app: it knows the seed of a virtual device and tells its codes. */
final class TestMfa {
  private final IamClient iam;
  private final VirtualClock clock;
  private final String serialNumber;
  private final byte[] seed;

  private TestMfa(IamClient iam, VirtualClock clock, VirtualMFADevice device) {
    this.iam = iam;
    this.clock = clock;
    this.serialNumber = device.serialNumber();
    this.seed = decode(device.base32StringSeed().asUtf8String());
  }

  /** Makes a device of that name. */
  static TestMfa create(IamClient iam, VirtualClock clock, String name) {
    return of(
        iam,
        clock,
        iam.createVirtualMFADevice(r -> r.virtualMFADeviceName(name)).virtualMFADevice());
  }

  static TestMfa of(IamClient iam, VirtualClock clock, VirtualMFADevice device) {
    return new TestMfa(iam, clock, device);
  }

  String serialNumber() {
    return serialNumber;
  }

  /** Gives the device to a user, as one does who waits for the second code. */
  void enable(String userName) {
    String first = code(0);
    clock.advance(Duration.ofSeconds(30));
    iam.enableMFADevice(
        r ->
            r.userName(userName)
                .serialNumber(serialNumber)
                .authenticationCode1(first)
                .authenticationCode2(code(0)));
  }

  /** The code of so many steps of 30 seconds from now. */
  String code(int steps) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(seed, "HmacSHA1"));
      long step = clock.now().getEpochSecond() / 30 + steps;
      byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
      int at = hash[19] & 0xF;
      int number =
          (hash[at] & 0x7F) << 24
              | (hash[at + 1] & 0xFF) << 16
              | (hash[at + 2] & 0xFF) << 8
              | hash[at + 3] & 0xFF;
      return String.format(Locale.ROOT, "%06d", number % 1_000_000);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] decode(String base32) {
    ByteBuffer bytes = ByteBuffer.allocate(base32.length() * 5 / 8);
    long bits = 0;
    int held = 0;
    for (char c : base32.toCharArray()) {
      bits = bits << 5 | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c);
      held += 5;
      if (held >= 8) {
        held -= 8;
        bytes.put((byte) (bits >>> held));
      }
    }
    return bytes.array();
  }
}
