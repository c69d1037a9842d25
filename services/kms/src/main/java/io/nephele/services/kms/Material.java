package io.nephele.services.kms;

import io.nephele.core.store.Codec;
import io.nephele.core.store.RecordCodec;
import java.util.function.Function;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** A key's material, ready for use: what has to be made of the stored bytes is made once. */
final class Material {
  private final MaterialRow row;
  private final SecretKey secretKey;
  private volatile Object privateKey;
  private volatile Object publicKey;

  private Material(MaterialRow row) {
    this.row = row;
    this.secretKey =
        row.spec().isAsymmetric() || row.secret() == null
            ? null
            : new SecretKeySpec(
                row.secret().toArray(), row.spec().isSymmetric() ? "AES" : row.spec().algorithm());
  }

  /** The material of a row. */
  static Material of(MaterialRow row) {
    return new Material(row);
  }

  MaterialRow row() {
    return row;
  }

  String id() {
    return row.id();
  }

  KeyMaterialSpec spec() {
    return row.spec();
  }

  boolean isThere() {
    return row.secret() != null;
  }

  /** The key of symmetric and HMAC keys. */
  SecretKey secretKey() {
    return secretKey;
  }

  /** The private key in the form that a library wants, made from PKCS #8 when first asked for. */
  @SuppressWarnings("unchecked") // the kind of key always has the same form
  <T> T privateKey(Function<byte[], T> read) {
    Object known = privateKey;
    if (known == null) {
      known = read.apply(row.secret().toArray());
      privateKey = known;
    }
    return (T) known;
  }

  /** The public key in the form that a library wants, likewise. */
  @SuppressWarnings("unchecked") // the kind of key always has the same form
  <T> T publicKey(Function<byte[], T> read) {
    Object known = publicKey;
    if (known == null) {
      known = read.apply(row.publicKey().toArray());
      publicKey = known;
    }
    return (T) known;
  }

  /** Materials as their rows. */
  static final class MaterialCodec implements Codec<Material> {
    private final Codec<MaterialRow> rows = RecordCodec.of(MaterialRow.class);

    @Override
    public byte[] encode(Material material) {
      return rows.encode(material.row);
    }

    @Override
    public Material decode(byte[] stored) {
      return new Material(rows.decode(stored));
    }
  }
}
