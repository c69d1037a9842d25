package io.nephele.services.kms;

import io.nephele.api.kms.AlgorithmSpec;
import io.nephele.api.kms.DeleteImportedKeyMaterialRequest;
import io.nephele.api.kms.DeleteImportedKeyMaterialResponse;
import io.nephele.api.kms.ExpiredImportTokenException;
import io.nephele.api.kms.GetParametersForImportRequest;
import io.nephele.api.kms.GetParametersForImportResponse;
import io.nephele.api.kms.ImportKeyMaterialRequest;
import io.nephele.api.kms.ImportKeyMaterialResponse;
import io.nephele.api.kms.ImportType;
import io.nephele.api.kms.InvalidImportTokenException;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The operations that import key material, and the clock that lets it expire. */
final class Imports {
  /** The kind of the timers of expiring material; their ids are the places of materials. */
  static final String TIMER = "kms.expiry";

  private static final Duration VALIDITY = Duration.ofHours(24);
  private static final int TOKEN_BYTES = 64;

  private final KmsWorld kms;
  private final Table<ImportParameters> parameters;
  private final ExpiryGauge gauge;

  Imports(KmsWorld kms) {
    this.kms = kms;
    this.gauge = new ExpiryGauge(kms);
    this.parameters =
        Table.sealed("kms.importParameters", ImportParameters.class, kms.world().rootKey());
  }

  GetParametersForImportResponse parameters(GetParametersForImportRequest in, Call call) {
    KmsKey key = kms.findOwn(in.keyId(), call);
    requireImported(key);
    KmsWorld.requireNotPendingDeletion(key);
    boolean sm2 = in.wrappingKeySpec().equals("SM2");
    if (in.wrappingAlgorithm().equals(AlgorithmSpec.RSAES_PKCS1_V1_5)) {
      throw KmsErrors.unsupported(
          "Wrapping algorithm RSAES_PKCS1_V1_5 is no longer supported by AWS KMS.");
    }
    if (sm2 != in.wrappingAlgorithm().equals(AlgorithmSpec.SM2PKE)) {
      throw KmsErrors.validation(
          "Wrapping algorithm "
              + in.wrappingAlgorithm()
              + " is incompatible with wrapping key spec "
              + in.wrappingKeySpec()
              + ".");
    }
    KeyMaterialSpec spec = KeyMaterialSpec.valueOf(in.wrappingKeySpec());
    Keys.requireOffered(spec, call);
    EncodedKeyPair pair = KeyPairs.generate(spec, kms.random());
    byte[] token = kms.ids().secretBytes(TOKEN_BYTES);
    ImportParameters made =
        new ImportParameters(pair.privateKey(), in.wrappingAlgorithm(), call.time().plus(VALIDITY));
    kms.change(
        key,
        (transaction, current) -> {
          forgetOld(transaction, current, call);
          parameters.put(transaction, place(current, token), made);
          return null;
        });
    return new GetParametersForImportResponse()
        .keyId(key.arn())
        .importToken(Bytes.of(token))
        .publicKey(pair.publicKey())
        .parametersValidTo(made.validTo());
  }

  private void forgetOld(Transaction transaction, KmsKey key, Call call) {
    List<Key> old = new ArrayList<>();
    for (Table.Row<ImportParameters> row : parameters.scan(transaction, key.place())) {
      if (row.value().validTo().plus(VALIDITY).isBefore(call.time())) {
        old.add(row.key());
      }
    }
    old.forEach(place -> parameters.delete(transaction, place));
  }

  private static Key place(KmsKey key, byte[] token) {
    return key.place().with(HexFormat.of().formatHex(token));
  }

  ImportKeyMaterialResponse importMaterial(ImportKeyMaterialRequest in, Call call) {
    KmsKey key = kms.findOwn(in.keyId(), call);
    requireImported(key);
    KmsWorld.requireNotPendingDeletion(key);
    MaterialRow.Import how = ImportRequests.expiration(in, call);
    ImportRequests.checkSymmetricOnly(in, key);
    Key token = place(key, in.importToken().toArray());
    ImportParameters given = kms.read(reader -> parameters.get(reader, token));
    if (given == null) {
      throw new InvalidImportTokenException("The import token is not valid for this KMS key.");
    }
    if (!given.validTo().isAfter(call.time())) {
      throw new ExpiredImportTokenException("The import token has expired.");
    }
    ImportedMaterial material =
        ImportedMaterial.of(
            key.spec(), Unwrapping.unwrap(given, in.encryptedKeyMaterial().toArray()));
    String id = MaterialMaker.id(key.id(), material.secret());
    if (in.keyMaterialId() != null && !in.keyMaterialId().equals(id)) {
      throw ImportedMaterial.incorrect();
    }
    kms.change(
        key,
        (transaction, current) -> {
          KmsWorld.requireNotPendingDeletion(current);
          put(transaction, current, in, id, material, how, call);
          return null;
        });
    return new ImportKeyMaterialResponse()
        .keyId(key.arn())
        .keyMaterialId(key.spec().isSymmetric() ? id : null);
  }

