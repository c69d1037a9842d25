package io.nephele.conformance.identity;

import io.nephele.embedded.Nephele;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * A call of the query protocol that AWS's signer has signed, to be sent as it is or after somebody
 * has laid hands on it.
 */
final class SignedCall {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final URI endpoint;
  private final String method;
  private String pathAndQuery;
  private String body;
  private final Map<String, List<String>> headers;

  private SignedCall(
      URI endpoint,
      String method,
      String pathAndQuery,
      String body,
      Map<String, List<String>> headers) {
    this.endpoint = endpoint;
    this.method = method;
    this.pathAndQuery = pathAndQuery;
    this.body = body;
    this.headers = headers;
  }

  /** How a call is signed. */
  record Signing(
      AwsCredentialsIdentity identity, String service, String region, Instant at, Duration valid) {

    /** For STS, now by the world's clock. */
    static Signing of(Nephele nephele, AwsCredentialsIdentity identity) {
      return new Signing(identity, "sts", "us-east-1", nephele.world().clock().now(), null);
    }

    Signing as(String otherService) {
      return new Signing(identity, otherService, region, at, valid);
    }

    Signing at(Instant time) {
      return new Signing(identity, service, region, time, valid);
    }

    /** In the URL, good for that long. */
    Signing presigned(Duration duration) {
      return new Signing(identity, service, region, at, duration);
    }
  }

  /** What came back. */
  record Answer(int status, String body) {
    /** The code of the error. */
    String code() {
      int from = body.indexOf("<Code>");
      return from < 0 ? null : body.substring(from + 6, body.indexOf("</Code>"));
    }
  }

  /** Signs a call of an operation without input. */
  static SignedCall of(Nephele nephele, Signing signing, String operation) {
    String form = "Action=" + operation + "&Version=2011-06-15";
    boolean presigned = signing.valid() != null;
    SdkHttpRequest.Builder unsigned =
        SdkHttpRequest.builder().method(presigned ? SdkHttpMethod.GET : SdkHttpMethod.POST);
    if (presigned) {
      unsigned.uri(URI.create(nephele.endpoint() + "/?" + form));
    } else {
      unsigned.uri(URI.create(nephele.endpoint() + "/"));
      unsigned.putHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
    }
    SignedRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                sign -> {
                  sign.identity(signing.identity())
                      .request(unsigned.build())
                      .putProperty(AwsV4HttpSigner.REGION_NAME, signing.region())
                      .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, signing.service())
                      .putProperty(
                          HttpSigner.SIGNING_CLOCK, Clock.fixed(signing.at(), ZoneOffset.UTC));
                  if (presigned) {
                    sign.putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, signing.valid());
                  } else {
                    sign.payload(
                        ContentStreamProvider.fromByteArray(form.getBytes(StandardCharsets.UTF_8)));
                  }
                });
    Map<String, List<String>> headers = new LinkedHashMap<>();
    signed.request().forEachHeader((name, values) -> headers.put(name, new ArrayList<>(values)));
    String query = signed.request().encodedQueryParameters().map(text -> "?" + text).orElse("");
    return new SignedCall(
        nephele.endpoint(),
        presigned ? "GET" : "POST",
        signed.request().encodedPath() + query,
        presigned ? "" : form,
        headers);
  }

  /** A call of an operation that nobody has signed. */
  static SignedCall unsigned(Nephele nephele, String operation) {
    return new SignedCall(
        nephele.endpoint(),
        "POST",
        "/",
        "Action=" + operation + "&Version=2011-06-15",
        new LinkedHashMap<>(
            Map.of("Content-Type", List.of("application/x-www-form-urlencoded; charset=utf-8"))));
  }

  /** Puts another text in the place of one in the body. */
  SignedCall alterBody(String from, String to) {
    body = altered(body, from, to);
    return this;
  }

  /** Puts another text in the place of one in path and query. */
  SignedCall alterUrl(String from, String to) {
    pathAndQuery = altered(pathAndQuery, from, to);
    return this;
  }

  /** Puts another text in the place of one in a header. */
  SignedCall alterHeader(String name, String from, String to) {
    headers.computeIfPresent(name, (key, values) -> List.of(altered(values.getFirst(), from, to)));
    return this;
  }

  /** Leaves a header out. */
  SignedCall without(String name) {
    headers.remove(name);
    return this;
  }

  /** Adds to path and query. */
  SignedCall addToUrl(String text) {
    pathAndQuery += text;
    return this;
  }

  /** The value of a header. */
  String header(String name) {
    return headers.get(name).getFirst();
  }

  private static String altered(String text, String from, String to) {
    if (!text.contains(from)) {
      throw new IllegalArgumentException(text + " has no " + from);
    }
    return text.replace(from, to);
  }

  /** Sends it. */
  Answer send() throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(endpoint + pathAndQuery))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(
        (name, values) -> {
          if (!name.equalsIgnoreCase("Host") && !name.equalsIgnoreCase("Content-Length")) {
            values.forEach(value -> request.header(name, value));
          }
        });
    HttpResponse<String> response =
        HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Answer(response.statusCode(), response.body());
  }
}
