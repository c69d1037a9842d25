package io.nephele.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.Fact;
import io.nephele.junit.NepheleTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The AWS CLI's own commands for S3, which do much more than one call each. */
@NepheleTest(virtualClock = false, scope = NepheleTest.Scope.METHOD)
class AwsCliS3Test {
  /** More than the CLI sends at once. */
  private static final int IN_PARTS = 20 << 20;

  private AwsCli aws;
  private Path tree;
  private Path copy;

  @BeforeAll
  static void present() {
    AwsCli.assumePresent();
  }

  @BeforeEach
  void prepare(URI endpoint, @TempDir Path folder) throws IOException {
    aws = AwsCli.in(folder, endpoint);
    tree = Files.createDirectories(folder.resolve("tree"));
    copy = folder.resolve("copy");
    write("index.html", 300);
    write("empty", 0);
    write("a/one two+three.txt", 5_000);
    write("a/b/größe%20.bin", 70_000);
    write("large.bin", IN_PARTS + 12_345);
    aws.ok("s3", "mb", "s3://cli-tree");
  }

  private void write(String name, int size) throws IOException {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    Path file = tree.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private static List<String> files(Path folder) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        found.add(folder.relativize(file) + " " + Files.size(file));
      }
    }
    return found;
  }

  private void assertSame() throws IOException {
    assertThat(files(copy)).isEqualTo(files(tree));
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        assertThat(Files.mismatch(file, copy.resolve(tree.relativize(file)))).isEqualTo(-1);
      }
    }
  }

  @Test
  void syncTakesATreeThereAndBack() throws IOException {
    aws.ok("s3", "sync", tree.toString(), "s3://cli-tree/in/folder");
    aws.ok("s3", "sync", "s3://cli-tree/in/folder", copy.toString());
    assertSame();
    assertThat(aws.ok("s3", "sync", tree.toString(), "s3://cli-tree/in/folder")).isEmpty();

    Files.delete(tree.resolve("empty"));
    Files.writeString(tree.resolve("index.html"), "changed");
    assertThat(aws.ok("s3", "sync", "--delete", tree.toString(), "s3://cli-tree/in/folder"))
        .contains("delete: s3://cli-tree/in/folder/empty")
        .contains("index.html");
    assertThat(aws.ok("s3", "ls", "--recursive", "--summarize", "s3://cli-tree/in/"))
        .contains("Total Objects: 4")
        .contains("in/folder/a/one two+three.txt");
    assertThat(aws.ok("s3", "ls", "s3://cli-tree/in/folder/")).contains("PRE a/");
  }

  @Test
  void copiesMovesAndRemoves() throws IOException {
    aws.ok("s3", "cp", "--recursive", tree.toString(), "s3://cli-tree/x");
    aws.ok("s3", "mb", "s3://cli-other");
    aws.ok("s3", "cp", "--recursive", "s3://cli-tree/x", "s3://cli-other/y");
    aws.ok("s3", "mv", "s3://cli-other/y/large.bin", "s3://cli-other/z/large.bin");
    aws.ok("s3", "mv", "--recursive", "s3://cli-other/y/", "s3://cli-other/z/");
    aws.ok("s3", "cp", "--recursive", "s3://cli-other/z", copy.toString());
    assertSame();
    aws.ok("s3", "rm", "--recursive", "s3://cli-tree/x/a");
    assertThat(aws.ok("s3", "ls", "--recursive", "s3://cli-tree")).doesNotContain("x/a/");
    assertThat(aws.refused("s3", "rb", "s3://cli-tree")).contains("BucketNotEmpty");
    aws.ok("s3", "rb", "--force", "s3://cli-tree");
    assertThat(aws.ok("s3", "ls")).contains("cli-other").doesNotContain("cli-tree");
  }

  @Test
  @Fact({"s3-051", "s3-141"})
  void aPresignedUrlNeedsNoCredentials() throws Exception {
    aws.ok("s3", "cp", tree.resolve("index.html").toString(), "s3://cli-tree/");
    String url = aws.ok("s3", "presign", "s3://cli-tree/index.html", "--expires-in", "600");
    assertThat(get(url)).isEqualTo(200);
    assertThat(get(url.substring(0, url.indexOf('?')))).isEqualTo(403);
  }

  /** What a company asks of its buckets: everything under its own key, and nothing without. */
  @Test
  void aBucketPolicyAndAKeyAreInForce() throws IOException {
    String key = aws.query("KeyMetadata.Arn", "kms", "create-key");
    aws.ok(
        "s3api",
        "put-bucket-encryption",
        "--bucket",
        "cli-tree",
        "--server-side-encryption-configuration",
        "{\"Rules\":[{\"ApplyServerSideEncryptionByDefault\":{\"SSEAlgorithm\":\"aws:kms\",\"KMSMasterKeyID\":\""
            + key
            + "\"},\"BucketKeyEnabled\":false}]}");
    aws.ok(
        "s3api",
        "put-bucket-policy",
        "--bucket",
        "cli-tree",
        "--policy",
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:PutObject",
        "Resource":"arn:aws:s3:::cli-tree/*","Condition":
        {"StringNotEquals":{"s3:x-amz-server-side-encryption-aws-kms-key-id":"%s"},
        "Null":{"s3:x-amz-server-side-encryption-aws-kms-key-id":"false"}}},
        {"Effect":"Deny","Principal":"*","Action":"s3:DeleteObject","Resource":"arn:aws:s3:::cli-tree/kept/*"}]}
        """
            .formatted(key));
    aws.ok("s3", "sync", tree.toString(), "s3://cli-tree/kept");
    assertThat(
            aws.query(
                "[ServerSideEncryption,SSEKMSKeyId]",
                "s3api",
                "head-object",
                "--bucket",
                "cli-tree",
                "--key",
                "kept/large.bin"))
        .isEqualTo("aws:kms\t" + key);
    aws.ok("s3", "sync", "s3://cli-tree/kept", copy.toString());
    assertSame();
    assertThat(aws.run("s3", "rm", "s3://cli-tree/kept/empty").output()).contains("AccessDenied");
    assertThat(
            aws.run(
                    "s3",
                    "cp",
                    "--sse",
                    "aws:kms",
                    "--sse-kms-key-id",
                    "alias/aws/s3",
                    "tree/empty",
                    "s3://cli-tree/x")
                .output())
        .contains("AccessDenied");
    aws.ok("kms", "disable-key", "--key-id", key);
    assertThat(aws.run("s3", "cp", "s3://cli-tree/kept/index.html", "-").output())
        .contains("KMS.DisabledException");
  }

  private static int get(String url) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }
}
