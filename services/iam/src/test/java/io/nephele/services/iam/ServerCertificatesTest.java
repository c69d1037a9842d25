package io.nephele.services.iam;

import static io.nephele.services.iam.IamErrorAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ListServerCertificatesResponse;
import software.amazon.awssdk.services.iam.model.ServerCertificate;
import software.amazon.awssdk.services.iam.model.ServerCertificateMetadata;
import software.amazon.awssdk.services.iam.model.Tag;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class ServerCertificatesTest {
  private static final String CHAIN_ERROR =
      "Unable to validate certificate chain. The certificate chain must start with the immediate"
          + " signing certificate, followed by any intermediaries in order. The index within the"
          + " chain of the invalid certificate is: ";

  @Inject IamClient iam;
  @Inject VirtualClock clock;

  private ServerCertificateMetadata upload(String name, String body, String key, String chain) {
    return iam.uploadServerCertificate(
            r ->
                r.serverCertificateName(name)
                    .certificateBody(body)
                    .privateKey(key)
                    .certificateChain(chain))
        .serverCertificateMetadata();
  }

  private ServerCertificateMetadata upload(String name) {
    return upload(name, TestPem.text("leaf.pem"), TestPem.text("leaf.key"), null);
  }

  @Test
  @Fact("iam-058")
  void aCertificateIsStoredAndGiven() {
    clock.advance(Duration.ofHours(5));
    String chain = TestPem.text("intermediate.pem") + TestPem.text("root.pem");
    ServerCertificateMetadata metadata =
        iam.uploadServerCertificate(
                r ->
                    r.serverCertificateName("site")
                        .path("/cloudfront/eu/")
                        .certificateBody(TestPem.text("leaf.pem"))
                        .privateKey(TestPem.text("leaf.key"))
                        .certificateChain(chain))
            .serverCertificateMetadata();
    assertThat(metadata.arn())
        .isEqualTo("arn:aws:iam::000000000000:server-certificate/cloudfront/eu/site");
    assertThat(metadata.serverCertificateId()).matches("ASCA[A-Z2-7]{17}");
    assertThat(metadata.uploadDate()).isEqualTo(Instant.parse("2026-01-01T05:00:00Z"));
    assertThat(metadata.expiration()).isEqualTo(Instant.parse("2035-01-01T00:00:00Z"));
    ServerCertificate got =
        iam.getServerCertificate(r -> r.serverCertificateName("SITE")).serverCertificate();
    assertThat(got.serverCertificateMetadata()).isEqualTo(metadata);
    assertThat(got.certificateBody()).isEqualTo(TestPem.text("leaf.pem").strip());
    assertThat(got.certificateChain()).isEqualTo(chain.strip());
  }

  @Test
  void keysOfEveryFormThatMatchAreTaken() {
    upload("pkcs8", TestPem.text("leaf.pem"), TestPem.text("leaf.key"), null);
    upload("sec1", TestPem.text("leaf.pem"), TestPem.text("leaf-sec1-params.key"), null);
    upload("rsa", TestPem.text("rsa.pem"), TestPem.text("rsa.key"), null);
    upload("pkcs1", TestPem.text("rsa.pem"), TestPem.text("rsa-pkcs1.key"), null);
    String mismatch =
        "The private key did not match the public key provided. Please verify the key material and"
            + " try again.";
    assertFails(
        "KeyPairMismatch",
        mismatch,
        () -> upload("x", TestPem.text("leaf.pem"), TestPem.text("rsa.key"), null));
    assertFails(
        "KeyPairMismatch",
        mismatch,
        () -> upload("x", TestPem.text("leaf.pem"), TestPem.text("expired.key"), null));
    for (String key :
        new String[] {"not a key", TestPem.text("rsa-encrypted.key"), TestPem.text("leaf.pem")}) {
      assertFails(
          "MalformedCertificate",
          "Invalid Private Key.",
          () -> upload("x", TestPem.text("leaf.pem"), key, null));
    }
  }

  @Test
  void certificatesThatCannotBeUsed() {
    for (String body :
        new String[] {
          "not a certificate",
          TestPem.text("leaf.key"),
          TestPem.text("leaf.pem") + TestPem.text("intermediate.pem"),
          "-----BEGIN CERTIFICATE-----\naGVsbG8=\n-----END CERTIFICATE-----"
        }) {
      assertFails(
          "MalformedCertificate",
          "Unable to parse certificate. Please ensure the certificate is in PEM format.",
          () -> upload("x", body, TestPem.text("leaf.key"), null));
    }
    assertFails(
        "MalformedCertificate",
        "Certificate is no longer valid. The 'Not After' date restriction on the certificate has"
            + " passed.",
        () -> upload("x", TestPem.text("expired.pem"), TestPem.text("expired.key"), null));
    upload("once-good");
    clock.advance(Duration.ofDays(10 * 365));
    assertFails("MalformedCertificate", 400, () -> upload("too-late"));
  }

  @Test
  void aChainHasToBeInOrder() {
    String body = TestPem.text("leaf.pem");
    String key = TestPem.text("leaf.key");
    String root = TestPem.text("root.pem");
    String intermediate = TestPem.text("intermediate.pem");
    upload("short", body, key, intermediate);
    upload("repeated", body, key, intermediate + root + root);
    assertFails("MalformedCertificate", CHAIN_ERROR + "-1", () -> upload("x", body, key, root));
    assertFails(
        "MalformedCertificate",
        CHAIN_ERROR + "1",
        () -> upload("x", body, key, intermediate + root + body));
    assertFails("MalformedCertificate", 400, () -> upload("x", body, key, "no chain"));
  }

  @Test
  void namesArePagedAndFiltered() {
    for (String name : List.of("b", "A", "c")) {
      upload(name);
    }
    iam.updateServerCertificate(r -> r.serverCertificateName("c").newPath("/web/"));
    assertThat(names(iam.listServerCertificates(r -> r.pathPrefix("/web/")))).containsExactly("c");
    List<String> seen = new ArrayList<>();
    iam.listServerCertificatesPaginator(r -> r.maxItems(2))
        .serverCertificateMetadataList()
        .forEach(metadata -> seen.add(metadata.serverCertificateName()));
    assertThat(seen).containsExactly("A", "b", "c");
  }

  private static List<String> names(ListServerCertificatesResponse response) {
    return response.serverCertificateMetadataList().stream()
        .map(ServerCertificateMetadata::serverCertificateName)
        .toList();
  }

  @Test
  void renamingKeepsWhatItIs() {
    String id = upload("old").serverCertificateId();
    upload("taken");
    assertFails(
        "EntityAlreadyExists",
        "The Server Certificate with name Taken already exists.",
        () ->
            iam.updateServerCertificate(
                r -> r.serverCertificateName("old").newServerCertificateName("Taken")));
    iam.updateServerCertificate(
        r -> r.serverCertificateName("old").newServerCertificateName("new").newPath("/p/"));
    assertFails(
        "NoSuchEntity",
        "The Server Certificate with name old cannot be found.",
        () -> iam.getServerCertificate(r -> r.serverCertificateName("old")));
    ServerCertificateMetadata moved =
        iam.getServerCertificate(r -> r.serverCertificateName("new"))
            .serverCertificate()
            .serverCertificateMetadata();
    assertThat(moved.serverCertificateId()).isEqualTo(id);
    assertThat(moved.arn()).isEqualTo("arn:aws:iam::000000000000:server-certificate/p/new");
    iam.deleteServerCertificate(r -> r.serverCertificateName("new"));
    assertFails(
        "NoSuchEntity",
        "The Server Certificate with name new cannot be found.",
        () -> iam.deleteServerCertificate(r -> r.serverCertificateName("new")));
    assertFails(
        "EntityAlreadyExists",
        "The Server Certificate with name TAKEN already exists.",
        () -> upload("TAKEN"));
  }

  @Test
  void anAccountHasTwenty() {
    for (int i = 0; i < 20; i++) {
      upload("c" + i);
    }
    assertFails(
        "LimitExceeded",
        "Cannot exceed quota for ServerCertificatesPerAccount: 20",
        () -> upload("c20"));
  }

  @Test
  void tags() {
    upload("site");
    Tag team = Tag.builder().key("team").value("a").build();
    iam.tagServerCertificate(r -> r.serverCertificateName("site").tags(team));
    assertThat(iam.listServerCertificateTags(r -> r.serverCertificateName("site")).tags())
        .containsExactly(team);
    assertThat(
            iam.getServerCertificate(r -> r.serverCertificateName("site"))
                .serverCertificate()
                .tags())
        .containsExactly(team);
    iam.untagServerCertificate(r -> r.serverCertificateName("site").tagKeys("team"));
    assertThat(iam.listServerCertificateTags(r -> r.serverCertificateName("site")).tags())
        .isEmpty();
    assertFails(
        "InvalidInput",
        "The provided tag keys must not be null/empty.",
        () -> iam.untagServerCertificate(r -> r.serverCertificateName("site").tagKeys(List.of())));
  }
}
