package io.nephele.services.iam;

import static io.nephele.services.iam.IamErrorAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AssignmentStatusType;
import software.amazon.awssdk.services.iam.model.GetMfaDeviceResponse;
import software.amazon.awssdk.services.iam.model.MFADevice;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.VirtualMFADevice;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class MfaDevicesTest {
  private static final String SERIAL = "arn:aws:iam::000000000000:mfa/";
  private static final String WRONG = "Authentication code for device is not valid.";

  @Inject IamClient iam;
  @Inject Nephele nephele;
  @Inject VirtualClock clock;

  @Test
  @Fact("iam-028")
  void aVirtualDeviceIsEnabledWithTwoCodesInARow() {
    VirtualMFADevice made =
        iam.createVirtualMFADevice(r -> r.virtualMFADeviceName("phone")).virtualMFADevice();
    assertThat(made.serialNumber()).isEqualTo(SERIAL + "phone");
    assertThat(made.base32StringSeed().asUtf8String()).matches("[A-Z2-7]{64}");
    TestMfa phone = TestMfa.of(iam, clock, made);
    iam.createUser(r -> r.userName("bob"));
    String one = phone.code(-1);
    String two = phone.code(0);
    assertWrongCodes(phone, two, two);
    assertWrongCodes(phone, two, one);
    assertWrongCodes(phone, phone.code(-5), phone.code(-4));
    assertWrongCodes(phone, one, phone.code(1));
    assertThat(iam.listMFADevices(r -> r.userName("bob")).mfaDevices()).isEmpty();
    enable(phone, "bob", one, two);
    MFADevice enabled = iam.listMFADevices(r -> r.userName("bob")).mfaDevices().getFirst();
    assertThat(enabled)
        .isEqualTo(
            MFADevice.builder()
                .userName("bob")
                .serialNumber(SERIAL + "phone")
                .enableDate(clock.now().truncatedTo(ChronoUnit.SECONDS))
                .build());
    GetMfaDeviceResponse found = iam.getMFADevice(r -> r.serialNumber(SERIAL + "phone"));
    assertThat(found.userName()).isEqualTo("bob");
    assertThat(found.enableDate()).isEqualTo(enabled.enableDate());
    assertFails(
        "EntityAlreadyExists",
        "MFA Device is already in use.",
        () -> enable(phone, "bob", one, two));
  }

  private void assertWrongCodes(TestMfa device, String first, String second) {
    assertFails("InvalidAuthenticationCode", WRONG, () -> enable(device, "bob", first, second));
    assertFails("InvalidAuthenticationCode", 403, () -> enable(device, "bob", first, second));
  }

  private void enable(TestMfa device, String user, String first, String second) {
    iam.enableMFADevice(
        r ->
            r.userName(user)
                .serialNumber(device.serialNumber())
                .authenticationCode1(first)
                .authenticationCode2(second));
  }

  @Test
  void theQrCodeHoldsWhatAuthenticatorAppsRead() throws Exception {
    VirtualMFADevice made =
        iam.createVirtualMFADevice(r -> r.virtualMFADeviceName("my+phone@home")).virtualMFADevice();
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(made.qrCodePNG().asByteArray()));
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    String text =
        new QRCodeReader()
            .decode(
                new BinaryBitmap(
                    new HybridBinarizer(
                        new RGBLuminanceSource(image.getWidth(), image.getHeight(), pixels))),
                Map.of(
                    DecodeHintType.PURE_BARCODE,
                    true,
                    DecodeHintType.POSSIBLE_FORMATS,
                    List.of(BarcodeFormat.QR_CODE)))
            .getText();
    assertThat(text)
        .isEqualTo(
            "otpauth://totp/my%2Bphone@home@000000000000?secret="
                + made.base32StringSeed().asUtf8String());
  }

  @Test
  void aDeactivatedDeviceIsNobodys() {
    iam.createUser(r -> r.userName("bob"));
    iam.createUser(r -> r.userName("carl"));
    TestMfa phone = TestMfa.create(iam, clock, "phone");
    phone.enable("bob");
    assertFails(
        "NoSuchEntity",
        "MFA Device invalid for user.",
        () -> iam.deactivateMFADevice(r -> r.userName("carl").serialNumber(phone.serialNumber())));
    assertFails(
        "DeleteConflict",
        "MFA VirtualDevice in use. Must deactivate first.",
        () -> iam.deleteVirtualMFADevice(r -> r.serialNumber(phone.serialNumber())));
    iam.deactivateMFADevice(r -> r.userName("bob").serialNumber(phone.serialNumber()));
    assertThat(iam.listMFADevices(r -> r.userName("bob")).mfaDevices()).isEmpty();
    clock.advance(Duration.ofSeconds(60));
    phone.enable("carl");
    assertThat(iam.listMFADevices(r -> r.userName("carl")).mfaDevices()).hasSize(1);
    iam.deactivateMFADevice(r -> r.userName("carl").serialNumber(phone.serialNumber()));
    iam.deleteVirtualMFADevice(r -> r.serialNumber(phone.serialNumber()));
    assertFails(
        "NoSuchEntity",
        "VirtualMFADevice with serial number " + SERIAL + "phone does not exist.",
        () -> iam.deleteVirtualMFADevice(r -> r.serialNumber(phone.serialNumber())));
  }

  @Test
  void devicesAreListedByWhetherTheyAreSomebodys() {
    iam.createUser(r -> r.userName("bob").path("/team/"));
    TestMfa phone = TestMfa.create(iam, clock, "phone");
    TestMfa.create(iam, clock, "tablet");
    phone.enable("bob");
    assertThat(list(AssignmentStatusType.ASSIGNED)).containsExactly(SERIAL + "phone");
    assertThat(list(AssignmentStatusType.UNASSIGNED)).containsExactly(SERIAL + "tablet");
    assertThat(list(AssignmentStatusType.ANY)).containsExactly(SERIAL + "phone", SERIAL + "tablet");
    assertThat(list(null)).hasSize(2);
    VirtualMFADevice assigned = iam.listVirtualMFADevices().virtualMFADevices().getFirst();
    assertThat(assigned.user().arn()).isEqualTo("arn:aws:iam::000000000000:user/team/bob");
    assertThat(assigned.enableDate()).isNotNull();
    assertThat(assigned.base32StringSeed()).isNull();
    assertThat(iam.listVirtualMFADevicesPaginator(r -> r.maxItems(1)).virtualMFADevices())
        .hasSize(2);
  }

  private List<String> list(AssignmentStatusType status) {
    return iam.listVirtualMFADevices(r -> r.assignmentStatus(status)).virtualMFADevices().stream()
        .map(VirtualMFADevice::serialNumber)
        .toList();
  }

  @Test
  void pathAndNameAreUnique() {
    TestMfa.create(iam, clock, "phone");
    assertFails(
        "EntityAlreadyExists",
        "MFADevice entity at the same path and name already exists.",
        () -> TestMfa.create(iam, clock, "phone"));
    assertThat(
            iam.createVirtualMFADevice(r -> r.virtualMFADeviceName("phone").path("/a/"))
                .virtualMFADevice()
                .serialNumber())
        .isEqualTo(SERIAL + "a/phone");
    iam.deleteVirtualMFADevice(r -> r.serialNumber(SERIAL + "phone"));
    assertThat(list(null)).containsExactly(SERIAL + "a/phone");
    assertFails("ValidationError", 400, () -> TestMfa.create(iam, clock, "x".repeat(227)));
  }

  @Test
  void aUserHasEightDevicesAtMost() {
    iam.createUser(r -> r.userName("bob"));
    for (int i = 0; i < 8; i++) {
      TestMfa.create(iam, clock, "d" + i).enable("bob");
    }
    TestMfa ninth = TestMfa.create(iam, clock, "ninth");
    assertFails(
        "LimitExceeded", "Cannot exceed quota for MFADevicesPerUser: 8", () -> ninth.enable("bob"));
    assertThat(iam.listMFADevices(r -> r.userName("bob").maxItems(3)).mfaDevices()).hasSize(3);
    assertThat(iam.listMFADevicesPaginator(r -> r.userName("bob").maxItems(3)).mfaDevices())
        .hasSize(8);
  }

  @Test
  void aDeviceWhoseClockWentWrongIsSynchronisedAgain() {
    iam.createUser(r -> r.userName("bob"));
    TestMfa phone = TestMfa.create(iam, clock, "phone");
    phone.enable("bob");
    clock.advance(Duration.ofHours(1));
    assertFails(
        "InvalidAuthenticationCode", WRONG, () -> resync(phone, phone.code(6), phone.code(8)));
    resync(phone, phone.code(6), phone.code(7));
    assertFails(
        "InvalidAuthenticationCode", 403, () -> resync(phone, phone.code(6), phone.code(7)));
  }

  private void resync(TestMfa device, String first, String second) {
    iam.resyncMFADevice(
        r ->
            r.userName("bob")
                .serialNumber(device.serialNumber())
                .authenticationCode1(first)
                .authenticationCode2(second));
  }

  @Test
  void theRootUserHasDevicesToo() {
    TestMfa token = TestMfa.create(iam, clock, "root-account-mfa-device");
    token.enable("000000000000");
    assertThat(iam.listMFADevices().mfaDevices())
        .extracting(MFADevice::serialNumber)
        .containsExactly(token.serialNumber());
    assertThat(iam.listVirtualMFADevices().virtualMFADevices().getFirst().user().arn())
        .isEqualTo("arn:aws:iam::000000000000:root");
    TestUsers users = new TestUsers(nephele, iam);
    users.make("bob");
    IamClient bob = users.client("bob", "iam:*");
    assertThat(bob.listMFADevices().mfaDevices()).isEmpty();
    assertFails(
        "NoSuchEntity",
        "The user with name 000000000000 cannot be found.",
        () -> bob.listMFADevices(r -> r.userName("000000000000")));
    iam.deactivateMFADevice(r -> r.serialNumber(token.serialNumber()));
    assertThat(iam.listMFADevices().mfaDevices()).isEmpty();
  }

  @Test
  void devicesHaveTags() {
    Tag one = Tag.builder().key("Owner").value("a").build();
    Tag two = Tag.builder().key("owner").value("b").build();
    String serial =
        iam.createVirtualMFADevice(r -> r.virtualMFADeviceName("phone").tags(one))
            .virtualMFADevice()
            .serialNumber();
    iam.tagMFADevice(r -> r.serialNumber(serial).tags(two));
    assertThat(iam.listMFADeviceTags(r -> r.serialNumber(serial)).tags())
        .containsExactlyInAnyOrder(one, two);
    iam.untagMFADevice(r -> r.serialNumber(serial).tagKeys("Owner"));
    assertThat(iam.listMFADeviceTags(r -> r.serialNumber(serial)).tags()).containsExactly(two);
  }
}
