package io.nephele.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.Fact;
import io.nephele.junit.NepheleTest;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The AWS Encryption SDK for Python ({@code pip install aws-encryption-sdk}) with keys of KMS. */
@NepheleTest(virtualClock = false)
class EncryptionSdkTest {
  private static final String PROGRAM = "encryption_sdk.py";

  @BeforeAll
  static void present() {
    ExternalTool.assumePresent("python3", "-c", "import aws_encryption_sdk");
  }

  @Test
  @Fact("kms-033")
  void envelopesAreMadeAndOpened(URI endpoint, @TempDir Path folder) {
    assertThat(
            ExternalTool.in(folder, endpoint)
                .files("", PROGRAM)
                .run("python3", PROGRAM)
                .succeeded())
        .endsWith("all well");
  }
}
