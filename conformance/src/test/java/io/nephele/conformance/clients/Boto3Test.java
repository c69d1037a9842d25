package io.nephele.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.NepheleTest;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** boto3, the AWS SDK for Python. */
@NepheleTest(virtualClock = false)
class Boto3Test {
  @Test
  void sqsWorksAsItsDocumentationShows(URI endpoint, @TempDir Path folder) {
    ExternalTool.assumePresent("python3", "-c", "import boto3");
    String output =
        ExternalTool.in(folder, endpoint)
            .files("", "boto3_sqs.py")
            .run("python3", "boto3_sqs.py")
            .succeeded();
    assertThat(output).endsWith("all well");
  }
}
