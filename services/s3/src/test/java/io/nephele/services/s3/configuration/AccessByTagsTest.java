package io.nephele.services.s3.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAbacStatus;
import software.amazon.awssdk.services.s3.model.Tag;

/** Policies see the tags of buckets only where the buckets' owner has said so. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class AccessByTagsTest {
  @Inject S3Client s3;
  @Inject Nephele nephele;

  @Test
  void tagsDecideOnceTheyAreToDecide() {
    s3.createBucket(b -> b.bucket("by-tags"));
    s3.putBucketTagging(
        b ->
            b.bucket("by-tags")
                .tagging(t -> t.tagSet(Tag.builder().key("team").value("x").build())));
    s3.putBucketPolicy(
        b ->
            b.bucket("by-tags")
                .policy(
                    """
                    {"Version": "2012-10-17", "Statement": [
                      {"Effect": "Allow", "Principal": {"AWS": "111122223333"},
                       "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::by-tags",
                       "Condition": {"StringEquals": {"aws:ResourceTag/team": "x"}}}]}
                    """));
    S3Client other =
        Clients.create(
            S3Client.class,
            nephele,
            "us-east-1",
            AwsBasicCredentials.create("111122223333", "secret"));
    assertThatThrownBy(() -> other.listObjectsV2(b -> b.bucket("by-tags")))
        .hasMessageContaining("is not authorized");
    s3.putBucketAbac(b -> b.bucket("by-tags").abacStatus(a -> a.status(BucketAbacStatus.ENABLED)));
    assertThat(other.listObjectsV2(b -> b.bucket("by-tags")).contents()).isEmpty();
  }
}
