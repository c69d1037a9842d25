package io.nephele.services.sts;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.nephele.core.World;
import io.nephele.core.store.Key;
import io.nephele.core.store.Table;
import java.text.ParseException;
import java.util.List;

/**
 * The keys by which an account's outbound web identity tokens are signed: one for each algorithm,
 * made when one is first asked for and kept in the store.
 */
final class SigningKeys {
  static final String RS256 = "RS256";
  static final String ES384 = "ES384";

  private static final List<String> ALGORITHMS = List.of(RS256, ES384);
  private static final int RSA_BITS = 2048;

  private final World world;
  private final Table<Stored> table;

  /** A private key as a JSON Web Key. */
  private record Stored(String key) {
    @Override
    public String toString() {
      return "Stored";
    }
  }

  SigningKeys(World world) {
    this.world = world;
    this.table = Table.sealed("sts.signing-keys", Stored.class, world.rootKey());
  }

  /** The private key of an account for an algorithm. */
  JWK of(String accountId, String algorithm) {
    Key place = Key.of(accountId).with(algorithm);
    Stored known = world.store().read(reader -> table.get(reader, place));
    if (known == null) {
      Stored made = new Stored(make(algorithm).toJSONString());
      known =
          world
              .store()
              .write(
                  transaction -> {
                    Stored meanwhile = table.get(transaction, place);
                    if (meanwhile == null) {
                      table.put(transaction, place, made);
                    }
                    return meanwhile == null ? made : meanwhile;
                  });
    }
    try {
      return JWK.parse(known.key());
    } catch (ParseException e) {
      throw new IllegalStateException("a stored key cannot be read", e);
    }
  }

  /** The public keys of an account, as its issuer publishes them. */
  String published(String accountId) {
    List<JWK> keys = ALGORITHMS.stream().map(algorithm -> of(accountId, algorithm)).toList();
    return new JWKSet(keys).toPublicJWKSet().toString();
  }

  private JWK make(String algorithm) {
    String id = algorithm + "_" + world.ids().hex(32);
    try {
      return algorithm.equals(RS256)
          ? new RSAKeyGenerator(RSA_BITS)
              .keyID(id)
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.RS256)
              .generate()
          : new ECKeyGenerator(Curve.P_384)
              .keyID(id)
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.ES384)
              .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("the JDK cannot make a key for " + algorithm, e);
    }
  }
}
