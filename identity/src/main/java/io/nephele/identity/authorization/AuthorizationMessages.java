package io.nephele.identity.authorization;

import io.nephele.core.World;
import io.nephele.core.json.JsonText;
import io.nephele.core.store.Key;
import io.nephele.core.store.Table;
import io.nephele.model.Bytes;
import io.nephele.policy.Decision;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Why a call was denied, as a text that its caller cannot read and {@code
 * DecodeAuthorizationMessage} can: the details as JSON, encrypted and authenticated (AES-256-GCM)
 * with a key that the world keeps in its store. A message is bound to the account whose principal
 * was denied.
 */
public final class AuthorizationMessages {
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  /** The longest that DecodeAuthorizationMessage takes. */
  private static final int MAX_CHARACTERS = 10_240;

  private static final int MAX_JSON_BYTES = 256 * 1024;

  private final World world;
  private final Table<Secret> secrets;

  /** The key of the world's messages. */
  private record Secret(Bytes key) {
    @Override
    public String toString() {
      return "Secret";
    }
  }

  /** The messages of that world. */
  public AuthorizationMessages(World world) {
    this.world = world;
    this.secrets = Table.sealed("sts.message-secrets", Secret.class, world.rootKey());
  }

  /** Encodes what was decided. */
  public String encode(Decision decision) {
    byte[] json =
        JsonText.write(AuthorizationDetails.of(decision)).getBytes(StandardCharsets.UTF_8);
    byte[] plain = deflate(json);
    byte[] nonce = world.ids().secretBytes(NONCE_BYTES);
    try {
      Cipher cipher =
          cipher(Cipher.ENCRYPT_MODE, nonce, account(decision.request().principal().account()));
      byte[] encrypted = cipher.doFinal(plain);
      byte[] all = Arrays.copyOf(nonce, nonce.length + encrypted.length);
      System.arraycopy(encrypted, 0, all, nonce.length, encrypted.length);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no " + CIPHER, e);
    }
  }

  /**
   * The JSON text of a message, or null if it is none of this world's for that account.
   *
   * @param accountId the account whose principal was denied
   */
  public String decode(String accountId, String message) {
    byte[] all;
    try {
      all = Base64.getUrlDecoder().decode(message);
    } catch (IllegalArgumentException e) {
      return null;
    }
    if (message.length() > MAX_CHARACTERS || all.length < NONCE_BYTES + TAG_BITS / 8) {
      return null;
    }
    try {
      byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, nonce, account(accountId));
      byte[] plain = cipher.doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
      return new String(inflate(plain), StandardCharsets.UTF_8);
    } catch (GeneralSecurityException | DataFormatException e) {
      return null;
    }
  }

  private Cipher cipher(int mode, byte[] nonce, byte[] account) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, new SecretKeySpec(key(), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(account);
    return cipher;
  }

  private static byte[] account(String accountId) {
    return (accountId == null ? "" : accountId).getBytes(StandardCharsets.US_ASCII);
  }

  /** The world's key, made when a message is first encoded or decoded. */
  private byte[] key() {
    Key place = Key.of("world");
    Secret known = world.store().read(reader -> secrets.get(reader, place));
    if (known == null) {
      Secret made = new Secret(Bytes.of(world.ids().secretBytes(KEY_BYTES)));
      known =
          world
              .store()
              .write(
                  transaction -> {
                    Secret meanwhile = secrets.get(transaction, place);
                    if (meanwhile == null) {
                      secrets.put(transaction, place, made);
                    }
                    return meanwhile == null ? made : meanwhile;
                  });
    }
    return known.key().toArray();
  }

  private static byte[] deflate(byte[] plain) {
    try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true)) {
      deflater.setInput(plain);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] chunk = new byte[4096];
      while (!deflater.finished()) {
        out.write(chunk, 0, deflater.deflate(chunk));
      }
      return out.toByteArray();
    }
  }

  private static byte[] inflate(byte[] packed) throws DataFormatException {
    try (Inflater inflater = new Inflater(true)) {
      inflater.setInput(packed);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] chunk = new byte[4096];
      while (!inflater.finished()) {
        int length = inflater.inflate(chunk);
        if (length == 0 && (inflater.needsInput() || inflater.needsDictionary())
            || out.size() > MAX_JSON_BYTES) {
          throw new DataFormatException();
        }
        out.write(chunk, 0, length);
      }
      return out.toByteArray();
    }
  }
}
