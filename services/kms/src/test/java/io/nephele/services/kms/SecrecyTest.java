package io.nephele.services.kms;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.World;
import io.nephele.core.store.Key;
import io.nephele.core.store.RecordCodec;
import io.nephele.core.store.Table;
import io.nephele.core.worlds.DiffOptions;
import io.nephele.core.worlds.DiffText;
import io.nephele.core.worlds.WorldDiff;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import io.nephele.model.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.OriginType;

/** What is told of keys where worlds are compared, and what is kept of data keys. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class SecrecyTest {
  @Inject Nephele nephele;

  private KmsClient client(String accessKeyId) {
    return Clients.create(
        KmsClient.class, nephele, "us-east-1", AwsBasicCredentials.create(accessKeyId, "x"));
  }

  private String differences(World before, World after) {
    DiffOptions options = DiffOptions.DEFAULT.ofService("kms");
    WorldDiff diff = new WorldDiff(options, before.services()::table, before.rootKey());
    StringBuilder text = new StringBuilder();
    before
        .store()
        .read(
            a ->
                after
                    .store()
                    .read(
                        b -> {
                          try {
                            return diff.compare(a, b, new DiffText(text, "a", "b"));
                          } catch (IOException e) {
                            throw new UncheckedIOException(e);
                          }
                        }));
    return text.toString();
  }

  private static List<Bytes> secrets(World world) {
    Table<MaterialRow> materials =
        Table.sealed("kms.materials", MaterialRow.class, world.rootKey());
    Table<ImportParameters> imports =
        Table.sealed("kms.importParameters", ImportParameters.class, world.rootKey());
    return world
        .store()
        .read(
            reader -> {
              List<Bytes> found = new ArrayList<>();
              materials.scan(reader, Key.EMPTY).forEach(row -> found.add(row.value().secret()));
              imports.scan(reader, Key.EMPTY).forEach(row -> found.add(row.value().wrappingKey()));
              return found;
            });
  }

  @Test
  void comparedWorldsDoNotShowKeyMaterial() {
    nephele.worlds().fork("default", "other");
    KmsClient kms = client("other.000000000000");
    String symmetric = kms.createKey(r -> r.description("shown")).keyMetadata().keyId();
    kms.createAlias(r -> r.aliasName("alias/shown").targetKeyId(symmetric));
    kms.createKey(r -> r.keySpec("ECC_NIST_P256").keyUsage("SIGN_VERIFY"));
    kms.createKey(r -> r.keySpec("HMAC_256").keyUsage("GENERATE_VERIFY_MAC"));
    String imported = kms.createKey(r -> r.origin(OriginType.EXTERNAL)).keyMetadata().keyId();
    kms.getParametersForImport(
        r -> r.keyId(imported).wrappingAlgorithm("RSAES_OAEP_SHA_256").wrappingKeySpec("RSA_2048"));
    World other = nephele.worlds().find("other");
    String text = differences(nephele.world(), other);
    assertThat(text).contains("shown").contains("alias/shown").contains("(secret ");
    List<Bytes> secrets = secrets(other);
    assertThat(secrets).hasSize(4);
    for (Bytes secret : secrets) {
      byte[] bytes = secret.toArray();
      String base64 = Base64.getEncoder().encodeToString(bytes);
      assertThat(text)
          .doesNotContain(base64.substring(0, 24))
          .doesNotContain(HexFormat.of().formatHex(bytes).substring(0, 24));
    }
  }

  @Test
  @Fact("kms-046")
  void dataKeysAreNotKept() {
    KmsClient kms = client("000000000000");
    String key = kms.createKey().keyMetadata().keyId();
    kms.generateDataKey(r -> r.keyId(key).keySpec("AES_256"));
    Map<String, Integer> before = rows();
    List<GenerateDataKeyResponse> made = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      made.add(kms.generateDataKey(r -> r.keyId(key).keySpec("AES_256")));
    }
    kms.generateDataKeyPair(r -> r.keyId(key).keyPairSpec("ECC_NIST_P256"));
    assertThat(rows()).isEqualTo(before);
    assertThat(kms.decrypt(r -> r.ciphertextBlob(made.getFirst().ciphertextBlob())).plaintext())
        .isEqualTo(made.getFirst().plaintext());
  }

  /** How many rows each table of KMS has. */
  private Map<String, Integer> rows() {
    return nephele
        .world()
        .store()
        .read(
            reader -> {
              Map<String, Integer> counts = new TreeMap<>();
              for (String name : Table.names(reader)) {
                if (name.startsWith("kms.")) {
                  int count = 0;
                  for (Table.Row<?> row :
                      Table.of(name, RecordCodec.of(KmsTables.Mark.class))
                          .scan(reader, Key.EMPTY)) {
                    count += row.key() == null ? 0 : 1;
                  }
                  counts.put(name, count);
                }
              }
              return counts;
            });
  }
}
