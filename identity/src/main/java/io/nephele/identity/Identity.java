package io.nephele.identity;

import io.nephele.core.World;
import io.nephele.core.access.AccessControl;
import io.nephele.core.access.AuthenticatedRequest;
import io.nephele.core.access.Authorization;
import io.nephele.core.call.Call;
import io.nephele.core.call.CallRecorder;
import io.nephele.core.identity.AccountIds;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Partition;
import io.nephele.core.worlds.AccessKeyPrefix;
import io.nephele.identity.action.ActionCatalog;
import io.nephele.identity.action.ActionRequest;
import io.nephele.identity.audit.AuditTrail;
import io.nephele.identity.audit.Explanations;
import io.nephele.identity.authorization.AuthorizationMessages;
import io.nephele.identity.authorization.Authorizer;
import io.nephele.identity.credentials.Credentials;
import io.nephele.identity.credentials.RequestMfa;
import io.nephele.identity.credentials.WorldTimes;
import io.nephele.identity.directory.Directory;
import io.nephele.identity.policies.EffectivePolicies;
import io.nephele.identity.policies.NamedPrincipals;
import io.nephele.identity.usage.ActionUses;
import io.nephele.identity.usage.LastUses;
import io.nephele.model.Struct;
import io.nephele.policy.ConditionKeys;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.sign.AccessKey;
import io.nephele.wire.sign.PostPolicySignature;
import io.nephele.wire.sign.SignatureTarget;
import io.nephele.wire.sign.SignatureVerifier;
import io.nephele.wire.sign.VerifiedRequest;
import java.util.function.UnaryOperator;

/**
 * Who calls and what they may do, in a world. Keys that IAM or STS of the world issued are their
 * principals, and signatures with them are checked. Where the world is not strict, a key of twelve
 * digits is the root user of that account, and any other key, or none, that of the world's own.
 */
public final class Identity implements AccessControl {
  private final World world;
  private final Directory directory;
  private final Credentials credentials;
  private final EffectivePolicies effective;
  private final Authorizer authorizer;
  private final Explanations explanations = new Explanations();
  private final ActionUses actionUses;
  private final LastUses lastUses;
  private final AuditTrail auditTrail;
  private final RequestMfa requestMfa;
  private final AuthorizationMessages authorizationMessages;
  private final SignatureVerifier verifier = new SignatureVerifier();
  private final WorldTimes times;

  /** The identities of that world. */
  public Identity(World world) {
    this.world = world;
    this.times = new WorldTimes(world.clock());
    this.directory = new Directory(world.store(), world.ids(), world.rootKey());
    this.credentials = new Credentials(world, directory);
    this.effective = new EffectivePolicies(directory);
    this.requestMfa = new RequestMfa(world, directory);
    this.authorizationMessages = new AuthorizationMessages(world);
    this.authorizer =
        new Authorizer(
            ActionCatalog.bundled(),
            effective,
            world.services(),
            requestMfa,
            authorizationMessages::encode);
    this.actionUses = new ActionUses(world.store());
    this.lastUses = new LastUses(directory);
    this.auditTrail =
        new AuditTrail(
            explanations, actionUses, lastUses, world.trail(), ActionCatalog.bundled()::isReadOnly);
  }

  /** The identities of a world, for the services that keep them. */
  public static Identity of(World world) {
    return (Identity) world.access();
  }

  /** The policies that are in force for users, roles and groups. */
  public EffectivePolicies effectivePolicies() {
    return effective;
  }

  /** Why the last calls were allowed or denied. */
  public Explanations explanations() {
    return explanations;
  }

  /** What identities used. */
  public ActionUses actionUses() {
    return actionUses;
  }

  /** Checks the MFA devices that requests show. */
  public RequestMfa requestMfa() {
    return requestMfa;
  }

  /** Why calls were denied, in encoded form. */
  public AuthorizationMessages authorizationMessages() {
    return authorizationMessages;
  }

  /** The records of users, roles, policies and keys. */
  public Directory directory() {
    return directory;
  }

  @Override
  public AuthenticatedRequest authenticate(
      HttpRequest request, SignatureTarget target, Partition partition) {
    Credentials.Lookup keys = credentials.lookup();
    VerifiedRequest verified = verifier.verify(request, target, keys, times);
    Principal principal =
        switch (verified.kind()) {
          // So much of S3 is for anybody, and so much is not, that nobody is no root user there.
          case ANONYMOUS ->
              world.settings().strict() || target.isS3()
                  ? Principal.ANONYMOUS
                  : root(null, partition);
          case UNCHECKED -> root(verified.accessKeyId(), partition);
          case HEADER, PRESIGNED -> keys.principal();
        };
    return new AuthenticatedRequest(principal, verified);
  }

  private Principal root(String claimedKeyId, Partition partition) {
    String accessKeyId = AccessKeyPrefix.withoutWorld(claimedKeyId);
    String accountId =
        AccountIds.isAccountId(accessKeyId) ? accessKeyId : world.settings().accountId();
    return Principal.root(partition, accountId);
  }

  @Override
  public Principal principal(String accessKeyId, String sessionToken) {
    Credentials.Lookup keys = credentials.lookup();
    AccessKey key = keys.find(accessKeyId, sessionToken);
    return key != null && key.accepts(sessionToken) ? keys.principal() : null;
  }

  @Override
  public void checkMfa(Call call, String serialNumber, String code) {
    requestMfa.verify(call, serialNumber, code);
  }

  @Override
  public Principal authenticateForm(
      UnaryOperator<String> fields, SignatureTarget target, Partition partition) {
    Credentials.Lookup keys = credentials.lookup();
    PostPolicySignature.Signer signer =
        new PostPolicySignature(verifier).verify(fields, target, keys);
    return signer.checked() ? keys.principal() : root(signer.accessKeyId(), partition);
  }

  @Override
  public Authorization authorize(Call call, Struct request) {
    return authorizer.authorize(call, request);
  }

  @Override
  public Authorization authorize(Call call, String action, String resource, ConditionKeys keys) {
    return authorizer.authorize(call, new ActionRequest(action, resource, keys));
  }

  @Override
  public boolean isPrincipal(String accountId, String name) {
    NamedPrincipals principals = new NamedPrincipals(directory);
    return world.store().read(reader -> principals.isThere(reader, accountId, name));
  }

  @Override
  public CallRecorder recorder() {
    return auditTrail;
  }

  @Override
  public void forget() {
    actionUses.forget();
    lastUses.forget();
  }
}
