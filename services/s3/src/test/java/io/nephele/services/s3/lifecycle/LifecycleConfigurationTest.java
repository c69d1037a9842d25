package io.nephele.services.s3.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.GetBucketLifecycleConfigurationResponse;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.LifecycleRuleFilter;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Transition;
import software.amazon.awssdk.services.s3.model.TransitionDefaultMinimumObjectSize;
import software.amazon.awssdk.services.s3.model.TransitionStorageClass;

/** Rules go in, come out, and are refused in S3's words. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class LifecycleConfigurationTest {
  private static final String BUCKET = "rules-bucket";

  @Inject S3Client s3;

  @BeforeEach
  void bucket() {
    s3.createBucket(b -> b.bucket(BUCKET));
  }

  private static LifecycleRule rule(Consumer<LifecycleRule.Builder> more) {
    LifecycleRule.Builder rule =
        LifecycleRule.builder().status(ExpirationStatus.ENABLED).filter(f -> f.prefix(""));
    more.accept(rule);
    return rule.build();
  }

  private static Transition after(int days, TransitionStorageClass storageClass) {
    return Transition.builder().days(days).storageClass(storageClass).build();
  }

  private void put(LifecycleRule... rules) {
    s3.putBucketLifecycleConfiguration(
        b -> b.bucket(BUCKET).lifecycleConfiguration(c -> c.rules(rules)));
  }

  private void refused(String code, String message, LifecycleRule... rules) {
    assertThatThrownBy(() -> put(rules))
        .asInstanceOf(type(S3Exception.class))
        .extracting(S3Exception::awsErrorDetails)
        .returns(code, AwsErrorDetails::errorCode)
        .returns(message, AwsErrorDetails::errorMessage);
  }

  @Test
  @Fact("s3-180")
  void whatIsPutIsGot() {
    assertThatThrownBy(() -> s3.getBucketLifecycleConfiguration(b -> b.bucket(BUCKET)))
        .hasMessageContaining("The lifecycle configuration does not exist");
    LifecycleRule named =
        rule(
            r ->
                r.id("old logs")
                    .filter(
                        f ->
                            f.and(
                                a ->
                                    a.prefix("logs/")
                                        .tags(Tag.builder().key("k").value("v").build())
                                        .objectSizeGreaterThan(500L)))
                    .transitions(
                        after(30, TransitionStorageClass.STANDARD_IA),
                        after(60, TransitionStorageClass.GLACIER))
                    .expiration(e -> e.days(365))
                    .noncurrentVersionExpiration(
                        n -> n.noncurrentDays(7).newerNoncurrentVersions(3)));
    LifecycleRule dated =
        rule(
            r ->
                r.filter(f -> f.prefix("tmp/"))
                    .expiration(e -> e.date(Instant.parse("2030-01-01T00:00:00Z"))));
    put(named, dated);
    GetBucketLifecycleConfigurationResponse got =
        s3.getBucketLifecycleConfiguration(b -> b.bucket(BUCKET));
    assertThat(got.rules()).hasSize(2);
    assertThat(got.rules().getFirst()).isEqualTo(named);
    assertThat(got.rules().getLast().id()).hasSize(48);
    assertThat(got.rules().getLast().expiration()).isEqualTo(dated.expiration());
    assertThat(got.transitionDefaultMinimumObjectSize())
        .isEqualTo(TransitionDefaultMinimumObjectSize.ALL_STORAGE_CLASSES_128_K);
    s3.deleteBucketLifecycle(b -> b.bucket(BUCKET));
    assertThatThrownBy(() -> s3.getBucketLifecycleConfiguration(b -> b.bucket(BUCKET)))
        .asInstanceOf(type(S3Exception.class))
        .returns(404, S3Exception::statusCode)
        .returns("NoSuchLifecycleConfiguration", e -> e.awsErrorDetails().errorCode());
  }

  @Test
  void anEmptyFilterStaysEmpty() {
    put(rule(r -> r.id("all").filter(f -> {}).expiration(e -> e.days(1))));
    assertThat(
            s3.getBucketLifecycleConfiguration(b -> b.bucket(BUCKET)).rules().getFirst().filter())
        .isEqualTo(LifecycleRuleFilter.builder().build());
  }

  @Test
  @Fact("s3-037")
  void infrequentAccessTakesThirtyDays() {
    refused(
        "InvalidArgument",
        "'Days' in Transition action must be greater than or equal to 30 for storageClass"
            + " 'STANDARD_IA'",
        rule(r -> r.transitions(after(10, TransitionStorageClass.STANDARD_IA))));
    put(rule(r -> r.transitions(after(30, TransitionStorageClass.STANDARD_IA))));
  }

  @Test
  void objectsOnlyGetColderAndExpireLast() {
    refused(
        "InvalidArgument",
        "'Days' in the Expiration action for filter '(prefix=)' must be greater than 'Days' in the"
            + " Transition action",
        rule(
            r ->
                r.expiration(e -> e.days(30))
                    .transitions(after(30, TransitionStorageClass.GLACIER))));
    refused(
        "InvalidArgument",
        "'Days' in the Transition action for StorageClass 'GLACIER' for filter '(prefix=a and"
            + " objectsizelessthan=9)' must be 30 days more than 'Days' in the Transition action"
            + " for StorageClass 'STANDARD_IA' for filter '(prefix=a and objectsizelessthan=9)'",
        rule(
            r ->
                r.filter(f -> f.and(a -> a.prefix("a").objectSizeLessThan(9L)))
                    .transitions(
                        after(30, TransitionStorageClass.STANDARD_IA),
                        after(59, TransitionStorageClass.GLACIER))));
    refused(
        "InvalidRequest",
        "Found mixed 'Date' and 'Days' based Expiration and Transition actions in lifecycle rule"
            + " for filter '(prefix=)'",
        rule(
            r ->
                r.expiration(e -> e.days(30))
                    .transitions(
                        Transition.builder()
                            .date(Instant.parse("2030-01-01T00:00:00Z"))
                            .storageClass(TransitionStorageClass.GLACIER)
                            .build())));
    refused(
        "InvalidRequest",
        "'StorageClass' must be different for 'Transition' actions in same 'Rule' with filter"
            + " '(prefix=)'",
        rule(
            r ->
                r.transitions(
                    after(1, TransitionStorageClass.GLACIER),
                    after(2, TransitionStorageClass.GLACIER))));
  }

  @Test
  void numbersAndDates() {
    refused(
        "InvalidArgument",
        "'Days' for Expiration action must be a positive integer",
        rule(r -> r.expiration(e -> e.days(0))));
    refused(
        "InvalidArgument",
        "'Date' must be at midnight GMT",
        rule(r -> r.expiration(e -> e.date(Instant.parse("2030-01-01T00:00:01Z")))));
    refused(
        "InvalidArgument",
        "'NoncurrentDays' for NoncurrentVersionExpiration action must be a positive integer",
        rule(r -> r.noncurrentVersionExpiration(n -> n.noncurrentDays(0))));
    refused(
        "InvalidArgument",
        "'DaysAfterInitiation' for AbortIncompleteMultipartUpload action must be a positive"
            + " integer",
        rule(r -> r.abortIncompleteMultipartUpload(a -> a.daysAfterInitiation(0))));
  }

  @Test
  void rulesAsAWhole() {
    String malformed =
        "The XML you provided was not well-formed or did not validate against our published"
            + " schema";
    refused(
        "MalformedXML",
        malformed,
        rule(r -> r.filter((LifecycleRuleFilter) null).expiration(e -> e.days(1))));
    refused("MalformedXML", malformed, rule(r -> r.expiration(e -> e.days(1)).status("On")));
    refused("MalformedXML", malformed, rule(r -> r.transitions(after(1, null))));
    refused(
        "MalformedXML",
        malformed,
        rule(r -> r.expiration(e -> e.days(1).expiredObjectDeleteMarker(true))));
    refused("InvalidRequest", "At least one action needs to be specified in a rule", rule(r -> {}));
    LifecycleRule twice = rule(r -> r.id("same").expiration(e -> e.days(1)));
    refused(
        "InvalidArgument",
        "Rule ID must be unique. Found same ID for more than one rule",
        twice,
        twice);
    refused(
        "InvalidArgument",
        "ID length should not exceed allowed limit of 255",
        rule(r -> r.id("x".repeat(256)).expiration(e -> e.days(1))));
    Tag tag = Tag.builder().key("k").value("v").build();
    refused(
        "InvalidRequest",
        "AbortIncompleteMultipartUpload cannot be specified with Tags.",
        rule(
            r ->
                r.filter(f -> f.tag(tag))
                    .abortIncompleteMultipartUpload(a -> a.daysAfterInitiation(1))));
    refused(
        "InvalidRequest",
        "Duplicate Tag Keys are not allowed.",
        rule(r -> r.filter(f -> f.and(a -> a.tags(tag, tag))).expiration(e -> e.days(1))));
  }

  @Test
  @SuppressWarnings("deprecation")
  void prefixesBesideActionsDoNotOverlap() {
    LifecycleRule logs =
        LifecycleRule.builder()
            .status("Enabled")
            .prefix("logs/")
            .expiration(e -> e.days(1))
            .build();
    LifecycleRule deeper = logs.toBuilder().prefix("logs/old/").build();
    refused(
        "InvalidRequest",
        "Found overlapping prefixes 'logs/' and 'logs/old/' for same action type 'Expiration'",
        logs,
        deeper);
    refused(
        "InvalidRequest",
        "Base level prefix cannot be used in Lifecycle V2, prefixes are only supported in the"
            + " Filter.",
        logs,
        rule(r -> r.expiration(e -> e.days(1))));
    put(logs);
    assertThat(s3.getBucketLifecycleConfiguration(b -> b.bucket(BUCKET)).rules())
        .extracting(LifecycleRule::prefix)
        .isEqualTo(List.of("logs/"));
  }
}
