package io.nephele.services.iam;

import io.nephele.api.iam.InvalidPublicKeyException;
import io.nephele.api.iam.UnrecognizedPublicKeyEncodingException;
import io.nephele.model.AwsException;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * An RSA public key in the two forms that IAM takes: that of OpenSSH (RFC 4253) and PEM (RFC 7468).
 */
record RsaPublicKeyText(BigInteger exponent, BigInteger modulus) {
  private static final String SSH_TYPE = "ssh-rsa";
  private static final String PEM_BEGIN = "-----BEGIN PUBLIC KEY-----";
  private static final String PEM_END = "-----END PUBLIC KEY-----";
  private static final int LEAST_BITS = 2048;
  private static final int MOST_BITS = 16_384;

  /** The key that a text holds; an error to the caller if IAM takes no such key. */
  static RsaPublicKeyText parse(String text) {
    String trimmed = text.strip();
    RsaPublicKeyText key;
    if (trimmed.startsWith(SSH_TYPE + " ") || trimmed.startsWith(SSH_TYPE + "\t")) {
      key = parseSsh(trimmed);
    } else if (trimmed.startsWith(PEM_BEGIN) && trimmed.endsWith(PEM_END)) {
      key = parsePem(trimmed);
    } else {
      throw new UnrecognizedPublicKeyEncodingException("Invalid public key uploaded.");
    }
    int bits = key.modulus().bitLength();
    if (bits < LEAST_BITS || bits > MOST_BITS || key.exponent().signum() <= 0) {
      throw invalid();
    }
    return key;
  }

  private static RsaPublicKeyText parseSsh(String text) {
    String[] words = text.split("[ \t]+", 3);
    ByteBuffer blob = ByteBuffer.wrap(decode(Base64.getDecoder(), words[1]));
    String type = new String(field(blob), StandardCharsets.US_ASCII);
    RsaPublicKeyText key = new RsaPublicKeyText(number(field(blob)), number(field(blob)));
    if (!type.equals(SSH_TYPE) || blob.hasRemaining()) {
      throw invalid();
    }
    return key;
  }

  /** The next run of bytes, whose length comes before it. */
  private static byte[] field(ByteBuffer blob) {
    if (blob.remaining() < Integer.BYTES) {
      throw invalid();
    }
    int length = blob.getInt();
    if (length <= 0 || length > blob.remaining()) {
      throw invalid();
    }
    byte[] field = new byte[length];
    blob.get(field);
    return field;
  }

  private static BigInteger number(byte[] bytes) {
    return new BigInteger(bytes);
  }

  private static RsaPublicKeyText parsePem(String text) {
    String base64 = text.substring(PEM_BEGIN.length(), text.length() - PEM_END.length());
    byte[] der = decode(Base64.getMimeDecoder(), base64);
    try {
      PublicKey key = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
      RSAPublicKey rsa = (RSAPublicKey) key;
      return new RsaPublicKeyText(rsa.getPublicExponent(), rsa.getModulus());
    } catch (GeneralSecurityException e) {
      throw invalid();
    }
  }

  private static byte[] decode(Base64.Decoder decoder, String text) {
    try {
      return decoder.decode(text);
    } catch (IllegalArgumentException e) {
      throw invalid();
    }
  }

  private static AwsException invalid() {
    return new InvalidPublicKeyException("The public key is malformed or otherwise invalid.");
  }

  /** The key as OpenSSH writes it, without a comment. */
  String ssh() {
    return SSH_TYPE + " " + Base64.getEncoder().encodeToString(blob());
  }

  /** The key as PEM. */
  String pem() {
    try {
      byte[] der =
          KeyFactory.getInstance("RSA")
              .generatePublic(new RSAPublicKeySpec(modulus, exponent))
              .getEncoded();
      String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
      return PEM_BEGIN + "\n" + lines + "\n" + PEM_END + "\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has RSA", e);
    }
  }

  /** The MD5 hash of the key as OpenSSH shows it. */
  String fingerprint() {
    try {
      byte[] hash = MessageDigest.getInstance("MD5").digest(blob());
      return HexFormat.ofDelimiter(":").formatHex(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has MD5", e);
    }
  }

  private byte[] blob() {
    ByteArrayOutputStream blob = new ByteArrayOutputStream();
    append(SSH_TYPE.getBytes(StandardCharsets.US_ASCII), blob);
    append(exponent.toByteArray(), blob);
    append(modulus.toByteArray(), blob);
    return blob.toByteArray();
  }

  private static void append(byte[] field, ByteArrayOutputStream to) {
    to.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(field.length).array());
    to.writeBytes(field);
  }
}
