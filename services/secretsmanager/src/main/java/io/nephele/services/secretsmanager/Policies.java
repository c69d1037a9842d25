package io.nephele.services.secretsmanager;

import io.nephele.api.secretsmanager.DeleteResourcePolicyRequest;
import io.nephele.api.secretsmanager.DeleteResourcePolicyResponse;
import io.nephele.api.secretsmanager.GetResourcePolicyRequest;
import io.nephele.api.secretsmanager.GetResourcePolicyResponse;
import io.nephele.api.secretsmanager.MalformedPolicyDocumentException;
import io.nephele.api.secretsmanager.PublicPolicyException;
import io.nephele.api.secretsmanager.PutResourcePolicyRequest;
import io.nephele.api.secretsmanager.PutResourcePolicyResponse;
import io.nephele.api.secretsmanager.ValidateResourcePolicyRequest;
import io.nephele.api.secretsmanager.ValidateResourcePolicyResponse;
import io.nephele.api.secretsmanager.ValidationErrorsEntry;
import io.nephele.core.call.Call;
import io.nephele.core.json.JsonText;
import io.nephele.policy.MalformedPolicyException;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;
import io.nephele.policy.PublicPolicies;
import io.nephele.policy.ResourcePolicyRules;
import java.util.List;
import java.util.Set;

/** The operations on resource policies. */
final class Policies {
  private static final ResourcePolicyRules RULES = new ResourcePolicyRules(true, "secretsmanager");

  private static final PublicPolicies PUBLIC = new PublicPolicies(Set.of());

  private final SecretStore store;

  Policies(SecretStore store) {
    this.store = store;
  }

  PutResourcePolicyResponse put(PutResourcePolicyRequest in, Call call) {
    Secret secret = store.requirePrimary(in.secretId(), call);
    PolicyDocument document = parse(in.resourcePolicy());
    if (Boolean.TRUE.equals(in.blockPublicPolicy()) && PUBLIC.isPublic(document)) {
      throw new PublicPolicyException(
          "The BlockPublicPolicy parameter is set to true, and the resource policy did not prevent"
              + " broad access to the secret.");
    }
    set(secret, in.resourcePolicy());
    return new PutResourcePolicyResponse().arn(secret.arn()).name(secret.name());
  }

  GetResourcePolicyResponse get(GetResourcePolicyRequest in, Call call) {
    Secret secret = store.requireLive(in.secretId(), call);
    return new GetResourcePolicyResponse()
        .arn(secret.arn())
        .name(secret.name())
        .resourcePolicy(secret.policy());
  }

  DeleteResourcePolicyResponse delete(DeleteResourcePolicyRequest in, Call call) {
    Secret secret = store.requirePrimary(in.secretId(), call);
    set(secret, null);
    return new DeleteResourcePolicyResponse().arn(secret.arn()).name(secret.name());
  }

  ValidateResourcePolicyResponse validate(ValidateResourcePolicyRequest in, Call call) {
    if (in.secretId() != null) {
      store.requireLive(in.secretId(), call);
    }
    ValidationErrorsEntry error = null;
    try {
      if (PUBLIC.isPublic(parse(in.resourcePolicy()))) {
        error =
            new ValidationErrorsEntry()
                .checkName("BLOCK_PUBLIC_POLICY")
                .errorMessage("The resource policy grants broad access to the secret.");
      }
    } catch (MalformedPolicyDocumentException e) {
      error = new ValidationErrorsEntry().checkName("SYNTAX").errorMessage(e.getMessage());
    }
    return new ValidateResourcePolicyResponse()
        .policyValidationPassed(error == null)
        .validationErrors(error == null ? List.of() : List.of(error));
  }

  private void set(Secret secret, String policy) {
    store.change(
        secret,
        (transaction, current) -> {
          store.put(transaction, current.with().policy(policy).done());
          return null;
        });
  }

  private static PolicyDocument parse(String json) {
    if (JsonText.MALFORMED.equals(JsonText.parse(json))) {
      throw new MalformedPolicyDocumentException("This resource policy contains a syntax error.");
    }
    try {
      return PolicyDocument.parse(json, PolicyKind.RESOURCE, RULES);
    } catch (MalformedPolicyException e) {
      throw new MalformedPolicyDocumentException(e.getMessage());
    }
  }
}
