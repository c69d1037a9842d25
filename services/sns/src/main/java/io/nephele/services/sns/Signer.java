package io.nephele.services.sns;

import io.nephele.core.World;
import io.nephele.core.store.Key;
import io.nephele.core.store.Table;
import io.nephele.core.worlds.Worlds;
import io.nephele.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Signs messages with the world's key, which is made when the first is signed and kept in the
 * store, with a certificate that anybody may fetch. The key has 1024 bits: it protects nothing, and
 * a longer one would make every publish several times as dear.
 */
final class Signer {
  static final String PATH = "/SimpleNotificationService-";
  private static final int BITS = 1024;
  private static final Key PLACE = Key.of("key");

  private final World world;
  private final Table<StoredKey> keys = Table.of("sns.signingKeys", StoredKey.class);
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Loaded loaded;

  Signer(World world) {
    this.world = world;
  }

  /**
   * The key as it is stored.
   *
   * @param privateKey PKCS #8
   * @param certificate X.509
   */
  record StoredKey(String name, Bytes privateKey, Bytes certificate) {}

  private record Loaded(StoredKey stored, PrivateKey key) {}

  /** Has the key in memory, so that signing needs nothing of the store, as within transactions. */
  void prepare() {
    load();
  }

  private String certificatePath() {
    return PATH + load().stored.name + ".pem";
  }

  /** Where the certificate is for whoever reaches this service by that scheme and host. */
  String certificateUrl(String base) {
    String mark = worldMark();
    return base + certificatePath() + (mark.isEmpty() ? "" : "?" + mark);
  }

  /**
   * A parameter that leads a link to this world, empty for the main one: links carry no header
   * field, and so say the world as credentials in a query do.
   */
  String worldMark() {
    String name = world.settings().name();
    return name.equals(Worlds.MAIN) ? "" : "X-Amz-Credential=" + name + ".link%2F";
  }

  /** The certificate as PEM, if that is its path; else null. */
  String certificate(String path) {
    if (!path.equals(certificatePath())) {
      return null;
    }
    String base64 =
        Base64.getMimeEncoder(64, new byte[] {'\n'})
            .encodeToString(load().stored.certificate.toArray());
    return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
  }

  /**
   * The signature of a text as Base64.
   *
   * @param version 1 for SHA-1, 2 for SHA-256
   */
  String sign(String text, String version) {
    try {
      Signature signature =
          Signature.getInstance(version.equals("2") ? "SHA256withRSA" : "SHA1withRSA");
      signature.initSign(load().key);
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform signs with RSA", e);
    }
  }

  private Loaded load() {
    Loaded known = loaded;
    if (known != null) {
      return known;
    }
    lock.lock();
    try {
      if (loaded == null) {
        StoredKey stored = world.store().read(reader -> keys.get(reader, PLACE));
        loaded = open(stored == null ? keep(make()) : stored);
      }
      return loaded;
    } finally {
      lock.unlock();
    }
  }

  private StoredKey keep(StoredKey made) {
    return world
        .store()
        .write(
            transaction -> {
              StoredKey known = keys.get(transaction, PLACE);
              if (known == null) {
                keys.put(transaction, PLACE, made);
              }
              return known == null ? made : known;
            });
  }

  private StoredKey make() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      KeyPair pair = generator.generateKeyPair();
      return new StoredKey(
          world.ids().hex(32),
          Bytes.of(pair.getPrivate().getEncoded()),
          Bytes.of(SigningCertificate.make(pair, world.clock().machineTime())));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform makes keys of RSA", e);
    }
  }

  private static Loaded open(StoredKey stored) {
    try {
      return new Loaded(
          stored,
          KeyFactory.getInstance("RSA")
              .generatePrivate(new PKCS8EncodedKeySpec(stored.privateKey.toArray())));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key of SNS in the store cannot be read", e);
    }
  }
}
