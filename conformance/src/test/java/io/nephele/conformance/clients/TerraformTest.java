package io.nephele.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nephele.junit.NepheleTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Terraform with its AWS provider, where both are on the machine. */
@NepheleTest(virtualClock = false)
class TerraformTest {
  /** The provider waits half a minute after every change of a queue until it believes it. */
  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void queuesAreMadeChangedAndDestroyed(URI endpoint, SqsClient sqs, @TempDir Path folder)
      throws IOException {
    ExternalTool.assumePresent("terraform", "-version");
    ExternalTool tool =
        ExternalTool.in(folder, endpoint)
            .files("terraform", "main.tf")
            .with("TF_CLI_CONFIG_FILE", providers(folder).toString());
    ExternalTool.Result init = tool.run("terraform", "init", "-no-color", "-input=false");
    assumeTrue(init.exitCode() == 0, "skipped: no AWS provider for Terraform: " + init.output());

    sqs.createQueue(request -> request.queueName("terraform-dead-letters"));
    apply(tool, "30");
    String url = sqs.getQueueUrl(request -> request.queueName("terraform")).queueUrl();
    assertThat(sqs.listQueueTags(request -> request.queueUrl(url)).tags())
        .containsEntry("made-by", "terraform");
    assertThat(redrivePolicy(sqs, url)).contains("terraform-dead-letters");

    assertThat(plan(tool, "30")).contains("No changes");
    apply(tool, "45");
    assertThat(
            sqs.getQueueAttributes(
                    request ->
                        request.queueUrl(url).attributeNames(QueueAttributeName.VISIBILITY_TIMEOUT))
                .attributes())
        .containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "45");

    tool.run(
            "terraform",
            "destroy",
            "-no-color",
            "-input=false",
            "-auto-approve",
            "-var",
            "visibility_timeout=45")
        .succeeded();
    assertThat(sqs.listQueues().queueUrls())
        .singleElement()
        .satisfies(left -> assertThat(left).endsWith("/terraform-dead-letters"));
  }

  /**
   * A CLI configuration that takes providers from a folder of the machine where there is one, so
   * that no registry is needed.
   */
  private static Path providers(Path folder) throws IOException {
    StringBuilder mirrors = new StringBuilder();
    for (String candidate :
        List.of(
            "/opt/tf-plugins",
            "/usr/share/terraform/plugins",
            System.getProperty("user.home") + "/.terraform.d/plugins")) {
      if (Files.isDirectory(Path.of(candidate))) {
        mirrors.append("  filesystem_mirror { path = \"").append(candidate).append("\" }\n");
      }
    }
    return Files.writeString(
        folder.resolve("terraform.rc"),
        mirrors.isEmpty() ? "" : "provider_installation {\n" + mirrors + "}\n");
  }

  private static void apply(ExternalTool tool, String timeout) {
    tool.run(
            "terraform",
            "apply",
            "-no-color",
            "-input=false",
            "-auto-approve",
            "-var",
            "visibility_timeout=" + timeout)
        .succeeded();
  }

  private static String plan(ExternalTool tool, String timeout) {
    return tool.run(
            "terraform",
            "plan",
            "-no-color",
            "-input=false",
            "-var",
            "visibility_timeout=" + timeout)
        .succeeded();
  }

  private static String redrivePolicy(SqsClient sqs, String url) {
    return sqs.getQueueAttributes(
            request -> request.queueUrl(url).attributeNames(QueueAttributeName.REDRIVE_POLICY))
        .attributes()
        .get(QueueAttributeName.REDRIVE_POLICY);
  }
}
