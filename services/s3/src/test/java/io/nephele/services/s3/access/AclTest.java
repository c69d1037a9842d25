package io.nephele.services.s3.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.identity.CanonicalUser;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectAclResponse;
import software.amazon.awssdk.services.s3.model.Permission;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Access control lists count where a bucket's ownership allows them, and nowhere else. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class AclTest {
  private static final String BUCKET = "acl-bucket";
  private static final String OTHER = "111122223333";

  @Inject S3Client s3;
  @Inject Nephele nephele;
  private S3Client other;

  @BeforeEach
  void prepare() {
    other =
        Clients.create(
            S3Client.class, nephele, "us-east-1", AwsBasicCredentials.create(OTHER, "secret"));
  }

  private void create(String ownership) {
    s3.createBucket(b -> b.bucket(BUCKET).objectOwnership(ownership));
    s3.deletePublicAccessBlock(b -> b.bucket(BUCKET));
    s3.putObject(b -> b.bucket(BUCKET).key("k"), RequestBody.fromString("v"));
  }

  private int anonymousGet(String key) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI uri = nephele.endpoint().resolve("/" + BUCKET + "/" + key);
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  private static void refused(ThrowingCallable call, String code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class, e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
  }

  @Test
  @Fact({"s3-033", "s3-140"})
  void newBucketsHaveNone() {
    s3.createBucket(b -> b.bucket(BUCKET));
    assertThat(
            s3.getBucketOwnershipControls(b -> b.bucket(BUCKET))
                .ownershipControls()
                .rules()
                .getFirst()
                .objectOwnershipAsString())
        .isEqualTo("BucketOwnerEnforced");
    refused(
        () ->
            s3.putObject(
                b -> b.bucket(BUCKET).key("k").acl("public-read"), RequestBody.fromString("v")),
        "AccessControlListNotSupported");
    refused(
        () -> s3.putBucketAcl(b -> b.bucket(BUCKET).acl("public-read")),
        "AccessControlListNotSupported");
    s3.putObject(
        b -> b.bucket(BUCKET).key("k").acl("bucket-owner-full-control"),
        RequestBody.fromString("v"));
  }

  @Test
  @Fact({"s3-173", "s3-176", "s3-172"})
  void anObjectsListLetsAnybodyRead() throws Exception {
    create("ObjectWriter");
    GetObjectAclResponse acl = s3.getObjectAcl(b -> b.bucket(BUCKET).key("k"));
    assertThat(acl.grants()).hasSize(1);
    assertThat(acl.grants().getFirst().permission()).isEqualTo(Permission.FULL_CONTROL);
    assertThat(acl.grants().getFirst().grantee().id()).isEqualTo(CanonicalUser.of("000000000000"));
    assertThat(anonymousGet("k")).isEqualTo(403);
    s3.putObjectAcl(b -> b.bucket(BUCKET).key("k").acl("public-read"));
    assertThat(anonymousGet("k")).isEqualTo(200);
    s3.putPublicAccessBlock(
        b -> b.bucket(BUCKET).publicAccessBlockConfiguration(c -> c.ignorePublicAcls(true)));
    assertThat(anonymousGet("k")).isEqualTo(403);
    s3.putPublicAccessBlock(
        b -> b.bucket(BUCKET).publicAccessBlockConfiguration(c -> c.blockPublicAcls(true)));
    refused(
        () -> s3.putObjectAcl(b -> b.bucket(BUCKET).key("k").acl("public-read")), "AccessDenied");
  }

  @Test
  @Fact({"s3-035", "s3-178"})
  void whoPutsAnObjectOwnsItOnlyWhereTheBucketSaysSo() {
    create("ObjectWriter");
    s3.putBucketAcl(b -> b.bucket(BUCKET).grantWrite("id=" + CanonicalUser.of(OTHER)));
    other.putObject(b -> b.bucket(BUCKET).key("theirs"), RequestBody.fromString("t"));
    assertThat(other.getObjectAcl(b -> b.bucket(BUCKET).key("theirs")).owner().id())
        .isEqualTo(CanonicalUser.of(OTHER));
    refused(() -> s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("theirs")), "AccessDenied");
    other.putObjectAcl(b -> b.bucket(BUCKET).key("theirs").acl("bucket-owner-read"));
    assertThat(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("theirs")).asUtf8String())
        .isEqualTo("t");
    // Deleting is the bucket's owner's business.
    s3.deleteObject(b -> b.bucket(BUCKET).key("theirs"));
  }

  @Test
  @Fact("s3-175")
  void aBucketsListGivesOnlyWhatItNames() {
    create("BucketOwnerPreferred");
    refused(() -> other.listObjectsV2(b -> b.bucket(BUCKET)), "AccessDenied");
    s3.putBucketAcl(b -> b.bucket(BUCKET).acl("authenticated-read"));
    assertThat(other.listObjectsV2(b -> b.bucket(BUCKET)).contents()).hasSize(1);
    refused(() -> other.getBucketAcl(b -> b.bucket(BUCKET)), "AccessDenied");
    refused(() -> other.getBucketWebsite(b -> b.bucket(BUCKET)), "AccessDenied");
    refused(() -> other.getObjectAsBytes(b -> b.bucket(BUCKET).key("k")), "AccessDenied");
  }

  @Test
  @Fact({"s3-034", "s3-174"})
  void whatIsNoListIsRefused() {
    create("ObjectWriter");
    refused(() -> s3.putBucketAcl(b -> b.bucket(BUCKET).acl("half-public")), "InvalidArgument");
    refused(() -> s3.putBucketAcl(b -> b.bucket(BUCKET).grantRead("somebody")), "InvalidArgument");
    refused(() -> s3.putBucketAcl(b -> b.bucket(BUCKET).grantRead("id=12")), "InvalidArgument");
    refused(
        () -> s3.putBucketAcl(b -> b.bucket(BUCKET).acl("private").grantRead("id=12")),
        "InvalidRequest");
    // A grant is to an account, never to one of its users.
    refused(
        () ->
            s3.putBucketAcl(b -> b.bucket(BUCKET).grantRead("id=arn:aws:iam::111122223333:user/a")),
        "InvalidArgument");
    refused(() -> s3.putBucketAcl(b -> b.bucket(BUCKET)), "MissingSecurityHeader");
  }
}
