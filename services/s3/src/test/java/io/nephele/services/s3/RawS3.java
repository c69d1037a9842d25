package io.nephele.services.s3;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Requests whose answers are looked at as they are sent, which the SDK does not show. */
public final class RawS3 implements AutoCloseable {
  private final URI endpoint;
  private final HttpClient client = HttpClient.newHttpClient();

  /** Sends to that endpoint. */
  public RawS3(URI endpoint) {
    this.endpoint = endpoint;
  }

  /** A URL by which the root user of the default account calls. */
  public URI signed(String method, String pathAndQuery) {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.fromValue(method))
            .uri(URI.create(endpoint.toString().replaceAll("/$", "") + pathAndQuery))
            .build();
    return AwsV4HttpSigner.create()
        .sign(
            signing ->
                signing
                    .identity(AwsCredentialsIdentity.create("000000000000", "test"))
                    .request(request)
                    .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "s3")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                    .putProperty(AwsV4FamilyHttpSigner.DOUBLE_URL_ENCODE, false)
                    .putProperty(AwsV4FamilyHttpSigner.NORMALIZE_PATH, false)
                    .putProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                    .putProperty(
                        AwsV4FamilyHttpSigner.AUTH_LOCATION,
                        AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
                    .putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, Duration.ofMinutes(10)))
        .request()
        .getUri();
  }

  /** Gets as the root user of the default account. */
  public HttpResponse<String> get(String pathAndQuery) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(signed("GET", pathAndQuery)).build());
  }

  /** Begins a request as anybody; {@code Host} and all else is as the caller says. */
  public HttpRequest.Builder anonymous(String pathAndQuery) {
    return HttpRequest.newBuilder(endpoint.resolve(pathAndQuery));
  }

  /** Sends a request. */
  public HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** An answer as it came. */
  public record Answer(int status, Map<String, String> headers, String body) {
    /** A header field by its name in lower case, or null. */
    public String header(String name) {
      return headers.get(name);
    }
  }

  /**
   * Sends a request without a body to a host name that leads here only in the request, which the
   * JDK's client cannot.
   *
   * @param headers names and values in turn
   */
  public Answer toHost(String host, String method, String path, String... headers)
      throws IOException {
    StringBuilder request = new StringBuilder();
    request.append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: ").append(host);
    for (int i = 0; i < headers.length; i += 2) {
      request.append("\r\n").append(headers[i]).append(": ").append(headers[i + 1]);
    }
    request.append("\r\nConnection: close\r\n\r\n");
    try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int end = answer.indexOf("\r\n\r\n");
      String[] lines = answer.substring(0, end).split("\r\n", -1);
      Map<String, String> fields = new HashMap<>();
      for (String line : lines) {
        int colon = line.indexOf(':');
        if (colon > 0) {
          fields.put(
              line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
      }
      int status = Integer.parseInt(lines[0].split(" ", -1)[1]);
      return new Answer(status, fields, answer.substring(end + 4));
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
