package io.nephele.services.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.encryptionsdk.AwsCrypto;
import com.amazonaws.encryptionsdk.CryptoResult;
import com.amazonaws.encryptionsdk.kmssdkv2.KmsMasterKey;
import com.amazonaws.encryptionsdk.kmssdkv2.KmsMasterKeyProvider;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.cryptography.materialproviders.IKeyring;
import software.amazon.cryptography.materialproviders.MaterialProviders;
import software.amazon.cryptography.materialproviders.model.CreateAwsKmsKeyringInput;
import software.amazon.cryptography.materialproviders.model.MaterialProvidersConfig;

/** Envelope encryption with the AWS Encryption SDK for Java. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class EncryptionSdkForJavaTest {
  private static final byte[] MESSAGE = new byte[100_000];
  private static final Map<String, String> CONTEXT = Map.of("purpose", "tests");

  @Inject Nephele nephele;
  @Inject KmsClient kms;

  private final AwsCrypto crypto = AwsCrypto.standard();

  private String key() {
    return kms.createKey().keyMetadata().arn();
  }

  private KmsMasterKeyProvider provider(String... keys) {
    return KmsMasterKeyProvider.builder()
        .customRegionalClientSupplier(
            region ->
                Clients.create(KmsClient.class, nephele.endpoint(), region.id(), Callers.OWNER))
        .buildStrict(keys);
  }

  @Test
  @Fact("kms-033")
  @SuppressWarnings("deprecation") // programs have them
  void envelopesAreMadeAndOpenedByMasterKeys() {
    String one = key();
    String other = key();
    byte[] sealed = crypto.encryptData(provider(one, other), MESSAGE, CONTEXT).getResult();
    CryptoResult<byte[], KmsMasterKey> opened = crypto.decryptData(provider(other), sealed);
    assertThat(opened.getResult()).isEqualTo(MESSAGE);
    assertThat(opened.getEncryptionContext()).containsAllEntriesOf(CONTEXT);
    assertThat(opened.getMasterKeyIds()).containsExactly(other);
    assertThatThrownBy(() -> crypto.decryptData(provider(key()), sealed))
        .hasMessageContaining("Unable to decrypt any data keys");
    kms.disableKey(r -> r.keyId(one));
    assertThatThrownBy(() -> crypto.decryptData(provider(one), sealed))
        .hasStackTraceContaining("is disabled");
  }

  @Test
  @Fact("kms-033")
  void envelopesAreMadeAndOpenedByKeyrings() {
    IKeyring keyring =
        MaterialProviders.builder()
            .MaterialProvidersConfig(MaterialProvidersConfig.builder().build())
            .build()
            .CreateAwsKmsKeyring(
                CreateAwsKmsKeyringInput.builder().kmsKeyId(key()).kmsClient(kms).build());
    byte[] sealed = crypto.encryptData(keyring, MESSAGE, CONTEXT).getResult();
    assertThat(crypto.decryptData(keyring, sealed, CONTEXT).getResult()).isEqualTo(MESSAGE);
  }
}
