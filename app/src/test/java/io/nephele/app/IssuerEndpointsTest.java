package io.nephele.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.embedded.Nephele;
import io.nephele.services.iam.IamService;
import io.nephele.services.sts.StsService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Outbound web identity tokens can be verified with what is at their issuer. */
class IssuerEndpointsTest {
  private static final String AUTHORIZATION =
      "AWS4-HMAC-SHA256 Credential=123456789012/20260101/us-east-1/iam/aws4_request,"
          + " SignedHeaders=host, Signature=0";

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void anIssuerTellsItsKeysWhileItIsEnabled() throws Exception {
    try (Nephele nephele =
        Nephele.builder()
            .services(List.of(new IamService(), new StsService()))
            .frontDoor(IssuerEndpoints::new)
            .start()) {
      String enabled = iam(nephele, "EnableOutboundWebIdentityFederation");
      int from = enabled.indexOf("<IssuerIdentifier>") + "<IssuerIdentifier>".length();
      String issuer = enabled.substring(from, enabled.indexOf("</IssuerIdentifier>"));

      assertThat(get(issuer + "/.well-known/openid-configuration").body())
          .contains("\"issuer\":\"" + issuer + "\"")
          .contains("\"jwks_uri\":\"" + issuer + "/.well-known/jwks.json\"");
      assertThat(get(issuer + "/.well-known/jwks.json").body()).contains("\"keys\":[");

      iam(nephele, "DisableOutboundWebIdentityFederation");
      assertThat(get(issuer + "/.well-known/jwks.json").statusCode()).isNotEqualTo(200);
    }
  }

  private HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private String iam(Nephele nephele, String action) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(nephele.endpoint())
            .header("Authorization", AUTHORIZATION)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("Action=" + action + "&Version=2010-05-08"))
            .build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body();
  }
}
