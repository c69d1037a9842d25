package io.nephele.services.kms;

import static io.nephele.services.kms.Callers.assertError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nephele.core.store.LockKey;
import io.nephele.core.store.MvStores;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Store;
import io.nephele.core.store.Transaction;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;

/** Keys of worlds that go elsewhere, with their root key and without. */
class RootKeysTest {
  private static final SdkBytes SECRET = SdkBytes.fromUtf8String("secret");

  @TempDir private Path folder;

  private static byte[] rootKey(int fill) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) fill);
    return key;
  }

  private static KmsClient client(Nephele nephele) {
    return Clients.create(KmsClient.class, nephele.endpoint(), "us-east-1", Callers.OWNER);
  }

  private static SdkBytes encrypt(KmsClient kms, String key) {
    return kms.encrypt(r -> r.keyId(key).plaintext(SECRET)).ciphertextBlob();
  }

  private static void assertDecrypts(KmsClient kms, SdkBytes blob) {
    assertThat(kms.decrypt(r -> r.ciphertextBlob(blob)).plaintext()).isEqualTo(SECRET);
  }

  @Test
  void anImportedWorldNeedsTheRootKeyOfWhereItIsFrom() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    String key;
    SdkBytes blob;
    try (Nephele from = Nephele.builder().rootKey(rootKey(1)).start()) {
      key = client(from).createKey().keyMetadata().arn();
      blob = encrypt(client(from), key);
      from.worlds().exportTo(file, "default", "test");
    }
    try (Nephele same = Nephele.builder().rootKey(rootKey(1)).start()) {
      same.worlds().importFrom(new ByteArrayInputStream(file.toByteArray()), "default", true);
      assertDecrypts(client(same), blob);
    }
    try (Nephele other = Nephele.builder().rootKey(rootKey(2)).start()) {
      other.worlds().importFrom(new ByteArrayInputStream(file.toByteArray()), "default", true);
      KmsClient kms = client(other);
      assertThat(kms.describeKey(r -> r.keyId(key)).keyMetadata().keyStateAsString())
          .isEqualTo("Unavailable");
      assertError(
          () -> kms.decrypt(r -> r.ciphertextBlob(blob)),
          "KMSInvalidStateException",
          key
              + " is unavailable. A stored secret cannot be used. It is encrypted under another"
              + " root key: start Nephele with the NEPHELE_ROOT_KEY, or the file root.key, of where"
              + " this world comes from.");
      assertError(() -> encrypt(kms, key), "KMSInvalidStateException");
      assertDecrypts(kms, encrypt(kms, kms.createKey().keyMetadata().arn()));
      kms.scheduleKeyDeletion(r -> r.keyId(key).pendingWindowInDays(7));
    }
  }

  @Test
  void forksAndSnapshotsShareIt() {
    try (Nephele nephele = Nephele.builder().start()) {
      SdkBytes blob = encrypt(client(nephele), client(nephele).createKey().keyMetadata().arn());
      nephele.worlds().snapshot("default", "kept");
      nephele.worlds().fork("kept", "fork");
      KmsClient fork =
          Clients.create(KmsClient.class, nephele.endpoint(), "us-east-1", "fork." + Callers.OWNER);
      assertDecrypts(fork, blob);
      nephele.worlds().restore("default", "kept");
      assertDecrypts(client(nephele), blob);
    }
  }

  @Test
  void aFolderKeepsItsOwn() throws IOException {
    Path file = folder.resolve("root.key");
    SdkBytes blob;
    try (Nephele nephele = Nephele.builder().store(folder).start()) {
      client(nephele).listKeys();
      assertThat(file).doesNotExist();
      blob = encrypt(client(nephele), client(nephele).createKey().keyMetadata().arn());
    }
    assertThat(file).isRegularFile();
    try (Nephele again = Nephele.builder().store(folder).start()) {
      assertDecrypts(client(again), blob);
    }
    Files.delete(file);
    try (Nephele lost = Nephele.builder().store(folder).start()) {
      assertError(
          () -> client(lost).decrypt(r -> r.ciphertextBlob(blob)), "KMSInvalidStateException");
    }
  }

  /** A store that other nodes may use too. */
  private static Store shared() {
    Store store = MvStores.inMemory();
    return new Store() {
      @Override
      public <T> T read(Function<? super Reader, T> body) {
        return store.read(body);
      }

      @Override
      public <T> T write(Function<? super Transaction, T> body) {
        return store.write(body);
      }

      @Override
      public <T> T write(LockKey hint, Function<? super Transaction, T> body) {
        return store.write(hint, body);
      }

      @Override
      public void flush() {
        store.flush();
      }

      @Override
      public boolean isShared() {
        return true;
      }

      @Override
      public void close() {
        store.close();
      }
    };
  }

  @Test
  void nodesThatShareAStoreHaveToBeGivenOne() {
    try (Nephele nephele = Nephele.builder().store(RootKeysTest::shared).start()) {
      KmsException e = catchThrowableOfType(KmsException.class, client(nephele)::createKey);
      assertThat(e.awsErrorDetails().errorCode()).isEqualTo("KMSInvalidStateException");
      assertThat(e.awsErrorDetails().errorMessage())
          .endsWith(
              "Nodes that share a database need the same root key: start each with"
                  + " NEPHELE_ROOT_KEY.");
    }
    try (Nephele nephele =
        Nephele.builder().store(RootKeysTest::shared).rootKey(rootKey(1)).start()) {
      KmsClient kms = client(nephele);
      assertDecrypts(kms, encrypt(kms, kms.createKey().keyMetadata().arn()));
    }
  }
}
