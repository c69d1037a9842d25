package io.nephele.services.s3.cors;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import io.nephele.services.s3.RawS3;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CORSRule;

/** Pages call buckets from browsers as the buckets' rules say. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class CorsTest {
  private static final String NOT_ALLOWED =
      "<Code>AccessForbidden</Code><Message>CORSResponse: This CORS request is not allowed. This is"
          + " usually because the evalution of Origin, request method /"
          + " Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted"
          + " by the resource's CORS spec.</Message>";

  @Inject S3Client s3;
  @Inject URI endpoint;

  private RawS3 raw;

  @BeforeEach
  void bucket() {
    raw = new RawS3(endpoint);
    s3.createBucket(b -> b.bucket("shared"));
    s3.putObject(b -> b.bucket("shared").key("k"), RequestBody.fromString("hello"));
  }

  @AfterEach
  void close() {
    raw.close();
  }

  private void rules(CORSRule... rules) {
    s3.putBucketCors(b -> b.bucket("shared").corsConfiguration(c -> c.corsRules(rules)));
  }

  private HttpResponse<String> preflight(String path, String origin, String method, String headers)
      throws Exception {
    HttpRequest.Builder request =
        raw.anonymous(path)
            .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
            .header("Origin", origin)
            .header("Access-Control-Request-Method", method);
    if (headers != null) {
      request.header("Access-Control-Request-Headers", headers);
    }
    return raw.send(request.build());
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse(null);
  }

  @Test
  @Fact({"s3-061", "s3-087", "s3-088"})
  void aPageOfAnAllowedSiteMayCallAndOthersMayNot() throws Exception {
    rules(
        CORSRule.builder()
            .allowedOrigins("https://*.example.com")
            .allowedMethods("GET", "PUT")
            .allowedHeaders("x-amz-*", "Content-Type")
            .exposeHeaders("ETag", "x-amz-request-id")
            .maxAgeSeconds(3000)
            .build());
    HttpResponse<String> allowed =
        preflight("/shared/k", "https://app.example.com", "PUT", "X-Amz-Date,content-type");
    assertThat(allowed.statusCode()).isEqualTo(200);
    assertThat(header(allowed, "Access-Control-Allow-Origin")).isEqualTo("https://app.example.com");
    assertThat(header(allowed, "Access-Control-Allow-Methods")).isEqualTo("GET, PUT");
    assertThat(header(allowed, "Access-Control-Allow-Headers"))
        .isEqualTo("x-amz-date, content-type");
    assertThat(header(allowed, "Access-Control-Expose-Headers"))
        .isEqualTo("ETag, x-amz-request-id");
    assertThat(header(allowed, "Access-Control-Max-Age")).isEqualTo("3000");
    assertThat(header(allowed, "Access-Control-Allow-Credentials")).isEqualTo("true");
    assertThat(header(allowed, "Vary"))
        .isEqualTo("Origin, Access-Control-Request-Headers, Access-Control-Request-Method");

    HttpResponse<String> other = preflight("/shared/k", "https://other.test", "GET", null);
    assertThat(other.statusCode()).isEqualTo(403);
    assertThat(header(other, "Access-Control-Allow-Origin")).isNull();
    assertThat(other.body())
        .contains(NOT_ALLOWED, "<Method>GET</Method>", "<ResourceType>OBJECT</ResourceType>");
  }

  @Test
  @Fact("s3-135")
  void aMethodOrHeaderThatNoRuleHasIsRefused() throws Exception {
    rules(CORSRule.builder().allowedOrigins("*").allowedMethods("GET").build());
    HttpResponse<String> method = preflight("/shared/", "https://a.test", "DELETE", null);
    assertThat(method.statusCode()).isEqualTo(403);
    assertThat(method.body()).contains(NOT_ALLOWED, "<ResourceType>BUCKET</ResourceType>");
    HttpResponse<String> headers = preflight("/shared/k", "https://a.test", "GET", "x-custom");
    assertThat(headers.statusCode()).isEqualTo(403);
    assertThat(headers.body()).contains(NOT_ALLOWED);
  }

  @Test
  @Fact("s3-134")
  void aStarAllowsEverybody() throws Exception {
    rules(CORSRule.builder().allowedOrigins("*").allowedMethods("GET", "HEAD").build());
    assertThat(header(preflight("/shared/k", "https://a.test", "GET", null), "Vary")).isNotNull();
    HttpRequest get =
        HttpRequest.newBuilder(raw.signed("GET", "/shared/k"))
            .header("Origin", "https://a.test")
            .build();
    HttpResponse<String> answer = raw.send(get);
    assertThat(answer.body()).isEqualTo("hello");
    assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(header(answer, "Access-Control-Allow-Methods")).isEqualTo("GET, HEAD");
    assertThat(header(answer, "Access-Control-Allow-Credentials")).isNull();
  }

  @Test
  void refusalsSayWhetherTheyAreByRulesOfTheBucket() throws Exception {
    // The program's guard of browsers decides by that whether it may be more generous.
    HttpResponse<String> unruled = preflight("/shared/k", "http://localhost:3000", "PUT", null);
    assertThat(header(unruled, "Vary")).isNull();
    rules(CORSRule.builder().allowedOrigins("https://a.test").allowedMethods("GET").build());
    HttpResponse<String> refused = preflight("/shared/k", "http://localhost:3000", "PUT", null);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains(NOT_ALLOWED);
    assertThat(header(refused, "Vary")).contains("Access-Control-Request-Method");
    HttpRequest get =
        HttpRequest.newBuilder(raw.signed("GET", "/shared/k"))
            .header("Origin", "http://localhost:3000")
            .build();
    HttpResponse<String> answer = raw.send(get);
    assertThat(header(answer, "Access-Control-Allow-Origin")).isNull();
    assertThat(header(answer, "Vary")).contains("Access-Control-Request-Method");
  }

  @Test
  void withoutRulesOrBucketNobodyMayCall() throws Exception {
    assertThat(preflight("/shared/k", "https://a.test", "GET", null).body())
        .contains("<Message>CORSResponse: CORS is not enabled for this bucket.</Message>");
    RawS3.Answer none =
        raw.toHost(
            "not-there.s3.localhost",
            "OPTIONS",
            "/k",
            "Origin",
            "https://a.test",
            "Access-Control-Request-Method",
            "GET");
    assertThat(none.status()).isEqualTo(403);
    assertThat(none.body()).contains("<Message>CORSResponse: Bucket not found</Message>");
    RawS3.Answer incomplete = raw.toHost("shared.s3.localhost", "OPTIONS", "/k");
    assertThat(incomplete.status()).isEqualTo(400);
    assertThat(incomplete.body())
        .contains("Insufficient information. Origin request header needed.");
  }
}
