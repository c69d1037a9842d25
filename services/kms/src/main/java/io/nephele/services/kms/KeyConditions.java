package io.nephele.services.kms;

import io.nephele.api.kms.CreateGrantRequest;
import io.nephele.api.kms.Kms;
import io.nephele.api.kms.MultiRegionKeyType;
import io.nephele.api.kms.ReEncryptRequest;
import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.core.store.Table;
import io.nephele.model.AwsException;
import io.nephele.model.Struct;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The condition keys of KMS that requests alone do not tell. */
final class KeyConditions {
  private static final String CONTEXT = "kms:encryptioncontext:";

  private final KmsWorld kms;

  KeyConditions(KmsWorld kms) {
    this.kms = kms;
  }

  /**
   * The values of a condition key.
   *
   * @param name in lower case
   * @param key the key that is decided on, or null if there is none
   * @return null if there is nothing to tell
   */
  List<String> values(String name, KmsKey key, Call call, Struct request) {
    return switch (name) {
      case "kms:viaservice" -> one(ViaService.of(call));
      case "kms:calleraccount" -> one(call.accountId());
      case "kms:grantisforawsresource" ->
          one(
              Boolean.toString(
                  !call.origin().calledVia().isEmpty()
                      || call.principal().type() == Principal.Type.SERVICE));
      case "kms:trailingdayswithoutkeyusage" ->
          key == null ? null : one(Long.toString(kms.lastUses().idleDays(key, call.time())));
      case "kms:grantconstrainttype" -> grantConstraints(call, request);
      case "kms:granteeserviceprincipal" -> serviceIn(request, "GranteePrincipal");
      case "kms:retiringserviceprincipal" -> serviceIn(request, "RetiringPrincipal");
      case "kms:reencryptonsamekey" -> one(reEncryptsOnSameKey(call, request));
      case "kms:requestalias" -> requestAlias(key, call, request);
      case "kms:encryptioncontextkeys" ->
          new ArrayList<>(reEncryptContext(key, call, request).keySet());
      case "kms:bypasspolicylockoutsafetycheck" -> one("false");
      default ->
          name.startsWith(CONTEXT)
              ? contextValue(name.substring(CONTEXT.length()), reEncryptContext(key, call, request))
              : key == null ? ofNewKey(name, request) : ofKey(name, key);
    };
  }

  /** What keys that a request does not describe further are like. */
  private static List<String> ofNewKey(String name, Struct request) {
    boolean create = request.shape().name().equals("CreateKeyRequest");
    return !create
        ? null
        : switch (name) {
          case "kms:keyspec", "kms:customermasterkeyspec" -> one("SYMMETRIC_DEFAULT");
          case "kms:keyusage", "kms:customermasterkeyusage" -> one("ENCRYPT_DECRYPT");
          case "kms:keyorigin" -> one("AWS_KMS");
          case "kms:multiregion" -> one("false");
          default -> null;
        };
  }

  private List<String> ofKey(String name, KmsKey key) {
    return switch (name) {
      case "kms:keyspec", "kms:customermasterkeyspec" -> one(key.spec().name());
      case "kms:keyusage", "kms:customermasterkeyusage" -> one(key.usage());
      case "kms:keyorigin" -> one(key.origin());
      case "kms:multiregion" -> one(Boolean.toString(key.isMultiRegion()));
      case "kms:multiregionkeytype" ->
          key.isMultiRegion()
              ? one(key.isPrimary() ? MultiRegionKeyType.PRIMARY : MultiRegionKeyType.REPLICA)
              : null;
      case "kms:primaryregion" -> key.isMultiRegion() ? one(key.multiRegion().primary()) : null;
      case "kms:resourcealiases" -> aliases(key);
      default -> null;
    };
  }

  private List<String> aliases(KmsKey key) {
    return kms.read(
        reader -> {
          List<String> names = new ArrayList<>();
          for (Table.Row<KmsTables.Mark> row : kms.tables().aliasesOf(reader, key, null)) {
            names.add(KmsTables.lastPart(row.key()));
          }
          return names;
        });
  }

