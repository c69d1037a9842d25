package io.nephele.services.s3.website;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import io.nephele.services.s3.RawS3;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.RoutingRule;
import software.amazon.awssdk.services.s3.model.WebsiteConfiguration;

/** Buckets are websites under host names of their own. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class WebsiteTest {
  private static final String HOST = "my.site.s3-website-us-east-1.amazonaws.com";

  @Inject S3Client s3;
  @Inject URI endpoint;
  @Inject VirtualClock clock;

  private RawS3 raw;

  @BeforeEach
  void bucket() {
    raw = new RawS3(endpoint);
    s3.createBucket(b -> b.bucket("my.site"));
    put("index.html", "home", o -> o.contentType("text/html"));
    put("docs/index.html", "docs", o -> {});
    put("error.html", "sorry", o -> o.contentType("text/html"));
  }

  @AfterEach
  void close() {
    raw.close();
  }

  private void put(String key, String body, Consumer<PutObjectRequest.Builder> more) {
    s3.putObject(b -> more.accept(b.bucket("my.site").key(key)), RequestBody.fromString(body));
  }

  private void open() {
    s3.deletePublicAccessBlock(b -> b.bucket("my.site"));
    s3.putBucketPolicy(
        b ->
            b.bucket("my.site")
                .policy(
                    """
                    {"Version": "2012-10-17", "Statement": [
                      {"Effect": "Allow", "Principal": "*",
                       "Action": ["s3:GetObject", "s3:ListBucket"],
                       "Resource": ["arn:aws:s3:::my.site", "arn:aws:s3:::my.site/*"]}]}
                    """));
  }

  private void website(Consumer<WebsiteConfiguration.Builder> more) {
    s3.putBucketWebsite(
        b ->
            b.bucket("my.site")
                .websiteConfiguration(
                    w -> more.accept(w.indexDocument(i -> i.suffix("index.html")))));
  }

  private RawS3.Answer get(String path) throws Exception {
    return raw.toHost(HOST, "GET", path);
  }

  @Test
  @Fact({"s3-016", "s3-017", "s3-104", "s3-136"})
  void pagesAreServedOnceTheBucketIsOpen() throws Exception {
    website(w -> w.errorDocument(e -> e.key("error.html")));
    RawS3.Answer closed = get("/");
    assertThat(closed.status()).isEqualTo(403);
    assertThat(closed.header("content-type")).isEqualTo("text/html; charset=utf-8");
    assertThat(closed.body())
        .contains("<h1>403 Forbidden</h1>", "<li>Code: AccessDenied</li>")
        .contains("An Error Occurred While Attempting to Retrieve a Custom Error Document");
    open();
    RawS3.Answer home = get("/");
    assertThat(home.status()).isEqualTo(200);
    assertThat(home.body()).isEqualTo("home");
    assertThat(home.header("content-type")).isEqualTo("text/html");
    assertThat(get("/docs/").body()).isEqualTo("docs");
    assertThat(get("/docs/index.html").body()).isEqualTo("docs");
    for (String host :
        new String[] {
          "my.site.s3-website.eu-west-1.amazonaws.com",
          "my.site.s3-website.localhost:4566",
          "my.site.s3-website.localhost.localstack.cloud:4566"
        }) {
      assertThat(raw.toHost(host, "GET", "/").body()).isEqualTo("home");
    }

    RawS3.Answer missing = get("/none");
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.body()).isEqualTo("sorry");
    assertThat(missing.header("x-amz-error-code")).isEqualTo("NoSuchKey");
    RawS3.Answer folder = get("/docs");
    assertThat(folder.status()).isEqualTo(302);
    assertThat(folder.header("location")).isEqualTo("/docs/");
    RawS3.Answer head = raw.toHost(HOST, "HEAD", "/docs/");
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("content-length")).isEqualTo("4");
    assertThat(head.body()).isEmpty();
    RawS3.Answer same = raw.toHost(HOST, "GET", "/docs/", "If-None-Match", head.header("etag"));
    assertThat(same.status()).isEqualTo(304);
    assertThat(raw.toHost(HOST, "POST", "/").status()).isEqualTo(405);
  }

  @Test
  void errorsArePages() throws Exception {
    assertThat(get("/").body())
        .contains("<h1>404 Not Found</h1>", "<li>Code: NoSuchWebsiteConfiguration</li>");
    assertThat(raw.toHost("none.s3-website.localhost", "GET", "/").body())
        .contains("<li>Code: NoSuchBucket</li>", "<li>BucketName: none</li>");
    open();
    website(w -> {});
    RawS3.Answer missing = get("/a%3Cb%3E");
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.body())
        .contains(
            "<title>404 Not Found</title>",
            "<li>Code: NoSuchKey</li>",
            "<li>Message: The specified key does not exist.</li>",
            "<li>Key: a&lt;b&gt;</li>",
            "<li>RequestId: " + missing.header("x-amz-request-id") + "</li>",
            "<li>HostId: " + missing.header("x-amz-id-2") + "</li>");
  }

  @Test
  void visitorsAreSentElsewhereByRules() throws Exception {
    open();
    website(
        w ->
            w.routingRules(
                RoutingRule.builder()
                    .condition(c -> c.keyPrefixEquals("old/"))
                    .redirect(r -> r.replaceKeyPrefixWith("docs/").httpRedirectCode("307"))
                    .build(),
                RoutingRule.builder()
                    .condition(c -> c.httpErrorCodeReturnedEquals("404"))
                    .redirect(
                        r ->
                            r.hostName("elsewhere.example")
                                .protocol("https")
                                .replaceKeyPrefixWith("report-404/"))
                    .build()));
    RawS3.Answer old = get("/old/a%20b");
    assertThat(old.status()).isEqualTo(307);
    assertThat(old.header("location")).isEqualTo("http://" + HOST + "/docs/a%20b");
    RawS3.Answer missing = get("/none");
    assertThat(missing.status()).isEqualTo(301);
    assertThat(missing.header("location")).isEqualTo("https://elsewhere.example/report-404/none");
    put("moved", "", o -> o.websiteRedirectLocation("/docs/"));
    RawS3.Answer moved = get("/moved");
    assertThat(moved.status()).isEqualTo(301);
    assertThat(moved.header("location")).isEqualTo("/docs/");
    assertThat(moved.body()).isEmpty();
  }

  @Test
  void visitsAreLoggedAndToldToPages() throws Exception {
    open();
    website(w -> {});
    s3.createBucket(b -> b.bucket("logs"));
    s3.putBucketPolicy(
        b ->
            b.bucket("logs")
                .policy(
                    """
                    {"Version": "2012-10-17", "Statement": [
                      {"Effect": "Allow", "Principal": {"Service": "logging.s3.amazonaws.com"},
                       "Action": "s3:PutObject", "Resource": "arn:aws:s3:::logs/*"}]}
                    """));
    s3.putBucketCors(
        b ->
            b.bucket("my.site")
                .corsConfiguration(
                    c ->
                        c.corsRules(
                            CORSRule.builder()
                                .allowedOrigins("https://a.test")
                                .allowedMethods("GET")
                                .build())));
    s3.putBucketLogging(
        b ->
            b.bucket("my.site")
                .bucketLoggingStatus(
                    l -> l.loggingEnabled(e -> e.targetBucket("logs").targetPrefix(""))));
    RawS3.Answer page = raw.toHost(HOST, "GET", "/docs/", "Origin", "https://a.test");
    assertThat(page.header("access-control-allow-origin")).isEqualTo("https://a.test");
    RawS3.Answer preflight =
        raw.toHost(
            HOST,
            "OPTIONS",
            "/docs/",
            "Origin",
            "https://a.test",
            "Access-Control-Request-Method",
            "GET");
    assertThat(preflight.status()).isEqualTo(200);
    get("/none");
    clock.advance(Duration.ofHours(1));
    String log = s3.listObjectsV2(b -> b.bucket("logs")).contents().getFirst().key();
    assertThat(s3.getObjectAsBytes(b -> b.bucket("logs").key(log)).asUtf8String())
        .contains(
            " WEBSITE.GET.OBJECT docs%2F \"GET /docs/ HTTP/1.1\" 200 - 4 4 ",
            " WEBSITE.GET.OBJECT none \"GET /none HTTP/1.1\" 404 NoSuchKey ");
  }

  @Test
  void aWholeWebsiteIsSentElsewhere() throws Exception {
    s3.putBucketWebsite(
        b ->
            b.bucket("my.site")
                .websiteConfiguration(
                    w ->
                        w.redirectAllRequestsTo(r -> r.hostName("www.example").protocol("https"))));
    RawS3.Answer answer = get("/a/b?c=d");
    assertThat(answer.status()).isEqualTo(301);
    assertThat(answer.header("location")).isEqualTo("https://www.example/a/b?c=d");
  }
}
