package io.nephele.services.kms;

import io.nephele.api.kms.Kms;
import io.nephele.core.access.ProtectedResources;
import io.nephele.core.access.ResourcePolicy;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.model.Struct;
import io.nephele.policy.AttachedPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What authorisation asks of keys. */
final class ProtectedKeys implements ProtectedResources {
  private static final String KEY_PREFIX = "key/";
  private static final String KEY = "key";

  private final KmsWorld kms;
  private final GrantedAccess granted;
  private final KeyConditions conditions;

  ProtectedKeys(KmsWorld kms) {
    this.kms = kms;
    this.granted = new GrantedAccess(kms);
    this.conditions = new KeyConditions(kms);
  }

  @Override
  public ResourcePolicy policy(String arn) {
    Arn parsed = keyArn(arn);
    if (parsed == null) {
      return null;
    }
    KeyPolicy policy = kms.read(reader -> kms.tables().policy(reader, place(parsed)));
    return policy == null
        ? null
        : new ResourcePolicy(parsed.account(), new AttachedPolicy(policy.document(), arn), true);
  }

  @Override
  public AttachedPolicy grants(String action, String arn, Call call, Struct request) {
    Arn parsed = keyArn(arn);
    return parsed == null ? null : granted.policy(action, place(parsed), call, request);
  }

  @Override
  public Map<String, String> tags(String arn) {
    KmsKey key = find(arn);
    return key == null ? Map.of() : key.tags();
  }

  @Override
  public List<String> conditionKey(String key, String arn, Call call, Struct request) {
    return conditions.values(key, find(arn), call, request);
  }

  @Override
  public List<String> arns(String type, Call call, Struct request) {
    if (!type.startsWith(KEY)) {
      return null;
    }
    try {
      return switch (call.operation().name()) {
        case "Decrypt" ->
            ofCiphertext(text(request, "KeyId"), bytes(request, "CiphertextBlob"), call);
        case "ReEncrypt" ->
            type.endsWith("From")
                ? ofCiphertext(text(request, "SourceKeyId"), bytes(request, "CiphertextBlob"), call)
                : ofName(text(request, "DestinationKeyId"), call);
        case "RetireGrant" -> ofGrant(request, call);
        case "CreateAlias" -> ofName(text(request, "TargetKeyId"), call);
        case "UpdateAlias" -> ofAlias(request, ofName(text(request, "TargetKeyId"), call), call);
        case "DeleteAlias" -> ofAlias(request, List.of(), call);
        case "CreateKey" -> null;
        default -> ofName(text(request, "KeyId"), call);
      };
    } catch (AwsException e) {
      // It names nothing; the handler tells so to those who may call it.
      return null;
    }
  }

  private List<String> ofName(String name, Call call) {
    if (name == null) {
      return null;
    }
    KeyName parsed = KeyName.parse(name, call);
    if (parsed.id() != null) {
      return List.of(parsed.arn());
    }
    KmsKey key = kms.read(reader -> parsed.find(reader, kms.tables()));
    if (key == null) {
      // Where the alias is one of AWS's and this is its first use, the key is made before anybody
      // can ask for its policy.
      key = kms.awsManaged().onFirstUse(parsed, call);
    }
    return List.of(key == null ? parsed.arn() : key.arn());
  }

  private List<String> ofCiphertext(String name, Bytes blob, Call call) {
    if (name != null) {
      return ofName(name, call);
    }
    CiphertextBlob parsed = blob == null ? null : CiphertextBlob.parse(blob);
    return parsed == null ? null : List.of(parsed.keyArn(call));
  }

  private List<String> ofGrant(Struct request, Call call) {
    String token = Kms.RetireGrant.input(request).grantToken();
    if (token == null) {
      return ofName(text(request, "KeyId"), call);
    }
    GrantTokens parsed = GrantTokens.read(token);
    return parsed == null ? null : List.of(parsed.keyArn());
  }

  /** The keys of a request and the one that its alias stands for until now. */
  private List<String> ofAlias(Struct request, List<String> named, Call call) {
    String name = text(request, "AliasName");
    Alias alias =
        name == null
            ? null
            : kms.read(
                reader -> kms.tables().alias(reader, call.accountId(), call.region().name(), name));
    if (alias == null) {
      return named;
    }
    List<String> all = new ArrayList<>(named);
    String current = KmsKey.arn(alias.accountId(), alias.region(), alias.keyId());
    if (!all.contains(current)) {
      all.add(current);
    }
    return all;
  }

  private static String text(Struct request, String member) {
    return (String) request.get(member);
  }

  private static Bytes bytes(Struct request, String member) {
    return (Bytes) request.get(member);
  }

  private KmsKey find(String arn) {
    Arn parsed = keyArn(arn);
    return parsed == null ? null : kms.read(reader -> kms.tables().key(reader, place(parsed)));
  }

  private static Arn keyArn(String arn) {
    Arn parsed = Arn.parse(arn);
    return parsed != null && parsed.resource().startsWith(KEY_PREFIX) ? parsed : null;
  }

  private static Key place(Arn arn) {
    return KmsKey.place(arn.account(), arn.region(), arn.resource().substring(KEY_PREFIX.length()));
  }
}
