package io.nephele.conformance.clients;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/** The AWS SDK for JavaScript v3, installed from npm once a build folder. */
final class JavaScriptSdk {
  private static final ReentrantLock INSTALLING = new ReentrantLock();

  private JavaScriptSdk() {}

  /**
   * The folder that has the SDK and this package's programs; the test is skipped where npm cannot
   * install it.
   */
  static Path folder(URI endpoint) {
    ExternalTool.assumePresent("node", "--version");
    ExternalTool.assumePresent("npm", "--version");
    INSTALLING.lock();
    try {
      Path folder = Files.createDirectories(Path.of("target", "javascript").toAbsolutePath());
      ExternalTool tool =
          ExternalTool.in(folder, endpoint)
              .files(
                  "javascript",
                  "package.json",
                  "sqs.mjs",
                  "s3.mjs",
                  "identity.mjs",
                  "messaging.mjs",
                  "web-identity.mjs",
                  "xray.mjs");
      if (!Files.exists(folder.resolve("node_modules/aws-xray-sdk-core"))) {
        ExternalTool.Result install =
            tool.run("npm", "install", "--no-audit", "--no-fund", "--silent");
        assumeTrue(
            install.exitCode() == 0, "skipped: npm cannot install the SDK: " + install.output());
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      INSTALLING.unlock();
    }
  }
}
