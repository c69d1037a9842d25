package io.nephele.services.schemas;

import io.nephele.api.schemas.DeleteResourcePolicyRequest;
import io.nephele.api.schemas.GetResourcePolicyRequest;
import io.nephele.api.schemas.GetResourcePolicyResponse;
import io.nephele.api.schemas.PutResourcePolicyRequest;
import io.nephele.api.schemas.PutResourcePolicyResponse;
import io.nephele.core.call.Call;
import io.nephele.model.Unit;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;

/** The policies of registries. */
final class Policies {
  private final SchemasWorld schemas;

  Policies(SchemasWorld schemas) {
    this.schemas = schemas;
  }

  PutResourcePolicyResponse put(PutResourcePolicyRequest in, Call call) {
    String name = name(in.registryName());
    SchemasWorld.requireOwn(name);
    try {
      PolicyDocument.parse(in.policy(), PolicyKind.RESOURCE);
    } catch (RuntimeException e) {
      throw SchemasErrors.bad("Policy is not valid: " + e.getMessage());
    }
    String revision = schemas.world().ids().uuid().toString();
    schemas.write(
        transaction -> {
          Registry registry = schemas.requireRegistry(transaction, call, name);
          if (in.revisionId() != null && !in.revisionId().equals(registry.revision())) {
            throw SchemasErrors.revision();
          }
          schemas
              .registries()
              .put(transaction, registry.key(), registry.withPolicy(in.policy(), revision));
          return null;
        });
    return new PutResourcePolicyResponse().policy(in.policy()).revisionId(revision);
  }

  GetResourcePolicyResponse get(GetResourcePolicyRequest in, Call call) {
    String name = name(in.registryName());
    Registry registry = schemas.read(reader -> schemas.requireRegistry(reader, call, name));
    if (registry.policy() == null) {
      throw SchemasErrors.missing("Policy of registry " + name);
    }
    return new GetResourcePolicyResponse()
        .policy(registry.policy())
        .revisionId(registry.revision());
  }

  Unit delete(DeleteResourcePolicyRequest in, Call call) {
    String name = name(in.registryName());
    schemas.write(
        transaction -> {
          Registry registry = schemas.requireRegistry(transaction, call, name);
          schemas.registries().put(transaction, registry.key(), registry.withPolicy(null, null));
          return null;
        });
    return Registries.nothing(call);
  }

  private static String name(String given) {
    if (given == null || given.isEmpty()) {
      throw SchemasErrors.bad("RegistryName has to be given.");
    }
    return given;
  }
}
