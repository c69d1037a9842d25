package io.nephele.edge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The key and self-signed certificate of the server's local names. The JDK has no public API that
 * makes a certificate, but every Java runtime has the tool that does: that costs a second once, no
 * library, and nothing where TLS is not used.
 */
final class LocalCertificate {
  /** Protects nothing: the key is as secret as the file. */
  static final String PASSWORD = "nephele";

  private static final String ALIAS = "nephele";
  private static final String NAMES =
      "SAN=dns:localhost,dns:*.localhost,dns:*.s3.localhost,"
          + "dns:localhost.localstack.cloud,dns:*.localhost.localstack.cloud,"
          + "dns:*.s3.localhost.localstack.cloud,dns:host.docker.internal,dns:nephele,"
          + "ip:127.0.0.1,ip:0:0:0:0:0:0:0:1";

  private LocalCertificate() {}

  /**
   * The key store: from its file in the folder (tls.p12) where that is there and valid, else made
   * anew and kept there.
   *
   * @param folder where it is kept, or null to keep it nowhere
   */
  static KeyStore load(Path folder) {
    try {
      if (folder == null) {
        Path temporary = Files.createTempDirectory("nephele-tls");
        try {
          return make(temporary.resolve("tls.p12"));
        } finally {
          Files.deleteIfExists(temporary.resolve("tls.p12"));
          Files.deleteIfExists(temporary);
        }
      }
      Path file = folder.resolve("tls.p12");
      KeyStore kept = Files.exists(file) ? read(file) : null;
      return kept != null ? kept : keep(folder, file);
    } catch (IOException e) {
      throw new UncheckedIOException("the TLS key cannot be made: " + e.getMessage(), e);
    }
  }

  private static KeyStore keep(Path folder, Path file) throws IOException {
    Files.createDirectories(folder);
    Path temporary = Files.createTempDirectory(folder, "tls", ownerOnly(folder));
    try {
      Path made = temporary.resolve("tls.p12");
      KeyStore keyStore = make(made);
      Files.move(made, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      return keyStore;
    } finally {
      Files.deleteIfExists(temporary.resolve("tls.p12"));
      Files.deleteIfExists(temporary);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path folder) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  /** The key store of a file, or null where it cannot be used any more. */
  private static KeyStore read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore keyStore = KeyStore.getInstance("PKCS12");
      keyStore.load(in, PASSWORD.toCharArray());
      if (!(keyStore.getCertificate(ALIAS) instanceof X509Certificate certificate)) {
        return null;
      }
      certificate.checkValidity();
      return keyStore;
    } catch (GeneralSecurityException e) {
      return null;
    } catch (IOException e) {
      // A damaged file; a new one replaces it.
      return null;
    }
  }

  private static KeyStore make(Path file) throws IOException {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    List<String> command =
        List.of(
            keytool.toString(),
            "-J-XX:TieredStopAtLevel=1",
            "-J-XX:+UseSerialGC",
            "-genkeypair",
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-alias",
            ALIAS,
            "-dname",
            "CN=localhost, O=Nephele",
            "-ext",
            NAMES,
            "-validity",
            "800",
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD,
            "-keystore",
            file.toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new IOException("keytool failed: " + output);
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while keytool made the key", e);
    }
    KeyStore made = read(file);
    if (made == null) {
      throw new IOException("keytool made a key store that cannot be read");
    }
    return made;
  }
}