  private static List<String> grantConstraints(Call call, Struct request) {
    if (!call.operation().name().equals(Kms.CreateGrant.name())) {
      return null;
    }
    CreateGrantRequest in = Kms.CreateGrant.input(request);
    List<String> types = new ArrayList<>();
    if (in.constraints() != null && isGiven(in.constraints().encryptionContextEquals())) {
      types.add("EncryptionContextEquals");
    }
    if (in.constraints() != null && isGiven(in.constraints().encryptionContextSubset())) {
      types.add("EncryptionContextSubset");
    }
    return types;
  }

  private static boolean isGiven(Map<String, String> context) {
    return context != null && !context.isEmpty();
  }

  private static List<String> serviceIn(Struct request, String member) {
    Object value = isOfGrants(request) ? request.get(member) : null;
    return value instanceof String text && !text.startsWith("arn:") ? List.of(text) : null;
  }

  private static boolean isOfGrants(Struct request) {
    return request.shape().name().equals("CreateGrantRequest");
  }

  private String reEncryptsOnSameKey(Call call, Struct request) {
    if (!isReEncrypt(call)) {
      return null;
    }
    ReEncryptRequest in = Kms.ReEncrypt.input(request);
    String source = sourceArn(in, call);
    String destination = arnOf(in.destinationKeyId(), call);
    return source == null || destination == null
        ? null
        : Boolean.toString(source.equals(destination));
  }

  /** The alias by which a request names the key. */
  private List<String> requestAlias(KmsKey key, Call call, Struct request) {
    if (!isReEncrypt(call)) {
      return null;
    }
    ReEncryptRequest in = Kms.ReEncrypt.input(request);
    for (String name : new String[] {in.sourceKeyId(), in.destinationKeyId()}) {
      int at = name == null ? -1 : name.indexOf(KeyName.ALIAS_PREFIX);
      if (at >= 0 && key != null && key.arn().equals(arnOf(name, call))) {
        return one(name.substring(at));
      }
    }
    return null;
  }

  /** The context that goes with the key: of a key on both sides the one of the destination. */
  private Map<String, String> reEncryptContext(KmsKey key, Call call, Struct request) {
    if (!isReEncrypt(call) || key == null) {
      return Map.of();
    }
    ReEncryptRequest in = Kms.ReEncrypt.input(request);
    boolean destination = key.arn().equals(arnOf(in.destinationKeyId(), call));
    Map<String, String> context =
        destination ? in.destinationEncryptionContext() : in.sourceEncryptionContext();
    return context == null ? Map.of() : context;
  }

  private static boolean isReEncrypt(Call call) {
    return call.operation().name().equals(Kms.ReEncrypt.name());
  }

  private String sourceArn(ReEncryptRequest in, Call call) {
    if (in.sourceKeyId() != null) {
      return arnOf(in.sourceKeyId(), call);
    }
    CiphertextBlob blob =
        in.ciphertextBlob() == null ? null : CiphertextBlob.parse(in.ciphertextBlob());
    return blob == null ? null : blob.keyArn(call);
  }

  private String arnOf(String name, Call call) {
    if (name == null) {
      return null;
    }
    try {
      KeyName parsed = KeyName.parse(name, call);
      KmsKey found = kms.read(reader -> parsed.find(reader, kms.tables()));
      return found == null ? null : found.arn();
    } catch (AwsException e) {
      return null; // names nothing
    }
  }

  private static List<String> contextValue(String name, Map<String, String> context) {
    for (Map.Entry<String, String> pair : context.entrySet()) {
      if (pair.getKey().toLowerCase(Locale.ROOT).equals(name)) {
        return List.of(pair.getValue());
      }
    }
    return null;
  }

  private static List<String> one(String value) {
    return value == null ? null : List.of(value);
  }
}
