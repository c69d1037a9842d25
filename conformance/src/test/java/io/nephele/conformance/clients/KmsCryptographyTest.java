package io.nephele.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.NepheleTest;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keys of KMS make, checked with Python's {@code cryptography}, which stands on OpenSSL. */
@NepheleTest(virtualClock = false)
class KmsCryptographyTest {
  private static final String PROGRAM = "kms_cryptography.py";

  @BeforeAll
  static void present() {
    ExternalTool.assumePresent("python3", "-c", "import boto3, cryptography");
  }

  @Test
  void othersReadWhatKmsMakesAndKmsReadsWhatOthersMake(URI endpoint, @TempDir Path folder) {
    assertThat(
            ExternalTool.in(folder, endpoint)
                .files("", PROGRAM)
                .run("python3", PROGRAM)
                .succeeded())
        .endsWith("all well");
  }
}
