package io.nephele.identity.pem;

import java.io.ByteArrayOutputStream;
import java.security.InvalidKeyException;
import java.util.Arrays;

/**
 * Puts private keys of older forms into PKCS #8 (RFC 5208), which is what Java reads: the key as it
 * is, behind the name of its algorithm.
 */
final class Pkcs8 {
  private static final int INTEGER = 0x02;
  private static final int OCTETS = 0x04;
  private static final int SEQUENCE = 0x30;

  /** The tag of the curve in a SEC 1 key. */
  private static final int PARAMETERS = 0xA0;

  private static final byte[] VERSION_0 = {INTEGER, 1, 0};
  private static final byte[] RSA = {
    SEQUENCE, 13, 6, 9, 42, (byte) 134, 72, (byte) 134, (byte) 247, 13, 1, 1, 1, 5, 0
  };
  private static final byte[] EC_PUBLIC_KEY = {6, 7, 42, (byte) 134, 72, (byte) 206, 61, 2, 1};

  private Pkcs8() {}

  /** An RSA key (RFC 8017). */
  static byte[] ofPkcs1(byte[] key) {
    return element(SEQUENCE, VERSION_0, RSA, element(OCTETS, key));
  }

  /**
   * A key of an elliptic curve (RFC 5915), which names its curve.
   *
   * @throws InvalidKeyException if it does not
   */
  static byte[] ofSec1(byte[] key) throws InvalidKeyException {
    byte[] algorithm = element(SEQUENCE, EC_PUBLIC_KEY, curve(key));
    return element(SEQUENCE, VERSION_0, algorithm, element(OCTETS, key));
  }

  /** The element in the parameters of a key, the name of its curve. */
  private static byte[] curve(byte[] key) throws InvalidKeyException {
    DerElement sequence = DerElement.read(key, 0);
    int at = sequence.contentStart();
    while (at < sequence.end()) {
      DerElement element = DerElement.read(key, at);
      if (element.tag() == PARAMETERS) {
        return Arrays.copyOfRange(key, element.contentStart(), element.end());
      }
      at = element.end();
    }
    throw new InvalidKeyException("no curve");
  }

  /** Where an element of DER is. */
  private record DerElement(int tag, int contentStart, int end) {
    static DerElement read(byte[] der, int at) throws InvalidKeyException {
      if (at + 2 > der.length) {
        throw new InvalidKeyException("ends early");
      }
      int length = der[at + 1] & 0xFF;
      int start = at + 2;
      if (length >= 0x80) {
        int bytes = length - 0x80;
        // Keys are of a few hundred bytes.
        if (bytes < 1 || bytes > 2 || start + bytes > der.length) {
          throw new InvalidKeyException("wrong length");
        }
        length = 0;
        for (int i = 0; i < bytes; i++) {
          length = length << 8 | der[start + i] & 0xFF;
        }
        start += bytes;
      }
      if (start + length > der.length) {
        throw new InvalidKeyException("ends early");
      }
      return new DerElement(der[at] & 0xFF, start, start + length);
    }
  }

  private static byte[] element(int tag, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
    out.write(tag);
    if (length < 0x80) {
      out.write(length);
    } else {
      int bytes = length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
      out.write(0x80 | bytes);
      for (int i = bytes - 1; i >= 0; i--) {
        out.write(length >> (8 * i));
      }
    }
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
