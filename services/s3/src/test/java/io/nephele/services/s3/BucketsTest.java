package io.nephele.services.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.junit.Clients;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Names, regions, owners and URLs of buckets. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class BucketsTest {
  @Inject S3Client s3;
  @Inject URI endpoint;

  private S3Client of(String account, String region) {
    return Clients.create(S3Client.class, endpoint, region, account);
  }

  private static void isRefused(ThrowingCallable call, String code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class, e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
  }

  private static void create(S3Client client, String name, String region) {
    client.createBucket(
        b -> b.bucket(name).createBucketConfiguration(c -> c.locationConstraint(region)));
  }

  @Test
  @Fact({"s3-002", "s3-095", "s3-144", "s3-177"})
  void aNameIsOneBucketsInAllAccountsAndRegions() {
    s3.createBucket(b -> b.bucket("only-one"));
    S3Client other = of("222222222222", "us-east-1");
    isRefused(() -> other.createBucket(b -> b.bucket("only-one")), "BucketAlreadyExists");
    isRefused(
        () -> create(of("000000000000", "eu-west-1"), "only-one", "eu-west-1"),
        "BucketAlreadyOwnedByYou");
    s3.createBucket(b -> b.bucket("only-one")); // no error in the first of all regions
    assertThat(other.listBuckets().buckets()).isEmpty();
    s3.deleteBucket(b -> b.bucket("only-one"));
    other.createBucket(b -> b.bucket("only-one"));
  }

  @Test
  @Fact({"s3-003", "s3-096", "s3-146"})
  void aBucketIsInOneRegionAndListedInAll() {
    s3.createBucket(b -> b.bucket("american"));
    S3Client europe = of("000000000000", "eu-west-1");
    create(europe, "european", "eu-west-1");
    assertThat(s3.listBuckets().buckets())
        .extracting(Bucket::name)
        .containsExactly("american", "european");
    assertThat(europe.listBuckets().buckets()).hasSize(2);
    assertThat(europe.getBucketLocation(b -> b.bucket("european")).locationConstraintAsString())
        .isEqualTo("eu-west-1");
    assertThat(s3.headBucket(b -> b.bucket("american")).bucketRegion()).isEqualTo("us-east-1");
    isRefused(
        () -> create(europe, "elsewhere", "ap-south-1"), "IllegalLocationConstraintException");
    isRefused(() -> create(s3, "nowhere", "moon-north-1"), "InvalidLocationConstraint");
  }

  @Test
  @Fact({"s3-004", "s3-145"})
  void namesFollowTheRules() throws Exception {
    for (String name : new String[] {"abc", "a.b-c9", "1-2-3", "a".repeat(63)}) {
      s3.createBucket(b -> b.bucket(name));
    }
    // By hand, since the SDK refuses some itself.
    try (RawS3 raw = new RawS3(endpoint)) {
      for (String name :
          new String[] {"Upper", "under_score", "ab", "a".repeat(64), "-a-b", "a..b", "1.2.3.4"}) {
        HttpResponse<String> answer =
            raw.send(
                java.net.http.HttpRequest.newBuilder(raw.signed("PUT", "/" + name))
                    .PUT(java.net.http.HttpRequest.BodyPublishers.noBody())
                    .build());
        assertThat(answer.statusCode()).as(name).isEqualTo(400);
        assertThat(answer.body()).contains("<Code>InvalidBucketName</Code>");
      }
    }
  }

  @Test
  @Fact("s3-009")
  void aBucketIsInThePathOrTheHostName() throws Exception {
    s3.createBucket(b -> b.bucket("addressed"));
    s3.deletePublicAccessBlock(b -> b.bucket("addressed"));
    s3.putBucketPolicy(
        b ->
            b.bucket("addressed")
                .policy(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*",
                     "Action":"s3:GetObject","Resource":"arn:aws:s3:::addressed/*"}]}
                    """));
    s3.putObject(b -> b.bucket("addressed").key("a/b"), RequestBody.fromString("found"));
    assertThat(get(endpoint.getAuthority(), "/addressed/a/b")).endsWith("found");
    assertThat(get("addressed.s3.us-east-1.amazonaws.com", "/a/b")).endsWith("found");
    assertThat(get("addressed.s3.amazonaws.com", "/a/b")).endsWith("found");
    assertThat(get("addressed.s3.localhost:" + endpoint.getPort(), "/a/b")).endsWith("found");
    assertThat(get("s3.us-east-1.amazonaws.com", "/addressed/a/b")).endsWith("found");
  }

  private String get(String host, String path) throws Exception {
    try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
