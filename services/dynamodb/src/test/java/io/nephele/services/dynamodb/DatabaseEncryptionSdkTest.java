package io.nephele.services.dynamodb;

import static io.nephele.services.dynamodb.TestTables.item;
import static io.nephele.services.dynamodb.TestTables.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.cryptography.dbencryptionsdk.dynamodb.DynamoDbEncryptionInterceptor;
import software.amazon.cryptography.dbencryptionsdk.dynamodb.model.DynamoDbTableEncryptionConfig;
import software.amazon.cryptography.dbencryptionsdk.dynamodb.model.DynamoDbTablesEncryptionConfig;
import software.amazon.cryptography.dbencryptionsdk.structuredencryption.model.CryptoAction;
import software.amazon.cryptography.materialproviders.IKeyring;
import software.amazon.cryptography.materialproviders.MaterialProviders;
import software.amazon.cryptography.materialproviders.model.CreateAwsKmsKeyringInput;
import software.amazon.cryptography.materialproviders.model.MaterialProvidersConfig;

/** Items that programs encrypt themselves with the AWS Database Encryption SDK for DynamoDB. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class DatabaseEncryptionSdkTest {
  @Inject DynamoDbClient plain;
  @Inject KmsClient kms;
  @Inject URI endpoint;

  private DynamoDbEncryptionInterceptor encryption(String key) {
    IKeyring keyring =
        MaterialProviders.builder()
            .MaterialProvidersConfig(MaterialProvidersConfig.builder().build())
            .build()
            .CreateAwsKmsKeyring(
                CreateAwsKmsKeyringInput.builder().kmsKeyId(key).kmsClient(kms).build());
    DynamoDbTableEncryptionConfig people =
        DynamoDbTableEncryptionConfig.builder()
            .logicalTableName("people")
            .partitionKeyName("pk")
            .attributeActionsOnEncrypt(
                Map.of("pk", CryptoAction.SIGN_ONLY, "secret", CryptoAction.ENCRYPT_AND_SIGN))
            .keyring(keyring)
            .build();
    return DynamoDbEncryptionInterceptor.builder()
        .config(
            DynamoDbTablesEncryptionConfig.builder()
                .tableEncryptionConfigs(Map.of("people", people))
                .build())
        .build();
  }

  @Test
  @Fact("dynamodb-061")
  void itemsAreReadOnlyByWhoHasTheKey() {
    TestTables.simple(plain, "people");
    String key = kms.createKey().keyMetadata().arn();
    DynamoDbEncryptionInterceptor interceptor = encryption(key);
    try (DynamoDbClient sealing =
        DynamoDbClient.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .httpClient(UrlConnectionHttpClient.create())
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .overrideConfiguration(c -> c.addExecutionInterceptor(interceptor))
            .build()) {
      sealing.putItem(r -> r.tableName("people").item(item("pk", "a", "secret", "the plan")));
      Map<String, AttributeValue> stored =
          plain.getItem(r -> r.tableName("people").key(item("pk", "a"))).item();
      assertThat(stored).containsEntry("pk", s("a"));
      assertThat(stored.get("secret").type()).isEqualTo(AttributeValue.Type.B);
      assertThat(stored.get("secret").b().asByteArray())
          .asString(StandardCharsets.ISO_8859_1)
          .doesNotContain("the plan");
      assertThat(sealing.getItem(r -> r.tableName("people").key(item("pk", "a"))).item())
          .containsEntry("secret", s("the plan"));
      kms.disableKey(r -> r.keyId(key));
      assertThatThrownBy(() -> sealing.getItem(r -> r.tableName("people").key(item("pk", "a"))))
          .hasStackTraceContaining("is disabled");
    }
  }
}
