package io.nephele.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nephele.junit.NepheleTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The AWS SDK for JavaScript v3, installed from npm once a build folder. */
@NepheleTest(virtualClock = false)
class JavaScriptSdkTest {
  @Test
  void sqsWorksAsItsDocumentationShows(URI endpoint) throws IOException {
    ExternalTool.assumePresent("node", "--version");
    ExternalTool.assumePresent("npm", "--version");
    Path folder = Files.createDirectories(Path.of("target", "javascript").toAbsolutePath());
    ExternalTool tool =
        ExternalTool.in(folder, endpoint).files("javascript", "package.json", "sqs.mjs");
    if (!Files.exists(folder.resolve("node_modules/@aws-sdk/client-sqs"))) {
      ExternalTool.Result install =
          tool.run("npm", "install", "--no-audit", "--no-fund", "--silent");
      assumeTrue(
          install.exitCode() == 0, "skipped: npm cannot install the SDK: " + install.output());
    }
    assertThat(tool.run("node", "sqs.mjs").succeeded()).endsWith("all well");
  }
}
