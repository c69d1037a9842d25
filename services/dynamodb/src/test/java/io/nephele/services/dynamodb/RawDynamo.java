package io.nephele.services.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Requests as they are written, which the SDK would not send. */
final class RawDynamo implements AutoCloseable {
  private final URI endpoint;
  private final HttpClient client = HttpClient.newHttpClient();

  RawDynamo(URI endpoint) {
    this.endpoint = endpoint;
  }

  /** What an operation answers to a request. */
  HttpResponse<String> call(String operation, String json) {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(endpoint)
            .putHeader("X-Amz-Target", "DynamoDB_20120810." + operation)
            .putHeader("Content-Type", "application/x-amz-json-1.0")
            .build();
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                signing ->
                    signing
                        .identity(AwsCredentialsIdentity.create("test", "test"))
                        .request(request)
                        .payload(
                            () ->
                                new java.io.ByteArrayInputStream(
                                    json.getBytes(StandardCharsets.UTF_8)))
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "dynamodb")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1"))
            .request();
    HttpRequest.Builder http =
        HttpRequest.newBuilder(endpoint).POST(HttpRequest.BodyPublishers.ofString(json));
    signed.forEachHeader(
        (name, values) -> {
          if (!name.equalsIgnoreCase("Host") && !name.equalsIgnoreCase("Content-Length")) {
            values.forEach(value -> http.header(name, value));
          }
        });
    try {
      return client.send(http.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The operation refuses the request as invalid, in those words. */
  void assertInvalid(String operation, String json, String message) {
    assertError(operation, json, "com.amazon.coral.validate#ValidationException", message);
  }

  /** The operation refuses the request with that error. */
  void assertError(String operation, String json, String type, String message) {
    HttpResponse<String> response = call(operation, json.replace('\'', '"'));
    assertThat(member(response.body(), "message")).isEqualTo(message);
    assertThat(member(response.body(), "__type")).endsWith(type.substring(type.indexOf('#') + 1));
    assertThat(response.statusCode()).isEqualTo(400);
  }

  private static String member(String body, String name) {
    try (JsonParser parser = new JsonFactory().createParser(body)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.FIELD_NAME
            && parser.currentName().equalsIgnoreCase(name)) {
          return parser.nextTextValue();
        }
      }
      return "nothing in " + body;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
