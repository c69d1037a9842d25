package io.nephele.services.kms;

import io.nephele.api.kms.CreateKeyRequest;
import io.nephele.api.kms.CreateKeyResponse;
import io.nephele.api.kms.DescribeKeyRequest;
import io.nephele.api.kms.DescribeKeyResponse;
import io.nephele.api.kms.DisableKeyRequest;
import io.nephele.api.kms.EnableKeyRequest;
import io.nephele.api.kms.KeyListEntry;
import io.nephele.api.kms.KeyManagerType;
import io.nephele.api.kms.KeyMetadata;
import io.nephele.api.kms.KeyState;
import io.nephele.api.kms.KeyUsageType;
import io.nephele.api.kms.ListKeysRequest;
import io.nephele.api.kms.ListKeysResponse;
import io.nephele.api.kms.OriginType;
import io.nephele.api.kms.UpdateKeyDescriptionRequest;
import io.nephele.core.call.Call;
import io.nephele.core.store.Table;
import io.nephele.model.AwsException;
import io.nephele.model.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The operations that make keys, tell of them, and switch them on and off. */
final class Keys {
  private static final int LISTED = 100;
  private static final int MAX_LISTED = 1000;
  private static final String CHINA = "aws-cn";

  private final KmsWorld kms;
  private final Rotations rotations;

  Keys(KmsWorld kms, Rotations rotations) {
    this.kms = kms;
    this.rotations = rotations;
  }

  CreateKeyResponse create(CreateKeyRequest in, Call call) {
    KeyMaterialSpec spec = spec(in, call);
    String usage = usage(in, spec);
    String origin = in.origin() == null ? OriginType.AWS_KMS : in.origin();
    CustomKeyStores.refuseKeysIn(in.customKeyStoreId(), in.xksKeyId(), origin);
    KeyPolicy policy =
        KeyPolicies.ofNewKey(kms, in.policy(), in.bypassPolicyLockoutSafetyCheck(), call);
    Map<String, String> tags = KeyTags.ofRequest(in.tags());
    boolean multiRegion = Boolean.TRUE.equals(in.multiRegion());
    String region = call.region().name();
    String uuid = kms.ids().uuid().toString();
    KmsKey key =
        new KmsKey(
            call.accountId(),
            region,
            multiRegion ? "mrk-" + uuid.replace("-", "") : uuid,
            spec,
            usage,
            origin,
            KeyManagerType.CUSTOMER,
            in.description() == null ? "" : in.description(),
            call.time(),
            true,
            null,
            null,
            multiRegion ? new KmsKey.MultiRegion(region, List.of()) : null,
            null,
            false,
            tags);
    NewKey made = NewKey.of(key, policy, kms, call.time());
    kms.write(
        transaction -> {
          made.put(transaction, kms.tables());
          return null;
        });
    return new CreateKeyResponse().keyMetadata(Metadata.of(made.key(), null));
  }

  private static KeyMaterialSpec spec(CreateKeyRequest in, Call call) {
    if (in.keySpec() != null && in.customerMasterKeySpec() != null) {
      throw KmsErrors.validation(
          "You cannot specify KeySpec and CustomerMasterKeySpec in the same request."
              + " CustomerMasterKeySpec is deprecated.");
    }
    String name = in.keySpec() == null ? in.customerMasterKeySpec() : in.keySpec();
    KeyMaterialSpec spec =
        name == null ? KeyMaterialSpec.SYMMETRIC_DEFAULT : KeyMaterialSpec.valueOf(name);
    requireOffered(spec, call);
    return spec;
  }

  /** SM2 is offered in China alone. */
  static void requireOffered(KeyMaterialSpec spec, Call call) {
    if (spec == KeyMaterialSpec.SM2 && !call.partition().equals(CHINA)) {
      throw KmsErrors.unsupported("KeySpec SM2 is not supported in this region.");
    }
  }

  private static String usage(CreateKeyRequest in, KeyMaterialSpec spec) {
    if (in.keyUsage() == null) {
      if (!spec.isSymmetric()) {
        throw KmsErrors.validation(
            "You must specify a KeyUsage value for all KMS keys except for symmetric encryption"
                + " keys.");
      }
      return KeyUsageType.ENCRYPT_DECRYPT;
    }
    if (!spec.usages().contains(in.keyUsage())) {
      throw KmsErrors.validation(
          "KeyUsage " + in.keyUsage() + " is not compatible with KeySpec " + spec.name());
    }
    return in.keyUsage();
  }

  DescribeKeyResponse describe(DescribeKeyRequest in, Call call) {
    GrantTokens.check(in.grantTokens());
    KmsKey key = kms.find(in.keyId(), call);
    try {
      Material current = kms.read(reader -> kms.tables().current(reader, key));
      return new DescribeKeyResponse().keyMetadata(Metadata.of(key, current));
    } catch (AwsException otherRootKey) {
      KeyMetadata known = Metadata.of(key, null);
      if (known.keyState().equals(KeyState.ENABLED)) {
        known.keyState(KeyState.UNAVAILABLE).enabled(false);
      }
      return new DescribeKeyResponse().keyMetadata(known);
    }
  }

  ListKeysResponse list(ListKeysRequest in, Call call) {
    int limit = Markers.limit(in.limit(), LISTED, MAX_LISTED);
    String after = Markers.read(in.marker());
    List<KeyListEntry> listed = new ArrayList<>();
    String next =
        kms.read(
            reader -> {
              listed.clear();
              String last = null;
              for (Table.Row<KmsKey> row :
                  kms.tables().keys(reader, call.accountId(), call.region().name(), after)) {
                if (listed.size() == limit) {
                  return last;
                }
                KmsKey key = row.value();
                listed.add(new KeyListEntry().keyId(key.id()).keyArn(key.arn()));
                last = key.id();
              }
              return null;
            });
    return new ListKeysResponse()
        .keys(listed)
        .nextMarker(Markers.write(next))
        .truncated(next != null);
  }

  Unit enable(EnableKeyRequest in, Call call) {
    return setEnabled(in.keyId(), true, call);
  }

  Unit disable(DisableKeyRequest in, Call call) {
    return setEnabled(in.keyId(), false, call);
  }

  private Unit setEnabled(String keyId, boolean enabled, Call call) {
    KmsKey key = kms.findOwn(keyId, call);
    kms.change(
        key,
        (transaction, current) -> {
          KmsWorld.requireUsable(current);
          KmsKey changed = current.withEnabled(enabled);
          kms.tables().put(transaction, changed);
          if (enabled) {
            rotations.catchUp(transaction, changed, call.time());
          }
          return null;
        });
    return KmsWorld.done(call);
  }

  Unit updateDescription(UpdateKeyDescriptionRequest in, Call call) {
    KmsKey key = kms.findOwn(in.keyId(), call);
    kms.change(
        key,
        (transaction, current) -> {
          KmsWorld.requireNotPendingDeletion(current);
          kms.tables().put(transaction, current.withDescription(in.description()));
          return null;
        });
    return KmsWorld.done(call);
  }
}
