package io.nephele.services.s3.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import io.nephele.services.s3.RawS3;
import io.nephele.services.s3.TestUser;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;

/** Each operation is denied without its IAM actions and allowed with just these. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class ActionsTest {
  private static final String ACCOUNT = "000000000000";
  private static final String BUCKET = "action-bucket";

  /** Ends a statement of the user's policy and begins the next. */
  private static final String AND = "\",\"Resource\":\"*\"},{\"Effect\":\"Allow\",\"Action\":\"";

  @Inject S3Client s3;
  @Inject Nephele nephele;
  private int users;

  private record Row(String actions, Consumer<S3Client> call) {}

  private static Row row(String actions, Consumer<S3Client> call) {
    return new Row(actions, call);
  }

  @BeforeEach
  void prepare() {
    s3.createBucket(b -> b.bucket(BUCKET).objectOwnership("BucketOwnerPreferred"));
    s3.putObject(b -> b.bucket(BUCKET).key("k"), RequestBody.fromString("v"));
  }

  /** Makes each call as users who lack one of its actions, then as one who has them all. */
  private void check(List<Row> rows) {
    for (Row row : rows) {
      String[] actions = row.actions.split(" ");
      for (int left = 0; left < actions.length; left++) {
        StringBuilder others = new StringBuilder("iam:GetUser");
        for (int i = 0; i < actions.length; i++) {
          others.append(i == left ? "" : AND + actions[i]);
        }
        String missing = actions[left];
        try (S3Client user = user(others.toString())) {
          assertThatThrownBy(() -> row.call.accept(user))
              .as("without " + missing)
              .isInstanceOfSatisfying(
                  S3Exception.class,
                  e -> assertThat(e.statusCode()).as("without " + missing).isEqualTo(403));
        }
      }
      try (S3Client user = user(String.join(AND, actions))) {
        assertThatCode(() -> row.call.accept(user))
            .as("with " + row.actions)
            .doesNotThrowAnyException();
      }
    }
  }

  private S3Client user(String actions) {
    return TestUser.create(nephele, ACCOUNT, "user" + users++, actions).client();
  }

  @Test
  void objects() {
    RequestBody body = RequestBody.fromString("new");
    check(
        List.of(
            row("s3:ListAllMyBuckets", c -> c.listBuckets()),
            row("s3:GetObject", c -> c.getObjectAsBytes(b -> b.bucket(BUCKET).key("k"))),
            row("s3:GetObject", c -> c.headObject(b -> b.bucket(BUCKET).key("k"))),
            row("s3:PutObject", c -> c.putObject(b -> b.bucket(BUCKET).key("n"), body)),
            row(
                "s3:PutObject s3:PutObjectTagging",
                c -> c.putObject(b -> b.bucket(BUCKET).key("n").tagging("a=b"), body)),
            row(
                "s3:PutObject s3:PutObjectAcl",
                c -> c.putObject(b -> b.bucket(BUCKET).key("n").acl("private"), body)),
            row(
                "s3:PutObject s3:GetObject",
                c ->
                    c.copyObject(
                        b ->
                            b.sourceBucket(BUCKET)
                                .sourceKey("k")
                                .destinationBucket(BUCKET)
                                .destinationKey("copy"))),
            row("s3:GetObjectTagging", c -> c.getObjectTagging(b -> b.bucket(BUCKET).key("k"))),
            row(
                "s3:PutObjectTagging",
                c ->
                    c.putObjectTagging(
                        b ->
                            b.bucket(BUCKET)
                                .key("k")
                                .tagging(
                                    t -> t.tagSet(Tag.builder().key("a").value("b").build())))),
            row(
                "s3:DeleteObjectTagging",
                c -> c.deleteObjectTagging(b -> b.bucket(BUCKET).key("k"))),
            row("s3:GetObjectAcl", c -> c.getObjectAcl(b -> b.bucket(BUCKET).key("k"))),
            row(
                "s3:PutObjectAcl",
                c -> c.putObjectAcl(b -> b.bucket(BUCKET).key("k").acl("private"))),
            row(
                "s3:GetObject s3:GetObjectAttributes",
                c ->
                    c.getObjectAttributes(
                        b -> b.bucket(BUCKET).key("k").objectAttributesWithStrings("ETag"))),
            row("s3:PutObject", c -> c.createMultipartUpload(b -> b.bucket(BUCKET).key("upload"))),
            row(
                "s3:ListBucketMultipartUploads",
                c -> c.listMultipartUploads(b -> b.bucket(BUCKET))),
            row("s3:DeleteObject", c -> c.deleteObject(b -> b.bucket(BUCKET).key("n")))));
  }

  @Test
  void uploadsInParts() {
    String id = s3.createMultipartUpload(b -> b.bucket(BUCKET).key("u")).uploadId();
    check(
        List.of(
            row(
                "s3:PutObject",
                c ->
                    c.uploadPart(
                        b -> b.bucket(BUCKET).key("u").uploadId(id).partNumber(1),
                        RequestBody.fromString("part"))),
            row(
                "s3:PutObject s3:GetObject",
                c ->
                    c.uploadPartCopy(
                        b ->
                            b.sourceBucket(BUCKET)
                                .sourceKey("k")
                                .destinationBucket(BUCKET)
                                .destinationKey("u")
                                .uploadId(id)
                                .partNumber(2))),
            row(
                "s3:ListMultipartUploadParts",
                c -> c.listParts(b -> b.bucket(BUCKET).key("u").uploadId(id))),
            row(
                "s3:AbortMultipartUpload",
                c -> c.abortMultipartUpload(b -> b.bucket(BUCKET).key("u").uploadId(id)))));
  }

  @Test
  void versions() {
    s3.putBucketVersioning(b -> b.bucket(BUCKET).versioningConfiguration(c -> c.status("Enabled")));
    String id =
        s3.putObject(b -> b.bucket(BUCKET).key("k"), RequestBody.fromString("2")).versionId();
    check(
        List.of(
            row(
                "s3:GetObjectVersion",
                c -> c.getObjectAsBytes(b -> b.bucket(BUCKET).key("k").versionId(id))),
            row(
                "s3:GetObjectVersionTagging",
                c -> c.getObjectTagging(b -> b.bucket(BUCKET).key("k").versionId(id))),
            row(
                "s3:GetObjectVersionAcl",
                c -> c.getObjectAcl(b -> b.bucket(BUCKET).key("k").versionId(id))),
            row("s3:ListBucketVersions", c -> c.listObjectVersions(b -> b.bucket(BUCKET))),
            row("s3:GetBucketVersioning", c -> c.getBucketVersioning(b -> b.bucket(BUCKET))),
            row(
                "s3:PutBucketVersioning",
                c ->
                    c.putBucketVersioning(
                        b -> b.bucket(BUCKET).versioningConfiguration(v -> v.status("Enabled")))),
            row(
                "s3:DeleteObjectVersion",
                c -> c.deleteObject(b -> b.bucket(BUCKET).key("k").versionId(id)))));
  }

  @Test
  void buckets() {
    String policy =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*",
        "Action":"s3:GetObject","Resource":"arn:aws:s3:::%s/nothing"}]}
        """
            .formatted(BUCKET);
    CORSRule cors = CORSRule.builder().allowedMethods("GET").allowedOrigins("*").build();
    check(
        List.of(
            row("s3:CreateBucket", c -> c.createBucket(b -> b.bucket("made-by-user"))),
            row("s3:ListBucket", c -> c.listObjectsV2(b -> b.bucket(BUCKET))),
            row("s3:ListBucket", c -> c.listObjects(b -> b.bucket(BUCKET))),
            row("s3:ListBucket", c -> c.headBucket(b -> b.bucket(BUCKET))),
            row("s3:GetBucketLocation", c -> c.getBucketLocation(b -> b.bucket(BUCKET))),
            row("s3:PutBucketPolicy", c -> c.putBucketPolicy(b -> b.bucket(BUCKET).policy(policy))),
            row("s3:GetBucketPolicy", c -> c.getBucketPolicy(b -> b.bucket(BUCKET))),
            row("s3:GetBucketPolicyStatus", c -> c.getBucketPolicyStatus(b -> b.bucket(BUCKET))),
            row("s3:DeleteBucketPolicy", c -> c.deleteBucketPolicy(b -> b.bucket(BUCKET))),
            row("s3:GetBucketAcl", c -> c.getBucketAcl(b -> b.bucket(BUCKET))),
            row("s3:PutBucketAcl", c -> c.putBucketAcl(b -> b.bucket(BUCKET).acl("private"))),
            row("s3:GetEncryptionConfiguration", c -> c.getBucketEncryption(b -> b.bucket(BUCKET))),
            row(
                "s3:GetBucketOwnershipControls",
                c -> c.getBucketOwnershipControls(b -> b.bucket(BUCKET))),
            row(
                "s3:GetBucketPublicAccessBlock",
                c -> c.getPublicAccessBlock(b -> b.bucket(BUCKET))),
            row(
                "s3:PutBucketPublicAccessBlock",
                c -> c.deletePublicAccessBlock(b -> b.bucket(BUCKET))),
            row(
                "s3:PutBucketTagging",
                c ->
                    c.putBucketTagging(
                        b ->
                            b.bucket(BUCKET)
                                .tagging(
                                    t -> t.tagSet(Tag.builder().key("a").value("b").build())))),
            row("s3:GetBucketTagging", c -> c.getBucketTagging(b -> b.bucket(BUCKET))),
            row(
                "s3:PutBucketCORS",
                c ->
                    c.putBucketCors(
                        b -> b.bucket(BUCKET).corsConfiguration(r -> r.corsRules(cors)))),
            row("s3:GetBucketCORS", c -> c.getBucketCors(b -> b.bucket(BUCKET))),
            row(
                "s3:PutBucketWebsite",
                c ->
                    c.putBucketWebsite(
                        b ->
                            b.bucket(BUCKET)
                                .websiteConfiguration(
                                    w -> w.indexDocument(i -> i.suffix("index.html"))))),
            row("s3:DeleteBucketWebsite", c -> c.deleteBucketWebsite(b -> b.bucket(BUCKET))),
            row(
                "s3:GetBucketNotification",
                c -> c.getBucketNotificationConfiguration(b -> b.bucket(BUCKET))),
            row("s3:GetBucketLogging", c -> c.getBucketLogging(b -> b.bucket(BUCKET))),
            row(
                "s3:GetBucketRequestPayment",
                c -> c.getBucketRequestPayment(b -> b.bucket(BUCKET))),
            row("s3:DeleteBucket", c -> c.deleteBucket(b -> b.bucket("made-by-user")))));
  }

  @Test
  @Fact({"s3-167", "s3-169", "s3-171"})
  void anyKindOfPolicyAllowsAndAnyDenies() throws Exception {
    Consumer<S3Client> get = c -> c.getObjectAsBytes(b -> b.bucket(BUCKET).key("k"));
    try (S3Client allowed = user("s3:GetObject");
        S3Client nobody = user("iam:GetUser");
        RawS3 raw = new RawS3(nephele.endpoint())) {
      get.accept(allowed);
      Answers.denied(() -> get.accept(nobody));
      // What users' policies allow is not for who is no user.
      assertThat(raw.send(raw.anonymous("/" + BUCKET + "/k").build()).statusCode()).isEqualTo(403);
      policy("Allow", "{\"AWS\":\"arn:aws:iam::" + ACCOUNT + ":user/user1\"}");
      get.accept(nobody);
      policy("Deny", "\"*\"");
      Answers.denied(() -> get.accept(allowed));
      s3.deleteBucketPolicy(b -> b.bucket(BUCKET));
      s3.deletePublicAccessBlock(b -> b.bucket(BUCKET));
      s3.putObjectAcl(b -> b.bucket(BUCKET).key("k").acl("authenticated-read"));
      get.accept(nobody);
      policy("Deny", "\"*\"");
      Answers.denied(() -> get.accept(nobody));
    }
  }

  private void policy(String effect, String principal) {
    s3.putBucketPolicy(
        b ->
            b.bucket(BUCKET)
                .policy(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"%s","Principal":%s,
                    "Action":"s3:GetObject","Resource":"arn:aws:s3:::%s/*"}]}
                    """
                        .formatted(effect, principal, BUCKET)));
  }
}
