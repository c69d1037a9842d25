package io.nephele.services.cloudtrail;

import io.nephele.api.cloudtrail.InvalidTimeRangeException;
import io.nephele.api.cloudtrail.ListPublicKeysRequest;
import io.nephele.api.cloudtrail.ListPublicKeysResponse;
import io.nephele.api.cloudtrail.PublicKey;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Table;
import io.nephele.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** The keys by which digests are signed, one an account and region, made when first needed. */
final class SigningKeys {
  private static final int BITS = 2048;

  /** What stands before the key of PKCS #1 in one of X.509, of this length. */
  private static final int X509_HEADER = 24;

  private static final long YEARS = 3650;

  private final World world;
  private final Table<SigningKey> keys;

  SigningKeys(World world) {
    this.world = world;
    this.keys = Table.sealed("cloudtrail.keys", SigningKey.class, world.rootKey());
  }

  ListPublicKeysResponse list(ListPublicKeysRequest in, Call call) {
    if (in.startTime() != null && in.endTime() != null && in.startTime().isAfter(in.endTime())) {
      throw new InvalidTimeRangeException("The start time must be before the end time.");
    }
    Key place = Key.of(call.accountId()).with(call.region().name());
    SigningKey key = world.store().read(reader -> keys.get(reader, place));
    boolean wanted =
        key != null
            && (in.endTime() == null || in.endTime().toEpochMilli() >= start(key).toEpochMilli());
    return new ListPublicKeysResponse()
        .publicKeyList(
            wanted
                ? List.of(
                    new PublicKey()
                        .value(key.publicKey())
                        .fingerprint(key.fingerprint())
                        .validityStartTime(start(key))
                        .validityEndTime(start(key).plus(YEARS, ChronoUnit.DAYS)))
                : List.of());
  }

  private static Instant start(SigningKey key) {
    return Instant.ofEpochMilli(key.createdAt()).truncatedTo(ChronoUnit.DAYS);
  }

  /** The key of an account in a region. */
  SigningKey of(String account, String region) {
    Key place = Key.of(account).with(region);
    SigningKey known = world.store().read(reader -> keys.get(reader, place));
    if (known != null) {
      return known;
    }
    SigningKey made = generate();
    return world
        .store()
        .write(
            transaction -> {
              SigningKey other = keys.get(transaction, place);
              if (other != null) {
                return other;
              }
              keys.put(transaction, place, made);
              return made;
            });
  }

  /** The signature of a text (SHA256withRSA) in hexadecimal digits. */
  static String sign(SigningKey key, String text) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(
          KeyFactory.getInstance("RSA")
              .generatePrivate(new PKCS8EncodedKeySpec(key.privateKey().toArray())));
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no RSA", e);
    }
  }

  private SigningKey generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      KeyPair pair = generator.generateKeyPair();
      byte[] x509 = pair.getPublic().getEncoded();
      byte[] publicKey = Arrays.copyOfRange(x509, X509_HEADER, x509.length);
      String fingerprint =
          HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(publicKey));
      return new SigningKey(
          Bytes.of(pair.getPrivate().getEncoded()),
          Bytes.of(publicKey),
          fingerprint,
          world.clock().millis());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no RSA", e);
    }
  }
}
