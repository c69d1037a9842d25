package io.nephele.services.iam;

import static io.nephele.services.iam.IamErrorAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.RSAPublicKeySpec;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.SSHPublicKey;
import software.amazon.awssdk.services.iam.model.SSHPublicKeyMetadata;
import software.amazon.awssdk.services.iam.model.SigningCertificate;
import software.amazon.awssdk.services.iam.model.StatusType;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class UserKeysAndCertificatesTest {
  /** As ssh-keygen shows it of ssh-rsa.pub. */
  private static final String FINGERPRINT = "77:03:2b:a6:37:98:d5:40:1e:67:4c:5f:8e:63:3f:c0";

  @Inject IamClient iam;
  @Inject Nephele nephele;
  @Inject VirtualClock clock;

  @Test
  void anSshKeyIsToldInEitherForm() {
    iam.createUser(r -> r.userName("bob"));
    String text = TestPem.text("ssh-rsa.pub");
    SSHPublicKey made = upload("bob", text);
    assertThat(made.sshPublicKeyId()).matches("APKA[A-Z2-7]{17}");
    assertThat(made.fingerprint()).isEqualTo(FINGERPRINT);
    assertThat(made.sshPublicKeyBody()).isEqualTo(text);
    assertThat(made.status()).isEqualTo(StatusType.ACTIVE);
    assertThat(made.uploadDate()).isEqualTo(clock.now().truncatedTo(ChronoUnit.SECONDS));
    assertThat(get("bob", made, "SSH").sshPublicKeyBody())
        .isEqualTo(text.substring(0, text.lastIndexOf(' ')));
    assertThat(get("bob", made, "PEM").sshPublicKeyBody()).isEqualTo(TestPem.text("ssh-rsa.pem"));
    iam.createUser(r -> r.userName("carl"));
    SSHPublicKey asPem = upload("carl", TestPem.text("ssh-rsa.pem"));
    assertThat(asPem.fingerprint()).isEqualTo(FINGERPRINT);
    assertThat(get("carl", asPem, "SSH").sshPublicKeyBody())
        .isEqualTo(text.substring(0, text.lastIndexOf(' ')));
    assertFails("DuplicateSSHPublicKey", 400, () -> upload("bob", TestPem.text("ssh-rsa.pem")));
  }

  @Test
  void anSshKeyIsListedChangedAndDeleted() {
    iam.createUser(r -> r.userName("bob"));
    SSHPublicKey made = upload("bob", TestPem.text("ssh-rsa.pub"));
    iam.updateSSHPublicKey(
        r -> r.userName("bob").sshPublicKeyId(made.sshPublicKeyId()).status(StatusType.INACTIVE));
    assertThat(iam.listSSHPublicKeys(r -> r.userName("bob")).sshPublicKeys())
        .containsExactly(
            SSHPublicKeyMetadata.builder()
                .userName("bob")
                .sshPublicKeyId(made.sshPublicKeyId())
                .status(StatusType.INACTIVE)
                .uploadDate(made.uploadDate())
                .build());
    assertFails(
        "DeleteConflict",
        "Cannot delete entity, must remove referenced objects first.",
        () -> iam.deleteUser(r -> r.userName("bob")));
    iam.deleteSSHPublicKey(r -> r.userName("bob").sshPublicKeyId(made.sshPublicKeyId()));
    assertThat(iam.listSSHPublicKeys(r -> r.userName("bob")).sshPublicKeys()).isEmpty();
    assertFails(
        "NoSuchEntity",
        "The Public Key with id " + made.sshPublicKeyId() + " cannot be found.",
        () -> get("bob", made, "SSH"));
  }

  @Test
  void whatIsNoRsaKeyOf2048BitsIsRefused() {
    iam.createUser(r -> r.userName("bob"));
    String good = TestPem.text("ssh-rsa.pub");
    assertFails("UnrecognizedPublicKeyEncoding", 400, () -> upload("bob", "nonsense"));
    assertFails(
        "UnrecognizedPublicKeyEncoding",
        "Invalid public key uploaded.",
        () -> upload("bob", TestPem.text("ssh-ed25519.pub")));
    assertFails("InvalidPublicKey", 400, () -> upload("bob", TestPem.text("ssh-rsa-1024.pub")));
    assertFails("InvalidPublicKey", 400, () -> upload("bob", "ssh-rsa AAAA"));
    assertFails("InvalidPublicKey", 400, () -> upload("bob", "ssh-rsa !!!!"));
    assertFails(
        "InvalidPublicKey", 400, () -> upload("bob", good.substring(0, good.indexOf(' ') + 200)));
    assertFails(
        "InvalidPublicKey",
        400,
        () -> upload("bob", TestPem.text("ssh-rsa.pem").replace("MIIB", "MIIC")));
    assertThat(iam.listSSHPublicKeys(r -> r.userName("bob")).sshPublicKeys()).isEmpty();
  }

  @Test
  void aUserHasFiveSshKeysAtMost() throws GeneralSecurityException {
    iam.createUser(r -> r.userName("bob"));
    for (int i = 0; i < 5; i++) {
      upload("bob", pem(i));
    }
    String sixth = pem(6);
    assertFails(
        "LimitExceeded",
        "Cannot exceed quota for SSHPublicKeysPerUser: 5",
        () -> upload("bob", sixth));
  }

  /** A key of 2048 bits that nobody can use, which nobody can see. */
  private static String pem(int number) throws GeneralSecurityException {
    BigInteger modulus = BigInteger.ONE.shiftLeft(2047).add(BigInteger.valueOf(2 * number + 1));
    byte[] der =
        KeyFactory.getInstance("RSA")
            .generatePublic(new RSAPublicKeySpec(modulus, BigInteger.valueOf(65_537)))
            .getEncoded();
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(der)
        + "\n-----END PUBLIC KEY-----";
  }

  private SSHPublicKey upload(String user, String body) {
    return iam.uploadSSHPublicKey(r -> r.userName(user).sshPublicKeyBody(body)).sshPublicKey();
  }

  private SSHPublicKey get(String user, SSHPublicKey key, String encoding) {
    return iam.getSSHPublicKey(
            r -> r.userName(user).sshPublicKeyId(key.sshPublicKeyId()).encoding(encoding))
        .sshPublicKey();
  }

  @Test
  void aUserHasTwoSigningCertificatesAtMost() {
    iam.createUser(r -> r.userName("bob"));
    iam.createUser(r -> r.userName("carl"));
    SigningCertificate made = certificate("bob", TestPem.text("leaf.pem"));
    assertThat(made.certificateId()).matches("[A-Z2-7]{24,128}");
    assertThat(made.certificateBody()).isEqualTo(TestPem.text("leaf.pem"));
    assertThat(made.status()).isEqualTo(StatusType.ACTIVE);
    assertFails("DuplicateCertificate", 409, () -> certificate("carl", TestPem.text("leaf.pem")));
    certificate("bob", TestPem.text("rsa.pem"));
    assertFails(
        "LimitExceeded",
        "Cannot exceed quota for SigningCertificatesPerUser: 2",
        () -> certificate("bob", TestPem.text("root.pem")));
    assertFails("MalformedCertificate", 400, () -> certificate("carl", "nonsense"));
    assertFails(
        "MalformedCertificate",
        "Unable to parse certificate. Please ensure the certificate is in PEM format.",
        () -> certificate("carl", TestPem.text("root.pem").replace("MII", "AAA")));
    iam.updateSigningCertificate(
        r -> r.userName("bob").certificateId(made.certificateId()).status(StatusType.INACTIVE));
    assertThat(iam.listSigningCertificates(r -> r.userName("bob")).certificates())
        .hasSize(2)
        .filteredOn(each -> each.certificateId().equals(made.certificateId()))
        .extracting(SigningCertificate::status)
        .containsExactly(StatusType.INACTIVE);
    iam.deleteSigningCertificate(r -> r.userName("bob").certificateId(made.certificateId()));
    assertThat(iam.listSigningCertificates(r -> r.userName("bob")).certificates()).hasSize(1);
    assertFails(
        "NoSuchEntity",
        "The Certificate with id " + made.certificateId() + " cannot be found.",
        () ->
            iam.deleteSigningCertificate(
                r -> r.userName("bob").certificateId(made.certificateId())));
    certificate("carl", TestPem.text("leaf.pem"));
  }

  @Test
  void withoutANameCertificatesAreTheCallers() {
    TestUsers users = new TestUsers(nephele, iam);
    users.make("bob");
    IamClient bob = users.client("bob", "iam:*");
    bob.uploadSigningCertificate(r -> r.certificateBody(TestPem.text("leaf.pem")));
    assertThat(iam.listSigningCertificates(r -> r.userName("bob")).certificates())
        .extracting(SigningCertificate::userName)
        .containsExactly("bob");
    assertThat(iam.listSigningCertificates().certificates()).isEmpty();
    iam.uploadSigningCertificate(r -> r.certificateBody(TestPem.text("rsa.pem")));
    assertThat(iam.listSigningCertificates().certificates()).hasSize(1);
  }

  private SigningCertificate certificate(String user, String body) {
    return iam.uploadSigningCertificate(r -> r.userName(user).certificateBody(body)).certificate();
  }
}
