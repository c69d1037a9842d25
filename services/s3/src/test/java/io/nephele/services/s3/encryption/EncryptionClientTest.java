package io.nephele.services.s3.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.encryption.s3.S3EncryptionClient;
import software.amazon.encryption.s3.materials.KmsKeyring;

/** The S3 Encryption Client for Java, which encrypts before S3 sees anything. */
@NepheleTest
final class EncryptionClientTest {
  private static final String BODY = "what only the client is to see ".repeat(100);

  @Inject Nephele nephele;
  @Inject S3Client s3;
  @Inject KmsClient kms;

  @Test
  void objectsAreEncryptedByTheClientUnderAKeyOfKms() {
    s3.createBucket(r -> r.bucket("client-side"));
    String key = kms.createKey().keyMetadata().arn();
    try (S3AsyncClient async =
            Clients.create(S3AsyncClient.class, nephele.endpoint(), "us-east-1", "000000000000");
        S3Client encrypting =
            S3EncryptionClient.builder()
                .wrappedClient(s3)
                .wrappedAsyncClient(async)
                .keyring(KmsKeyring.builder().kmsClient(kms).wrappingKeyId(key).build())
                .build()) {
      encrypting.putObject(r -> r.bucket("client-side").key("o"), RequestBody.fromString(BODY));
      assertThat(encrypting.getObjectAsBytes(r -> r.bucket("client-side").key("o")).asUtf8String())
          .isEqualTo(BODY);
      Map<String, String> metadata =
          s3.headObject(r -> r.bucket("client-side").key("o")).metadata();
      assertThat(metadata).as("the envelope").isNotEmpty();
      assertThat(
              s3.getObjectAsBytes(r -> r.bucket("client-side").key("o"))
                  .asString(StandardCharsets.ISO_8859_1))
          .doesNotContain("only the client");
      kms.disableKey(r -> r.keyId(key));
      assertThatThrownBy(() -> encrypting.getObjectAsBytes(r -> r.bucket("client-side").key("o")))
          .rootCause()
          .hasMessageContaining("is disabled");
    }
  }
}