  private void put(
      Transaction transaction,
      KmsKey key,
      ImportKeyMaterialRequest in,
      String id,
      ImportedMaterial material,
      MaterialRow.Import how,
      Call call) {
    Material known = kms.tables().material(transaction, key, id);
    boolean first = key.materialId() == null;
    boolean asNew =
        in.importType() == null ? first : in.importType().equals(ImportType.NEW_KEY_MATERIAL);
    boolean onlyOne = !first && !key.spec().isSymmetric();
    if (asNew ? known != null || onlyOne : known == null) {
      throw ImportedMaterial.incorrect();
    }
    MaterialRow row;
    if (asNew) {
      int last = first ? -1 : lastNumber(transaction, key);
      if (!first && last > kms.tables().current(transaction, key).row().number()) {
        throw KmsErrors.invalidState(
            key.arn() + " already has key material that is pending rotation.");
      }
      row =
          MaterialMaker.of(
              key.id(),
              key.spec(),
              material.secret(),
              material.publicKey(),
              last + 1,
              call.time(),
              how);
    } else {
      String description =
          how.description() == null && known.row().imported() != null
              ? known.row().imported().description()
              : how.description();
      row =
          known
              .row()
              .withSecret(material.secret(), new MaterialRow.Import(how.expiresAt(), description));
    }
    kms.tables().put(transaction, key, row);
    setTimer(transaction, key, row, call.time());
    KmsKey with = first ? key.withMaterial(id, false) : key;
    kms.tables()
        .put(transaction, with.withMaterial(with.materialId(), isMissing(transaction, with)));
  }

  private void setTimer(Transaction transaction, KmsKey key, MaterialRow row, Instant now) {
    Key id = key.place().with(row.id());
    if (row.imported().expiresAt() == null) {
      kms.world().timers().cancel(transaction, TIMER, id);
      gauge.end(transaction, id);
    } else {
      gauge.begin(transaction, key, row, now);
      kms.world()
          .timers()
          .schedule(transaction, TIMER, id, row.imported().expiresAt(), Bytes.EMPTY);
    }
  }

  private int lastNumber(Reader reader, KmsKey key) {
    int last = -1;
    for (Table.Row<Material> row : kms.tables().materials(reader, key)) {
      last = Math.max(last, row.value().row().number());
    }
    return last;
  }

  /** Whether material that the key has used is not there. */
  private boolean isMissing(Reader reader, KmsKey key) {
    int current = kms.tables().current(reader, key).row().number();
    for (Table.Row<Material> row : kms.tables().materials(reader, key)) {
      if (!row.value().isThere() && row.value().row().number() <= current) {
        return true;
      }
    }
    return false;
  }

  DeleteImportedKeyMaterialResponse delete(DeleteImportedKeyMaterialRequest in, Call call) {
    KmsKey key = kms.findOwn(in.keyId(), call);
    requireImported(key);
    if (in.keyMaterialId() != null) {
      Rotations.requireSymmetric(key, call);
    }
    String id = in.keyMaterialId() == null ? key.materialId() : in.keyMaterialId();
    kms.change(
        key,
        (transaction, current) -> {
          Material material = id == null ? null : kms.tables().material(transaction, current, id);
          if (material == null && in.keyMaterialId() != null) {
            throw KmsErrors.notFound(
                "Key material " + id + " is not associated with " + current.arn());
          }
          if (material != null) {
            remove(transaction, current, material.row());
          }
          return null;
        });
    return new DeleteImportedKeyMaterialResponse()
        .keyId(key.arn())
        .keyMaterialId(key.spec().isSymmetric() ? id : null);
  }

  /** What tells how long material is good. */
  ExpiryGauge gauge() {
    return gauge;
  }

  /** What the clock does when material expires. */
  void onTimer(Transaction transaction, Timer timer) {
    KeyReader parts = timer.id().reader();
    KmsKey key =
        kms.tables().key(transaction, parts.nextText(), parts.nextText(), parts.nextText());
    Material material =
        key == null ? null : kms.tables().material(transaction, key, parts.nextText());
    if (material != null
        && material.isThere()
        && timer.due().equals(material.row().imported().expiresAt())) {
      kms.events().tell(transaction, key, KeyEvents.EXPIRATION, timer.due());
      remove(transaction, key, material.row());
    }
  }

  /** What was never used is forgotten; of the rest it is known what it was. */
  private void remove(Transaction transaction, KmsKey key, MaterialRow row) {
    Key place = key.place().with(row.id());
    kms.world().timers().cancel(transaction, TIMER, place);
    gauge.end(transaction, place);
    if (row.number() > kms.tables().current(transaction, key).row().number()) {
      kms.tables().deleteMaterial(transaction, key, row.id());
      return;
    }
    kms.tables().put(transaction, key, row.withSecret(null, row.imported()));
    kms.tables().put(transaction, key.withMaterial(key.materialId(), true));
  }

  /** Forgets all that importing left of a key that is deleted. */
  void forget(Transaction transaction, KmsKey key) {
    kms.world().timers().cancelAll(transaction, TIMER, key.place());
    gauge.endAll(transaction, key);
    parameters.deletePrefix(transaction, key.place());
  }

  private static void requireImported(KmsKey key) {
    if (!key.isImported()) {
      throw KmsErrors.unsupported(
          key.arn() + " origin is " + key.origin() + " which is not valid for this operation.");
    }
  }
}
