package io.nephele.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What callers are told, in each protocol, where no module implements what they call. No service is
 * on this module's class path.
 */
class UnimplementedOperationsTest {
  private static Nephele nephele;

  @BeforeAll
  static void start() {
    nephele = Nephele.builder().virtualClock().start();
  }

  @AfterAll
  static void stop() {
    nephele.close();
  }

  private static HttpRequest.Builder request(String path, String scope) {
    return HttpRequest.newBuilder(URI.create(nephele.endpoint() + path))
        .header(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/"
                + scope
                + "/aws4_request, SignedHeaders=host, Signature=0");
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }
  }

  private static HttpResponse<String> target(
      String scope, String version, String target, String body)
      throws IOException, InterruptedException {
    return send(
        request("/", scope)
            .header("X-Amz-Target", target)
            .header("Content-Type", "application/x-amz-json-" + version)
            .POST(BodyPublishers.ofString(body)));
  }

  private static HttpResponse<String> form(String scope, String body)
      throws IOException, InterruptedException {
    return send(
        request("/", scope)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body)));
  }

  @Test
  void awsJson10() throws Exception {
    HttpResponse<String> response = target("dynamodb", "1.0", "DynamoDB_20120810.ListTables", "{}");
    assertThat(response.statusCode()).isEqualTo(501);
    assertThat(response.body())
        .contains("NotImplemented")
        .contains("ListTables")
        .contains("dynamodb");
    assertThat(response.headers().firstValue("x-amzn-RequestId")).isPresent();
  }

  @Test
  void awsJson11ChecksTheModelsConstraintsFirst() throws Exception {
    HttpResponse<String> bad = target("kms", "1.1", "TrentService.DescribeKey", "{}");
    assertThat(bad.statusCode()).isEqualTo(400);
    assertThat(bad.body())
        .contains("ValidationException")
        .contains(
            "1 validation error detected: Value null at 'keyId' failed to satisfy constraint:"
                + " Member must not be null");
    HttpResponse<String> good =
        target("kms", "1.1", "TrentService.DescribeKey", "{\"KeyId\":\"alias/a\"}");
    assertThat(good.statusCode()).isEqualTo(501);
    assertThat(good.body()).contains("NotImplemented").contains("DescribeKey");
  }

  @Test
  void awsQuery() throws Exception {
    HttpResponse<String> response = form("iam", "Action=ListUsers&Version=2010-05-08");
    assertThat(response.statusCode()).isEqualTo(501);
    assertThat(response.body())
        .contains("<ErrorResponse")
        .contains("<Code>NotImplemented</Code>")
        .contains("ListUsers");
  }

  @Test
  void ec2Query() throws Exception {
    HttpResponse<String> response = form("ec2", "Action=DescribeVpcs&Version=2016-11-15");
    assertThat(response.statusCode()).isEqualTo(501);
    assertThat(response.body()).contains("<Response>").contains("<Code>NotImplemented</Code>");
  }

  @Test
  void restJson1() throws Exception {
    HttpResponse<String> response = send(request("/2015-03-31/functions/", "lambda").GET());
    assertThat(response.statusCode()).isEqualTo(501);
    assertThat(response.headers().firstValue("x-amzn-ErrorType")).hasValue("NotImplemented");
    assertThat(response.body()).contains("ListFunctions");
  }

  @Test
  void restXml() throws Exception {
    HttpResponse<String> response = send(request("/", "s3").GET());
    assertThat(response.statusCode()).isEqualTo(501);
    assertThat(response.body())
        .contains("<Error><Code>NotImplemented</Code>")
        .contains("ListBuckets");
  }

  @Test
  void rpcV2Cbor() throws Exception {
    HttpResponse<String> response =
        send(
            request("/service/GraniteServiceVersion20100801/operation/ListDashboards", "monitoring")
                .header("smithy-protocol", "rpc-v2-cbor")
                .header("Content-Type", "application/cbor")
                .header("Accept", "application/cbor")
                .POST(BodyPublishers.ofByteArray(new byte[] {(byte) 0xa0})));
    assertThat(response.statusCode()).isEqualTo(501);
    assertThat(response.headers().firstValue("smithy-protocol")).hasValue("rpc-v2-cbor");
    assertThat(response.body()).contains("NotImplemented");
  }

  @Test
  void anUnknownOperationIsAwssOwnError() throws Exception {
    HttpResponse<String> json = target("dynamodb", "1.0", "DynamoDB_20120810.Nope", "{}");
    assertThat(json.statusCode()).isEqualTo(400);
    assertThat(json.body()).contains("UnknownOperationException");
    HttpResponse<String> query = form("iam", "Action=Nope&Version=2010-05-08");
    assertThat(query.statusCode()).isEqualTo(400);
    assertThat(query.body())
        .contains("<Code>InvalidAction</Code>")
        .contains("Could not find operation Nope for version 2010-05-08");
  }

  @Test
  void aRegionThatDoesNotExistIsRefused() throws Exception {
    HttpResponse<String> response =
        send(
            HttpRequest.newBuilder(nephele.endpoint())
                .header(
                    "Authorization",
                    "AWS4-HMAC-SHA256 Credential=test/20260101/mars-1/dynamodb/aws4_request")
                .header("X-Amz-Target", "DynamoDB_20120810.ListTables")
                .header("Content-Type", "application/x-amz-json-1.0")
                .POST(BodyPublishers.ofString("{}")));
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.body())
        .contains("InvalidSignatureException")
        .contains("Credential should be scoped to a valid region.");
  }
}
