package io.nephele.services.s3.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.AnalyticsConfiguration;
import software.amazon.awssdk.services.s3.model.BucketAbacStatus;
import software.amazon.awssdk.services.s3.model.BucketAccelerateStatus;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.IntelligentTieringAccessTier;
import software.amazon.awssdk.services.s3.model.IntelligentTieringStatus;
import software.amazon.awssdk.services.s3.model.Payer;
import software.amazon.awssdk.services.s3.model.RoutingRule;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tiering;
import software.amazon.awssdk.services.s3control.S3ControlClient;

/** Configurations of buckets are checked, kept and told. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class BucketConfigurationsTest {
  private static final String BUCKET = "configured";

  private static final String ACCOUNT = "000000000000";

  @Inject S3Client s3;
  @Inject S3ControlClient control;

  @BeforeEach
  void bucket() {
    s3.createBucket(b -> b.bucket(BUCKET));
  }

  private static void refused(int status, String code, String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(e.statusCode()).isEqualTo(status);
              assertThat(e.awsErrorDetails().errorMessage()).contains(message);
            });
  }

  @Test
  @Fact("s3-027")
  void bucketsHaveTags() {
    refused(
        404,
        "NoSuchTagSet",
        "The TagSet does not exist",
        () -> s3.getBucketTagging(b -> b.bucket(BUCKET)));
    putTags(tag("team", "a b"), tag("cost", ""));
    assertThat(s3.getBucketTagging(b -> b.bucket(BUCKET)).tagSet())
        .containsExactly(tag("team", "a b"), tag("cost", ""));
    putTags(tag("other", "x"));
    assertThat(s3.getBucketTagging(b -> b.bucket(BUCKET)).tagSet())
        .containsExactly(tag("other", "x"));
    s3.deleteBucketTagging(b -> b.bucket(BUCKET));
    refused(404, "NoSuchTagSet", "", () -> s3.getBucketTagging(b -> b.bucket(BUCKET)));
  }

  @Test
  void badTagsAreRefused() {
    refused(
        400,
        "InvalidTag",
        "Cannot provide multiple Tags with the same key",
        () -> putTags(tag("a", "1"), tag("a", "2")));
    refused(
        400,
        "InvalidTag",
        "System tags cannot be added/updated by requester",
        () -> putTags(tag("aws:x", "1")));
    refused(400, "InvalidTag", "The TagKey", () -> putTags(tag("k".repeat(129), "1")));
    refused(400, "InvalidTag", "The TagValue", () -> putTags(tag("k", "v".repeat(257))));
    refused(400, "InvalidTag", "The TagValue", () -> putTags(tag("k", "a<b")));
    List<Tag> many = new ArrayList<>();
    for (int i = 0; i < 51; i++) {
      many.add(tag("k" + i, ""));
    }
    refused(
        400,
        "BadRequest",
        "Bucket tag count cannot be greater than 50",
        () -> putTags(many.toArray(Tag[]::new)));
  }

  private void putTags(Tag... tags) {
    s3.putBucketTagging(b -> b.bucket(BUCKET).tagging(t -> t.tagSet(tags)));
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  @Test
  void accessByTagsMovesTaggingToTheOtherApi() {
    assertThat(s3.getBucketAbac(b -> b.bucket(BUCKET)).abacStatus().status())
        .isEqualTo(BucketAbacStatus.DISABLED);
    s3.putBucketAbac(b -> b.bucket(BUCKET).abacStatus(a -> a.status(BucketAbacStatus.ENABLED)));
    assertThat(s3.getBucketAbac(b -> b.bucket(BUCKET)).abacStatus().status())
        .isEqualTo(BucketAbacStatus.ENABLED);
    refused(400, "InvalidRequest", "TagResource", () -> putTags(tag("a", "b")));
    String arn = "arn:aws:s3:::" + BUCKET;
    control.tagResource(
        b ->
            b.accountId(ACCOUNT).resourceArn(arn).tags(controlTag("a", "1"), controlTag("b", "2")));
    control.tagResource(b -> b.accountId(ACCOUNT).resourceArn(arn).tags(controlTag("b", "3")));
    assertThat(s3.getBucketTagging(b -> b.bucket(BUCKET)).tagSet())
        .containsExactly(tag("a", "1"), tag("b", "3"));
    control.untagResource(b -> b.accountId(ACCOUNT).resourceArn(arn).tagKeys("a"));
    assertThat(control.listTagsForResource(b -> b.accountId(ACCOUNT).resourceArn(arn)).tags())
        .containsExactly(controlTag("b", "3"));
  }

  private static software.amazon.awssdk.services.s3control.model.Tag controlTag(
      String key, String value) {
    return software.amazon.awssdk.services.s3control.model.Tag.builder()
        .key(key)
        .value(value)
        .build();
  }

  @Test
  @Fact("s3-008")
  void transferAccelerationIsEnabled() {
    assertThat(s3.getBucketAccelerateConfiguration(b -> b.bucket(BUCKET)).status()).isNull();
    s3.putBucketAccelerateConfiguration(
        b ->
            b.bucket(BUCKET)
                .accelerateConfiguration(a -> a.status(BucketAccelerateStatus.ENABLED)));
    assertThat(s3.getBucketAccelerateConfiguration(b -> b.bucket(BUCKET)).status())
        .isEqualTo(BucketAccelerateStatus.ENABLED);
    s3.createBucket(b -> b.bucket("dotted.name"));
    refused(
        400,
        "InvalidRequest",
        "S3 Transfer Acceleration is not supported for buckets with periods (.) in their names",
        () ->
            s3.putBucketAccelerateConfiguration(
                b ->
                    b.bucket("dotted.name")
                        .accelerateConfiguration(a -> a.status(BucketAccelerateStatus.ENABLED))));
  }

  @Test
  void thePayerIsTheOwnerUnlessSaidOtherwise() {
    assertThat(s3.getBucketRequestPayment(b -> b.bucket(BUCKET)).payer())
        .isEqualTo(Payer.BUCKET_OWNER);
    s3.putBucketRequestPayment(
        b -> b.bucket(BUCKET).requestPaymentConfiguration(r -> r.payer(Payer.REQUESTER)));
    assertThat(s3.getBucketRequestPayment(b -> b.bucket(BUCKET)).payer())
        .isEqualTo(Payer.REQUESTER);
    refused(
        400,
        "MalformedXML",
        "",
        () ->
            s3.putBucketRequestPayment(
                b -> b.bucket(BUCKET).requestPaymentConfiguration(r -> r.payer("Nobody"))));
  }

  @Test
  @Fact({"s3-132", "s3-133"})
  void corsRulesAreKept() {
    refused(
        404,
        "NoSuchCORSConfiguration",
        "The CORS configuration does not exist",
        () -> s3.getBucketCors(b -> b.bucket(BUCKET)));
    CORSRule rule =
        CORSRule.builder()
            .allowedOrigins("https://*.example.com")
            .allowedMethods("GET", "PUT", "POST", "DELETE", "HEAD")
            .allowedHeaders("*")
            .exposeHeaders("ETag")
            .maxAgeSeconds(60)
            .build();
    putCors(rule);
    assertThat(s3.getBucketCors(b -> b.bucket(BUCKET)).corsRules()).containsExactly(rule);
    refused(
        400,
        "InvalidRequest",
        "Found unsupported HTTP method in CORS config. Unsupported method is OPTIONS",
        () -> putCors(rule.toBuilder().allowedMethods("OPTIONS").build()));
    refused(
        400,
        "InvalidRequest",
        "AllowedOrigin \"http://*.*\" can not have more than one wildcard.",
        () -> putCors(rule.toBuilder().allowedOrigins("http://*.*").build()));
    refused(
        400,
        "InvalidRequest",
        "ExposeHeader \"*\" contains wildcard.",
        () -> putCors(rule.toBuilder().exposeHeaders("*").build()));
    refused(400, "MalformedXML", "", this::putCors);
    s3.deleteBucketCors(b -> b.bucket(BUCKET));
    refused(404, "NoSuchCORSConfiguration", "", () -> s3.getBucketCors(b -> b.bucket(BUCKET)));
  }

  private void putCors(CORSRule... rules) {
    s3.putBucketCors(b -> b.bucket(BUCKET).corsConfiguration(c -> c.corsRules(rules)));
  }

  @Test
  void websitesAreChecked() {
    refused(
        404,
        "NoSuchWebsiteConfiguration",
        "The specified bucket does not have a website configuration",
        () -> s3.getBucketWebsite(b -> b.bucket(BUCKET)));
    refused(
        400,
        "InvalidArgument",
        "The IndexDocument Suffix is not well formed",
        () ->
            s3.putBucketWebsite(
                b ->
                    b.bucket(BUCKET)
                        .websiteConfiguration(
                            w -> w.indexDocument(i -> i.suffix("a/index.html")))));
    refused(
        400,
        "InvalidRequest",
        "You can only define ReplaceKeyPrefix or ReplaceKey but not both.",
        () ->
            putRule(
                RoutingRule.builder()
                    .redirect(r -> r.replaceKeyWith("a").replaceKeyPrefixWith("b"))
                    .build()));
    refused(
        400,
        "InvalidRequest",
        "The provided HTTP error code (200) is not valid. Valid codes are 4XX or 5XX.",
        () ->
            putRule(
                RoutingRule.builder()
                    .condition(c -> c.httpErrorCodeReturnedEquals("200"))
                    .redirect(r -> r.replaceKeyWith("a"))
                    .build()));
    putRule(RoutingRule.builder().redirect(r -> r.replaceKeyWith("a")).build());
    assertThat(s3.getBucketWebsite(b -> b.bucket(BUCKET)).routingRules()).hasSize(1);
    s3.deleteBucketWebsite(b -> b.bucket(BUCKET));
    refused(
        404, "NoSuchWebsiteConfiguration", "", () -> s3.getBucketWebsite(b -> b.bucket(BUCKET)));
  }

  private void putRule(RoutingRule rule) {
    s3.putBucketWebsite(
        b ->
            b.bucket(BUCKET)
                .websiteConfiguration(
                    w -> w.indexDocument(i -> i.suffix("index.html")).routingRules(rule)));
  }

  @Test
  @Fact({"s3-014", "s3-123"})
  void loggingIsOffByDefaultAndNeedsATarget() {
    assertThat(s3.getBucketLogging(b -> b.bucket(BUCKET)).loggingEnabled()).isNull();
    refused(
        400,
        "InvalidTargetBucketForLogging",
        "The target bucket for logging does not exist",
        () -> putLogging("not-there"));
    putLogging(BUCKET);
    assertThat(s3.getBucketLogging(b -> b.bucket(BUCKET)).loggingEnabled().targetPrefix())
        .isEqualTo("logs/");
    s3.putBucketLogging(b -> b.bucket(BUCKET).bucketLoggingStatus(l -> {}));
    assertThat(s3.getBucketLogging(b -> b.bucket(BUCKET)).loggingEnabled()).isNull();
  }

  private void putLogging(String target) {
    s3.putBucketLogging(
        b ->
            b.bucket(BUCKET)
                .bucketLoggingStatus(
                    l -> l.loggingEnabled(e -> e.targetBucket(target).targetPrefix("logs/"))));
  }

  @Test
  @Fact("s3-062")
  void analyticsAreListedInPages() {
    for (int i = 0; i < 101; i++) {
      putAnalytics(String.format("id-%03d", i));
    }
    putAnalytics("id-000");
    var first = s3.listBucketAnalyticsConfigurations(b -> b.bucket(BUCKET));
    assertThat(first.analyticsConfigurationList()).hasSize(100);
    assertThat(first.isTruncated()).isTrue();
    var second =
        s3.listBucketAnalyticsConfigurations(
            b -> b.bucket(BUCKET).continuationToken(first.nextContinuationToken()));
    assertThat(second.analyticsConfigurationList())
        .extracting(AnalyticsConfiguration::id)
        .containsExactly("id-100");
    assertThat(second.isTruncated()).isFalse();
    assertThat(
            s3.getBucketAnalyticsConfiguration(b -> b.bucket(BUCKET).id("id-007"))
                .analyticsConfiguration()
                .filter()
                .prefix())
        .isEqualTo("p/");
    s3.deleteBucketAnalyticsConfiguration(b -> b.bucket(BUCKET).id("id-007"));
    refused(
        404,
        "NoSuchConfiguration",
        "The specified configuration does not exist.",
        () -> s3.getBucketAnalyticsConfiguration(b -> b.bucket(BUCKET).id("id-007")));
    refused(
        400,
        "IdMismatch",
        "Document ID does not match the specified configuration ID.",
        () ->
            s3.putBucketAnalyticsConfiguration(
                b ->
                    b.bucket(BUCKET)
                        .id("one")
                        .analyticsConfiguration(a -> a.id("two").storageClassAnalysis(c -> {}))));
  }

  private void putAnalytics(String id) {
    s3.putBucketAnalyticsConfiguration(
        b ->
            b.bucket(BUCKET)
                .id(id)
                .analyticsConfiguration(
                    a -> a.id(id).filter(f -> f.prefix("p/")).storageClassAnalysis(c -> {})));
  }

  @Test
  void requestMetricsAreConfigured() {
    s3.putBucketMetricsConfiguration(
        b -> b.bucket(BUCKET).id("all").metricsConfiguration(m -> m.id("all")));
    assertThat(s3.listBucketMetricsConfigurations(b -> b.bucket(BUCKET)).metricsConfigurationList())
        .hasSize(1);
    s3.deleteBucketMetricsConfiguration(b -> b.bucket(BUCKET).id("all"));
    refused(
        404,
        "NoSuchConfiguration",
        "",
        () -> s3.deleteBucketMetricsConfiguration(b -> b.bucket(BUCKET).id("all")));
  }

  @Test
  @Fact({"s3-063", "s3-160"})
  void archiveTiersAreConfigured() {
    putTiering(90);
    assertThat(
            s3.getBucketIntelligentTieringConfiguration(b -> b.bucket(BUCKET).id("t"))
                .intelligentTieringConfiguration()
                .tierings()
                .getFirst()
                .days())
        .isEqualTo(90);
    assertThat(
            s3.listBucketIntelligentTieringConfigurations(b -> b.bucket(BUCKET))
                .intelligentTieringConfigurationList())
        .hasSize(1);
    refused(400, "InvalidArgument", "between 90 and 730", () -> putTiering(89));
  }

  private void putTiering(int days) {
    s3.putBucketIntelligentTieringConfiguration(
        b ->
            b.bucket(BUCKET)
                .id("t")
                .intelligentTieringConfiguration(
                    c ->
                        c.id("t")
                            .status(IntelligentTieringStatus.ENABLED)
                            .tierings(
                                Tiering.builder()
                                    .days(days)
                                    .accessTier(IntelligentTieringAccessTier.ARCHIVE_ACCESS)
                                    .build())));
  }
}
