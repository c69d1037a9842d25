package io.nephele.services.secretsmanager;

import io.nephele.core.access.ProtectedResources;
import io.nephele.core.access.ResourcePolicy;
import io.nephele.core.call.Call;
import io.nephele.model.Struct;
import io.nephele.policy.AttachedPolicy;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;
import java.util.List;
import java.util.Map;

/** What authorisation asks of secrets. */
final class ProtectedSecrets implements ProtectedResources {
  private final SecretStore store;

  ProtectedSecrets(SecretStore store) {
    this.store = store;
  }

  private Secret find(String arn) {
    return store.world().store().read(reader -> store.find(reader, arn, "-", "-"));
  }

  @Override
  public ResourcePolicy policy(String arn) {
    Secret secret = find(arn);
    return secret == null || secret.policy() == null
        ? null
        : ResourcePolicy.of(
            secret.accountId(),
            new AttachedPolicy(
                PolicyDocument.parse(secret.policy(), PolicyKind.RESOURCE), secret.arn()));
  }

  @Override
  public Map<String, String> tags(String arn) {
    Secret secret = find(arn);
    return secret == null ? Map.of() : secret.tags();
  }

  @Override
  public List<String> conditionKey(String key, String arn, Call call, Struct request) {
    return switch (key) {
      case "secretsmanager:modifyrotationrules" ->
          request.shape().member("RotationRules") == null
              ? null
              : List.of(Boolean.toString(request.get("RotationRules") != null));
      case "secretsmanager:secretprimaryregion" -> {
        Secret secret = find(arn);
        yield secret == null
            ? List.of()
            : List.of(secret.primaryRegion() == null ? secret.region() : secret.primaryRegion());
      }
      case "secretsmanager:resource/allowrotationlambdaarn" -> {
        Secret secret = find(arn);
        boolean has = secret != null && secret.rotation() != null;
        yield has ? List.of(secret.rotation().lambdaArn()) : List.of();
      }
      default -> null;
    };
  }

  @Override
  public List<String> arns(String type, Call call, Struct request) {
    String member = call.operation().name().equals("CreateSecret") ? null : "SecretId";
    if (member == null || call.operation().input().member(member) == null) {
      return null;
    }
    String id = (String) request.get(member);
    Secret secret = id == null ? null : store.findOrNull(id, call);
    return secret == null ? null : List.of(secret.arn());
  }
}
