package io.nephele.services.kms;

import io.nephele.api.kms.Kms;
import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;

/** AWS Key Management Service: binds its operations to the methods that answer them. */
public final class KmsService implements ServiceModule {
  /** Made by {@link java.util.ServiceLoader}. */
  public KmsService() {}

  @Override
  public String name() {
    return "kms";
  }

  @Override
  public void bind(Bindings on, World world) {
    KmsWorld kms = new KmsWorld(world);
    on.protect(new ProtectedKeys(kms));
    on.describe(TableDescriptions::of);

    Rotations rotations = new Rotations(kms);
    Imports imports = new Imports(kms);
    Deletions deletions = new Deletions(kms, imports);
    world.timers().on(Rotations.TIMER, rotations::onTimer);
    world.timers().on(Deletions.TIMER, deletions::onTimer);
    world.timers().on(Imports.TIMER, imports::onTimer);
    world.timers().on(ExpiryGauge.TIMER, imports.gauge()::onTimer);

    bindKeys(on, kms, deletions);
    bindMaterial(on, kms, rotations, imports);
    bindAccess(on, kms);
    bindCryptography(on, kms);

    on.bind(Kms.CreateCustomKeyStore, CustomKeyStores::create);
    on.bind(Kms.DescribeCustomKeyStores, CustomKeyStores::describe);
    on.bind(Kms.ConnectCustomKeyStore, CustomKeyStores::connect);
    on.bind(Kms.DisconnectCustomKeyStore, CustomKeyStores::disconnect);
    on.bind(Kms.UpdateCustomKeyStore, CustomKeyStores::update);
    on.bind(Kms.DeleteCustomKeyStore, CustomKeyStores::delete);
  }

  private static void bindKeys(Bindings on, KmsWorld kms, Deletions deletions) {
    on.bind(Kms.GetKeyLastUsage, kms.lastUses()::get);
    on.bind(Kms.ScheduleKeyDeletion, deletions::schedule);
    on.bind(Kms.CancelKeyDeletion, deletions::cancel);

    KeyTags tags = new KeyTags(kms);
    on.bind(Kms.TagResource, tags::tag);
    on.bind(Kms.UntagResource, tags::untag);
    on.bind(Kms.ListResourceTags, tags::list);

    Aliases aliases = new Aliases(kms);
    on.bind(Kms.CreateAlias, aliases::create);
    on.bind(Kms.UpdateAlias, aliases::update);
    on.bind(Kms.DeleteAlias, aliases::delete);
    on.bind(Kms.ListAliases, aliases::list);
  }

  private static void bindMaterial(
      Bindings on, KmsWorld kms, Rotations rotations, Imports imports) {
    Keys keys = new Keys(kms, rotations);
    on.bind(Kms.CreateKey, keys::create);
    on.bind(Kms.DescribeKey, keys::describe);
    on.bind(Kms.ListKeys, keys::list);
    on.bind(Kms.EnableKey, keys::enable);
    on.bind(Kms.DisableKey, keys::disable);
    on.bind(Kms.UpdateKeyDescription, keys::updateDescription);

    on.bind(Kms.EnableKeyRotation, rotations::enable);
    on.bind(Kms.DisableKeyRotation, rotations::disable);
    on.bind(Kms.GetKeyRotationStatus, rotations::status);
    on.bind(Kms.RotateKeyOnDemand, rotations::rotateNow);
    on.bind(Kms.ListKeyRotations, new KeyRotations(kms)::list);

    on.bind(Kms.GetParametersForImport, imports::parameters);
    on.bind(Kms.ImportKeyMaterial, imports::importMaterial);
    on.bind(Kms.DeleteImportedKeyMaterial, imports::delete);

    MultiRegionKeys multiRegion = new MultiRegionKeys(kms);
    on.bind(Kms.ReplicateKey, multiRegion::replicate);
    on.bind(Kms.UpdatePrimaryRegion, multiRegion::promote);
  }

  private static void bindAccess(Bindings on, KmsWorld kms) {
    KeyPolicies policies = new KeyPolicies(kms);
    on.bind(Kms.GetKeyPolicy, policies::get);
    on.bind(Kms.PutKeyPolicy, policies::put);
    on.bind(Kms.ListKeyPolicies, policies::list);

    Grants grants = new Grants(kms);
    on.bind(Kms.CreateGrant, grants::create);
    on.bind(Kms.ListGrants, grants::list);
    on.bind(Kms.ListRetirableGrants, grants::listRetirable);
    on.bind(Kms.RevokeGrant, grants::revoke);
    on.bind(Kms.RetireGrant, grants::retire);
  }

  private static void bindCryptography(Bindings on, KmsWorld kms) {
    SymmetricCipher symmetric = new SymmetricCipher(kms);
    Encryption encryption = new Encryption(kms, symmetric);
    on.bind(Kms.Encrypt, encryption::encrypt);
    on.bind(Kms.Decrypt, encryption::decrypt);
    on.bind(Kms.ReEncrypt, encryption::reEncrypt);

    DataKeys dataKeys = new DataKeys(kms, symmetric);
    on.bind(Kms.GenerateDataKey, dataKeys::generate);
    on.bind(Kms.GenerateDataKeyWithoutPlaintext, dataKeys::generateWithoutPlaintext);
    on.bind(Kms.GenerateDataKeyPair, dataKeys::generatePair);
    on.bind(Kms.GenerateDataKeyPairWithoutPlaintext, dataKeys::generatePairWithoutPlaintext);
    on.bind(Kms.GenerateRandom, dataKeys::random);

    Signing signing = new Signing(kms);
    on.bind(Kms.Sign, signing::sign);
    on.bind(Kms.Verify, signing::verify);
    on.bind(Kms.GetPublicKey, signing::publicKey);

    Macs macs = new Macs(kms);
    on.bind(Kms.GenerateMac, macs::generate);
    on.bind(Kms.VerifyMac, macs::verify);

    Agreement agreement = new Agreement(kms);
    on.bind(Kms.DeriveSharedSecret, agreement::derive);
  }
}
