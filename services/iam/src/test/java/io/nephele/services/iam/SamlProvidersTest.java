package io.nephele.services.iam;

import static io.nephele.services.iam.IamErrorAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AssertionEncryptionModeType;
import software.amazon.awssdk.services.iam.model.GetSamlProviderResponse;
import software.amazon.awssdk.services.iam.model.SAMLProviderListEntry;
import software.amazon.awssdk.services.iam.model.Tag;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class SamlProvidersTest {
  private static final String ARN = "arn:aws:iam::000000000000:saml-provider/";
  private static final String FILLER = "<!--" + "x".repeat(1000) + "-->";

  @Inject IamClient iam;
  @Inject VirtualClock clock;

  static String metadata(String certificate) {
    return "<?xml version=\"1.0\"?><EntityDescriptor"
        + " xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\" entityID=\"https://idp.example.com/\""
        + " validUntil=\"2020-01-01T00:00:00Z\"><IDPSSODescriptor"
        + " protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\"><KeyDescriptor"
        + " use=\"signing\"><KeyInfo"
        + " xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><X509Data><X509Certificate>"
        + certificate
        + "</X509Certificate></X509Data></KeyInfo></KeyDescriptor></IDPSSODescriptor>"
        + "</EntityDescriptor>"
        + FILLER;
  }

  private static String metadata() {
    return metadata(TestPem.base64("rsa.pem"));
  }

  private String create(String name) {
    return iam.createSAMLProvider(r -> r.name(name).samlMetadataDocument(metadata()))
        .samlProviderArn();
  }

  @Test
  @Fact("iam-057")
  void aProviderHasItsMetadata() {
    Instant created = clock.now();
    assertThat(create("idp")).isEqualTo(ARN + "idp");
    GetSamlProviderResponse got = iam.getSAMLProvider(r -> r.samlProviderArn(ARN + "idp"));
    assertThat(got.samlMetadataDocument()).isEqualTo(metadata());
    assertThat(got.createDate()).isEqualTo(created);
    assertThat(got.validUntil()).isEqualTo(Instant.parse("2126-01-01T00:00:00Z"));
    assertThat(got.samlProviderUUID()).matches("SAMLSP[A-Z0-9]{16}");
    assertThat(got.assertionEncryptionMode()).isEqualTo(AssertionEncryptionModeType.ALLOWED);
    assertThat(got.privateKeyList()).isEmpty();
    assertFails(
        "EntityAlreadyExists", 409, () -> create("IDP")); // names that differ in case are the same
  }

  @Test
  void listingAndDeleting() {
    create("b");
    create("a");
    assertThat(iam.listSAMLProviders().samlProviderList())
        .extracting(SAMLProviderListEntry::arn)
        .containsExactly(ARN + "a", ARN + "b");
    iam.deleteSAMLProvider(r -> r.samlProviderArn(ARN + "a"));
    assertThat(iam.listSAMLProviders().samlProviderList()).hasSize(1);
    assertFails(
        "NoSuchEntity",
        "Manifest not found for arn " + ARN + "a",
        () -> iam.deleteSAMLProvider(r -> r.samlProviderArn(ARN + "a")));
    assertFails(
        "AccessDenied",
        403,
        () ->
            iam.getSAMLProvider(
                r -> r.samlProviderArn("arn:aws:iam::111111111111:saml-provider/b")));
  }

  @Test
  void metadataIsReadAndUnsafeXmlRefused() {
    String good = metadata();
    refuse("Could not parse metadata", metadata("aGVsbG8="));
    refuse("Could not parse metadata", metadata("not base64!"));
    refuse("Could not parse metadata", good.replace("EntityDescriptor", "SomethingElse"));
    refuse("Could not parse metadata", good.replace(" entityID=", " other="));
    refuse("Could not parse metadata", good.replace("</IDPSSODescriptor>", ""));
    refuse("Could not parse metadata", good.replace("urn:oasis:names:tc:SAML:2.0:metadata", "x"));
    refuse("Could not parse metadata", "x".repeat(2000));
    refuse(
        "Could not parse metadata",
        good.replace(
            "<EntityDescriptor",
            "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><EntityDescriptor"));
    refuse(
        "Could not parse metadata",
        good.replace("https://idp.example.com/", "&e;")
            .replace("<EntityDescriptor", "<!DOCTYPE a [<!ENTITY e \"lol\">]><EntityDescriptor"));
    refuse(
        "Could not parse metadata",
        good.replace(
            "<KeyDescriptor", "<a>".repeat(5000) + "</a>".repeat(5000) + "<KeyDescriptor"));
    refuse(
        "SAML Providers must reference at least one SAML assertion issuer.",
        good.replace("IDPSSODescriptor", "SPSSODescriptor"));
    assertThat(iam.listSAMLProviders().samlProviderList()).isEmpty();
  }

  private void refuse(String message, String document) {
    assertFails(
        "InvalidInput",
        message,
        () -> iam.createSAMLProvider(r -> r.name("bad").samlMetadataDocument(document)));
  }

  @Test
  void entitiesMayStandTogetherAndNeedNoKey() {
    String entity =
        metadata().replace("<?xml version=\"1.0\"?>", "").replaceAll("<KeyD.*KeyDescriptor>", "");
    String together =
        "<EntitiesDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\">"
            + entity
            + entity
            + "</EntitiesDescriptor>";
    iam.createSAMLProvider(r -> r.name("together").samlMetadataDocument(together));
    assertThat(iam.getSAMLProvider(r -> r.samlProviderArn(ARN + "together")).samlMetadataDocument())
        .isEqualTo(together);
  }

  @Test
  void anUpdateReplacesTheMetadata() {
    create("idp");
    clock.advance(Duration.ofDays(1));
    String other = metadata(TestPem.base64("leaf.pem"));
    iam.updateSAMLProvider(r -> r.samlProviderArn(ARN + "idp").samlMetadataDocument(other));
    GetSamlProviderResponse got = iam.getSAMLProvider(r -> r.samlProviderArn(ARN + "idp"));
    assertThat(got.samlMetadataDocument()).isEqualTo(other);
    assertThat(got.createDate()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(got.validUntil()).isEqualTo(Instant.parse("2126-01-02T00:00:00Z"));
    assertFails(
        "ValidationError",
        "Unable to update identity provider. No updates are defined for metadata or encryption"
            + " assertion.",
        () -> iam.updateSAMLProvider(r -> r.samlProviderArn(ARN + "idp")));
    assertFails(
        "InvalidInput",
        "Could not parse metadata",
        () ->
            iam.updateSAMLProvider(
                r -> r.samlProviderArn(ARN + "idp").samlMetadataDocument("x".repeat(1000))));
  }

  @Test
  void encryptedAssertionsNeedAPrivateKey() {
    create("idp");
    String arn = ARN + "idp";
    String noKey =
        "Failed to set assertion encryption mode to Required because no private key is present.";
    assertFails(
        "InvalidInput",
        noKey,
        () ->
            iam.updateSAMLProvider(
                r -> r.samlProviderArn(arn).assertionEncryptionMode("Required")));
    assertFails(
        "InvalidInput",
        noKey,
        () ->
            iam.createSAMLProvider(
                r ->
                    r.name("other")
                        .samlMetadataDocument(metadata())
                        .assertionEncryptionMode("Required")));
    for (String bad : new String[] {"rsa.pem", "rsa-encrypted.key"}) {
      assertFails("InvalidInput", "Failed to parse private key.", () -> addKey(arn, bad));
    }
    addKey(arn, "rsa.key");
    addKey(arn, "rsa-pkcs1.key");
    assertFails(
        "LimitExceeded", "Private key limit of 2 is reached.", () -> addKey(arn, "leaf.key"));
    iam.updateSAMLProvider(r -> r.samlProviderArn(arn).assertionEncryptionMode("Required"));
    GetSamlProviderResponse got = iam.getSAMLProvider(r -> r.samlProviderArn(arn));
    assertThat(got.assertionEncryptionMode()).isEqualTo(AssertionEncryptionModeType.REQUIRED);
    assertThat(got.privateKeyList())
        .hasSize(2)
        .allSatisfy(key -> assertThat(key.keyId()).matches("SAMLPK[A-Z0-9]{16}"));
    String first = got.privateKeyList().getFirst().keyId();
    String second = got.privateKeyList().getLast().keyId();
    assertFails(
        "ValidationError",
        "Unable to add and remove private keys in the same request. Set a value for only one of the"
            + " two parameters.",
        () ->
            iam.updateSAMLProvider(
                r -> r.samlProviderArn(arn).addPrivateKey("x").removePrivateKey(first)));
    iam.updateSAMLProvider(r -> r.samlProviderArn(arn).removePrivateKey(first));
    assertFails(
        "InvalidInput",
        "Failed to remove private key.",
        () -> iam.updateSAMLProvider(r -> r.samlProviderArn(arn).removePrivateKey(second)));
    iam.updateSAMLProvider(r -> r.samlProviderArn(arn).assertionEncryptionMode("Allowed"));
    iam.updateSAMLProvider(r -> r.samlProviderArn(arn).removePrivateKey(second));
    assertThat(iam.getSAMLProvider(r -> r.samlProviderArn(arn)).privateKeyList()).isEmpty();
  }

  private void addKey(String arn, String file) {
    iam.updateSAMLProvider(r -> r.samlProviderArn(arn).addPrivateKey(TestPem.text(file)));
  }

  @Test
  void tags() {
    String arn =
        iam.createSAMLProvider(
                r ->
                    r.name("idp")
                        .samlMetadataDocument(metadata())
                        .tags(tag("team", "a"), tag("Team", "b")))
            .samlProviderArn();
    iam.tagSAMLProvider(r -> r.samlProviderArn(arn).tags(tag("team", "c"), tag("x", "")));
    iam.untagSAMLProvider(r -> r.samlProviderArn(arn).tagKeys("Team", "unknown"));
    assertThat(iam.listSAMLProviderTags(r -> r.samlProviderArn(arn)).tags())
        .containsExactly(tag("team", "c"), tag("x", ""));
    assertThat(iam.getSAMLProvider(r -> r.samlProviderArn(arn)).tags()).hasSize(2);
    assertThat(iam.listSAMLProviderTags(r -> r.samlProviderArn(arn).maxItems(1)).isTruncated())
        .isTrue();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }
}
