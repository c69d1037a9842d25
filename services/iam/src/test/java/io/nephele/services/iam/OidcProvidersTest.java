package io.nephele.services.iam;

import static io.nephele.services.iam.IamErrorAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.identity.pem.Certificates;
import io.nephele.identity.pem.PrivateKeys;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.net.InetAddress;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.HexFormat;
import java.util.stream.IntStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.GetOpenIdConnectProviderResponse;
import software.amazon.awssdk.services.iam.model.OpenIDConnectProviderListEntry;
import software.amazon.awssdk.services.iam.model.Tag;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class OidcProvidersTest {
  private static final String ARN = "arn:aws:iam::000000000000:oidc-provider/";
  private static final String PRINT = "a".repeat(40);

  @Inject IamClient iam;

  private String create(String url, String... clientIds) {
    return iam.createOpenIDConnectProvider(
            r -> r.url(url).thumbprintList(PRINT.toUpperCase()).clientIDList(clientIds))
        .openIDConnectProviderArn();
  }

  private GetOpenIdConnectProviderResponse get(String arn) {
    return iam.getOpenIDConnectProvider(r -> r.openIDConnectProviderArn(arn));
  }

  @Test
  void aProviderIsKnownByItsUrl() {
    String arn = create("https://idp.example.com/path/", "z", "a", "z");
    assertThat(arn).isEqualTo(ARN + "idp.example.com/path/");
    assertThat(get(arn).url()).isEqualTo("idp.example.com/path/");
    assertThat(get(arn).clientIDList()).containsExactly("z", "a");
    assertThat(get(arn).thumbprintList()).containsExactly(PRINT);
    assertThat(create("https://idp.example.com/path")).isNotEqualTo(arn);
    assertThat(create("https://idp.example.com:443")).isEqualTo(ARN + "idp.example.com");
    assertFails(
        "EntityAlreadyExists",
        "Provider with url https://idp.example.com already exists.",
        () -> create("https://idp.example.com"));
    assertThat(iam.listOpenIDConnectProviders().openIDConnectProviderList())
        .extracting(OpenIDConnectProviderListEntry::arn)
        .contains(arn)
        .hasSize(3);
    iam.deleteOpenIDConnectProvider(r -> r.openIDConnectProviderArn(arn));
    assertFails("NoSuchEntity", "OpenIDConnect Provider not found for arn " + arn, () -> get(arn));
    assertFails(
        "NoSuchEntity",
        "OpenId connect Provider " + arn + " cannot be found.",
        () -> iam.deleteOpenIDConnectProvider(r -> r.openIDConnectProviderArn(arn)));
  }

  @Test
  void urlsThatCannotBeAProviders() {
    for (String url :
        new String[] {"idp.example.com", "http://idp.example.com", "https://", "a b"}) {
      assertFails("ValidationError", "Invalid Open ID Connect Provider URL", () -> create(url));
    }
    for (String url : new String[] {"https://idp.example.com/?q=1", "https://idp.example.com/#f"}) {
      assertFails("InvalidInput", "Invalid Open ID Connect Provider URL", () -> create(url));
    }
  }

  @Test
  void clientIds() {
    String[] hundred = IntStream.range(0, 100).mapToObj(i -> "c" + i).toArray(String[]::new);
    String arn = create("https://idp.example.com", hundred);
    iam.addClientIDToOpenIDConnectProvider(
        r -> r.openIDConnectProviderArn(arn).clientID("c7")); // is there already
    assertFails(
        "LimitExceeded",
        "Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100",
        () ->
            iam.addClientIDToOpenIDConnectProvider(
                r -> r.openIDConnectProviderArn(arn).clientID("one-more")));
    iam.removeClientIDFromOpenIDConnectProvider(
        r -> r.openIDConnectProviderArn(arn).clientID("c7"));
    iam.removeClientIDFromOpenIDConnectProvider(
        r -> r.openIDConnectProviderArn(arn).clientID("unknown"));
    iam.addClientIDToOpenIDConnectProvider(
        r -> r.openIDConnectProviderArn(arn).clientID("one-more"));
    assertThat(get(arn).clientIDList()).hasSize(100).contains("one-more").doesNotContain("c7");
  }

  @Test
  void thumbprints() {
    String arn = create("https://idp.example.com");
    iam.updateOpenIDConnectProviderThumbprint(
        r ->
            r.openIDConnectProviderArn(arn).thumbprintList(Collections.nCopies(5, "B".repeat(40))));
    assertThat(get(arn).thumbprintList()).hasSize(5).containsOnly("b".repeat(40));
    assertFails(
        "InvalidInput",
        "Thumbprint list must contain fewer than 5 entries.",
        () ->
            iam.updateOpenIDConnectProviderThumbprint(
                r ->
                    r.openIDConnectProviderArn(arn).thumbprintList(Collections.nCopies(6, PRINT))));
    assertFails(
        "InvalidInput",
        "Thumbprint list must contain at least one entry.",
        () ->
            iam.updateOpenIDConnectProviderThumbprint(
                r -> r.openIDConnectProviderArn(arn).thumbprintList(Collections.emptyList())));
    assertFails(
        "ValidationError",
        400,
        () ->
            iam.updateOpenIDConnectProviderThumbprint(
                r -> r.openIDConnectProviderArn(arn).thumbprintList("abc")));
  }

  @Test
  void theThumbprintOfAHostIsRetrievedWhenNoneIsGiven() throws Exception {
    Certificate leaf = Certificates.read(TestPem.text("leaf.pem")).getFirst();
    Certificate intermediate = Certificates.read(TestPem.text("intermediate.pem")).getFirst();
    try (SSLServerSocket server = server(leaf, intermediate)) {
      Thread answering = Thread.ofVirtual().start(() -> answer(server));
      String arn =
          iam.createOpenIDConnectProvider(
                  r -> r.url("https://localhost:" + server.getLocalPort() + "/realm"))
              .openIDConnectProviderArn();
      answering.join();
      byte[] digest = MessageDigest.getInstance("SHA-1").digest(intermediate.getEncoded());
      assertThat(get(arn).thumbprintList()).containsExactly(HexFormat.of().formatHex(digest));
      server.close();
      assertFails(
          "OpenIdIdpCommunicationError",
          400,
          () ->
              iam.createOpenIDConnectProvider(
                  r -> r.url("https://localhost:" + server.getLocalPort() + "/other")));
    }
  }

  private static SSLServerSocket server(Certificate... chain) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry("k", PrivateKeys.read(TestPem.text("leaf.key")), new char[0], chain);
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return (SSLServerSocket)
        context
            .getServerSocketFactory()
            .createServerSocket(0, 1, InetAddress.getByName("localhost"));
  }

  private static void answer(SSLServerSocket server) {
    try (SSLSocket socket = (SSLSocket) server.accept()) {
      socket.startHandshake();
    } catch (java.io.IOException e) {
      // the test will tell
    }
  }

  @Test
  void tags() {
    Tag a = Tag.builder().key("k").value("a").build();
    Tag b = Tag.builder().key("K").value("b").build();
    String arn =
        iam.createOpenIDConnectProvider(
                r -> r.url("https://idp.example.com").thumbprintList(PRINT).tags(a))
            .openIDConnectProviderArn();
    iam.tagOpenIDConnectProvider(r -> r.openIDConnectProviderArn(arn).tags(b));
    assertThat(iam.listOpenIDConnectProviderTags(r -> r.openIDConnectProviderArn(arn)).tags())
        .containsExactly(a, b);
    iam.untagOpenIDConnectProvider(r -> r.openIDConnectProviderArn(arn).tagKeys("k"));
    assertThat(get(arn).tags()).containsExactly(b);
  }
}
