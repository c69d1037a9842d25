package io.nephele.core.secrets;

import io.nephele.core.store.Key;
import io.nephele.core.store.StoreException;
import io.nephele.model.AwsException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The key under which rows with secrets are encrypted. It is read or made when the first such row
 * is written or read, so that a start does nothing for it.
 *
 * <p>A sealed row begins with four bytes that no clear row begins with and the key's id. Rows that
 * do not were written by early builds, or where there was no root key, and are read as they are.
 */
public final class RootKey {
  /** How many bytes it has. */
  public static final int BYTES = 32;

  /** The code of the error that callers get whose call needs what cannot be decrypted. */
  public static final String UNREADABLE = "RootKeyUnavailable";

  /** Finds the bytes of the key. */
  private interface Source {
    /** The key; null if there is none yet and none is to be made. */
    byte[] key(boolean make);
  }

  private final Source source;
  private final String refusal;
  private final ReentrantLock making = new ReentrantLock();
  private volatile RowCipher cipher;

  private RootKey(Source source, String refusal) {
    this.source = source;
    this.refusal = refusal;
  }

  /** A key that somebody gives. */
  public static RootKey given(byte[] key) {
    byte[] own = checked(key).clone();
    return new RootKey(make -> own, null);
  }

  /**
   * The key that a text says: 32 bytes in base64.
   *
   * @throws IllegalArgumentException if it does not
   */
  public static byte[] parse(String base64) {
    return checked(Base64.getDecoder().decode(base64.strip()));
  }

  private static byte[] checked(byte[] key) {
    if (key.length != BYTES) {
      throw new IllegalArgumentException("a root key has " + BYTES + " bytes");
    }
    return key;
  }

  /** The key in a data folder, {@code root.key}, which is made when it is first needed. */
  public static RootKey in(Path folder) {
    RootKeyFile file = new RootKeyFile(folder);
    return new RootKey(file::key, null);
  }

  /** A key that ends with the process. */
  public static RootKey inMemory(Supplier<byte[]> random) {
    return new RootKey(make -> checked(random.get()), null);
  }

  /**
   * None, for that reason: rows are stored in the clear by those who do not insist on a key.
   *
   * @param reason what callers are told who do insist
   */
  public static RootKey none(String reason) {
    return new RootKey(null, reason);
  }

  /** Whether there is one, or can be. */
  public boolean isThere() {
    return source != null;
  }

  /** An error to the caller if there is none. */
  public void require() {
    if (source == null) {
      throw unreadable(refusal);
    }
  }

  /** Whether a stored value is sealed. */
  public static boolean isSealed(byte[] stored) {
    return RowCipher.isSealed(stored);
  }

  /**
   * Seals a value for one place of the store: the same value in the same place always looks the
   * same. Where there is no key it is left as it is.
   *
   * @throws StoreException if the key cannot be read or kept
   */
  public byte[] seal(Key place, byte[] value) {
    return source == null ? value : cipher(true).seal(place, value);
  }

  /**
   * The value that was sealed for that place; what is not sealed is given back.
   *
   * @throws AwsException if it was sealed under another key, or for another place; the code is
   *     {@link #UNREADABLE}
   * @throws StoreException if the key cannot be read
   */
  public byte[] open(Key place, byte[] stored) {
    if (!RowCipher.isSealed(stored)) {
      return stored;
    }
    require();
    RowCipher known = cipher(false);
    if (known == null || !known.hasSealed(stored)) {
      throw unreadable(
          "It is encrypted under another root key: start Nephele with the NEPHELE_ROOT_KEY, or the"
              + " file root.key, of where this world comes from.");
    }
    byte[] value = known.open(place, stored);
    if (value == null) {
      throw unreadable("It is damaged, or was moved from elsewhere.");
    }
    return value;
  }

  private static AwsException unreadable(String why) {
    return AwsException.client(UNREADABLE, 400, "A stored secret cannot be used. " + why);
  }

  private RowCipher cipher(boolean make) {
    RowCipher known = cipher;
    return known == null ? load(make) : known;
  }

  private RowCipher load(boolean make) {
    making.lock();
    try {
      if (cipher == null) {
        byte[] key = source.key(make);
        if (key == null) {
          return null;
        }
        cipher = new RowCipher(key);
      }
      return cipher;
    } finally {
      making.unlock();
    }
  }
}
