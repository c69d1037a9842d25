package io.nephele.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.Fact;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The SDKs of X-Ray, which take the program for a daemon. */
class XRaySdkTest {
  @TempDir Path folder;

  @Test
  @Fact("xray-001")
  void requestsAreTracedThroughFunctionsToTables() {
    ExternalTool.assumePresent("python3", "-c", "import boto3, aws_xray_sdk");
    try (NepheleProgram program = NepheleProgram.start(folder, "--xray-daemon", "0")) {
      assertThat(
              ExternalTool.in(folder, program.endpoint())
                  .files("", "xray_sdk.py")
                  .run("python3", "xray_sdk.py", program.xrayPort())
                  .succeeded())
          .endsWith("all well");
    }
  }

  @Test
  void programsOfNodeAreTraced() {
    try (NepheleProgram program = NepheleProgram.start(folder, "--xray-daemon", "0")) {
      Path scripts = JavaScriptSdk.folder(program.endpoint());
      assertThat(
              ExternalTool.in(scripts, program.endpoint())
                  .run("node", "xray.mjs", program.xrayPort())
                  .succeeded())
          .endsWith("all well");
    }
  }
}
