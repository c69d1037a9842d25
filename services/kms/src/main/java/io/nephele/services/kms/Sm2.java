package io.nephele.services.kms;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.SM2Engine;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.util.BigIntegers;

/** Encryption with SM2: ciphertexts are the ASN.1 of GM/T 0009 (point, hash, ciphertext). */
final class Sm2 {
  private static final int COORDINATE_BYTES = 32;
  private static final int POINT_BYTES = 1 + 2 * COORDINATE_BYTES;
  private static final int HASH_BYTES = 32;
  private static final int MAX_PLAINTEXT_BYTES = 1024;

  private Sm2() {}

  static byte[] encrypt(AsymmetricKeyParameter key, byte[] plaintext, SecureRandom random) {
    if (plaintext.length > MAX_PLAINTEXT_BYTES) {
      throw KmsErrors.validation(
          "Algorithm SM2PKE and key spec SM2 cannot encrypt data larger than "
              + MAX_PLAINTEXT_BYTES
              + " bytes.");
    }
    try {
      SM2Engine engine = new SM2Engine(SM2Engine.Mode.C1C3C2);
      engine.init(true, new ParametersWithRandom(key, random));
      return toAsn1(engine.processBlock(plaintext, 0, plaintext.length));
    } catch (InvalidCipherTextException | IOException e) {
      throw new IllegalStateException("SM2 failed", e);
    }
  }

  static byte[] decrypt(AsymmetricKeyParameter key, byte[] ciphertext) {
    try {
      byte[] plain = fromAsn1(ciphertext);
      SM2Engine engine = new SM2Engine(SM2Engine.Mode.C1C3C2);
      engine.init(false, key);
      return engine.processBlock(plain, 0, plain.length);
    } catch (InvalidCipherTextException | RuntimeException e) {
      throw KmsErrors.invalidCiphertext();
    }
  }

  private static byte[] toAsn1(byte[] plain) throws IOException {
    int hash = POINT_BYTES;
    int text = hash + HASH_BYTES;
    ASN1EncodableVector parts = new ASN1EncodableVector();
    parts.add(new ASN1Integer(new BigInteger(1, plain, 1, COORDINATE_BYTES)));
    parts.add(new ASN1Integer(new BigInteger(1, plain, 1 + COORDINATE_BYTES, COORDINATE_BYTES)));
    parts.add(new DEROctetString(Arrays.copyOfRange(plain, hash, text)));
    parts.add(new DEROctetString(Arrays.copyOfRange(plain, text, plain.length)));
    return new DERSequence(parts).getEncoded("DER");
  }

  private static byte[] fromAsn1(byte[] encoded) {
    ASN1Sequence parts = ASN1Sequence.getInstance(encoded);
    byte[] hash = ASN1OctetString.getInstance(parts.getObjectAt(2)).getOctets();
    byte[] text = ASN1OctetString.getInstance(parts.getObjectAt(3)).getOctets();
    byte[] plain = new byte[POINT_BYTES + hash.length + text.length];
    plain[0] = 4;
    coordinate(parts, 0, plain, 1);
    coordinate(parts, 1, plain, 1 + COORDINATE_BYTES);
    System.arraycopy(hash, 0, plain, POINT_BYTES, hash.length);
    System.arraycopy(text, 0, plain, POINT_BYTES + hash.length, text.length);
    return plain;
  }

  private static void coordinate(ASN1Sequence parts, int index, byte[] to, int at) {
    BigInteger value = ASN1Integer.getInstance(parts.getObjectAt(index)).getPositiveValue();
    BigIntegers.asUnsignedByteArray(value, to, at, COORDINATE_BYTES);
  }
}
