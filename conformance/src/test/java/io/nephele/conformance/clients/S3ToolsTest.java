package io.nephele.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.NepheleTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs for S3 that are not AWS's own: rclone and s3cmd. */
@NepheleTest(virtualClock = false, scope = NepheleTest.Scope.METHOD)
class S3ToolsTest {
  private static void write(Path folder, String name, int size) throws IOException {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private static void makeTree(Path folder) throws IOException {
    write(folder, "tree/a.txt", 100);
    write(folder, "tree/empty", 0);
    write(folder, "tree/b c/d+e.bin", 70_000);
    write(folder, "tree/large.bin", 17 << 20);
  }

  @Test
  void rcloneSyncsAndChecks(URI endpoint, @TempDir Path folder) throws IOException {
    ExternalTool.assumePresent("rclone", "version");
    makeTree(folder);
    ExternalTool rclone =
        ExternalTool.in(folder, endpoint)
            .with("RCLONE_CONFIG", Files.createFile(folder.resolve("empty.conf")).toString())
            .with("RCLONE_CONFIG_N_TYPE", "s3")
            .with("RCLONE_CONFIG_N_PROVIDER", "Other")
            // What rclone asks for by itself is refused by buckets without ACLs, as those of AWS
            // are.
            .with("RCLONE_CONFIG_N_ACL", "bucket-owner-full-control")
            .with("RCLONE_CONFIG_N_BUCKET_ACL", "private")
            .with("RCLONE_CONFIG_N_ENV_AUTH", "true")
            .with("RCLONE_CONFIG_N_REGION", "us-east-1")
            .with("RCLONE_CONFIG_N_FORCE_PATH_STYLE", "true")
            .with("RCLONE_CONFIG_N_ENDPOINT", endpoint.toString());
    rclone.run("rclone", "mkdir", "n:tools").succeeded();
    rclone
        .run(
            "rclone",
            "sync",
            "--s3-chunk-size",
            "5M",
            "--s3-upload-cutoff",
            "6M",
            "tree",
            "n:tools/x")
        .succeeded();
    assertThat(rclone.run("rclone", "check", "--download", "tree", "n:tools/x").succeeded())
        .contains("0 differences found");
    assertThat(rclone.run("rclone", "sync", "-v", "tree", "n:tools/x").succeeded())
        .doesNotContain("Copied");
    rclone.run("rclone", "copy", "n:tools/x", "back").succeeded();
    assertThat(Files.mismatch(folder.resolve("tree/large.bin"), folder.resolve("back/large.bin")))
        .isEqualTo(-1);
    rclone.run("rclone", "purge", "n:tools").succeeded();
    assertThat(rclone.run("rclone", "lsd", "n:").succeeded()).isEmpty();
  }

  @Test
  void s3cmdSyncsAndLists(URI endpoint, @TempDir Path folder) throws IOException {
    ExternalTool.assumePresent("s3cmd", "--version");
    makeTree(folder);
    String host = endpoint.getHost() + ":" + endpoint.getPort();
    Files.writeString(
        folder.resolve("s3cfg"),
        """
        [default]
        access_key = test
        secret_key = test
        host_base = %1$s
        host_bucket = %1$s
        bucket_location = us-east-1
        use_https = False
        signature_v2 = False
        """
            .formatted(host));
    ExternalTool s3cmd = ExternalTool.in(folder, endpoint);
    s3cmd.run("s3cmd", "-c", "s3cfg", "mb", "s3://s3cmd-tools").succeeded();
    s3cmd
        .run(
            "s3cmd",
            "-c",
            "s3cfg",
            "--multipart-chunk-size-mb=5",
            "sync",
            "tree/",
            "s3://s3cmd-tools/x/")
        .succeeded();
    assertThat(s3cmd.run("s3cmd", "-c", "s3cfg", "ls", "-r", "s3://s3cmd-tools").succeeded())
        .contains("s3://s3cmd-tools/x/b c/d+e.bin");
    assertThat(s3cmd.run("s3cmd", "-c", "s3cfg", "info", "s3://s3cmd-tools/x/a.txt").succeeded())
        .contains("File size: 100");
    Files.createDirectories(folder.resolve("back"));
    s3cmd.run("s3cmd", "-c", "s3cfg", "sync", "s3://s3cmd-tools/x/", "back/").succeeded();
    assertThat(Files.mismatch(folder.resolve("tree/large.bin"), folder.resolve("back/large.bin")))
        .isEqualTo(-1);
    s3cmd
        .run("s3cmd", "-c", "s3cfg", "rb", "--recursive", "--force", "s3://s3cmd-tools")
        .succeeded();
  }
}
