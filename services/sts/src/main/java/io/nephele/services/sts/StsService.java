package io.nephele.services.sts;

import io.nephele.api.sts.Sts;
import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;
import io.nephele.core.worlds.TableDescription;
import io.nephele.identity.Identity;

/** AWS Security Token Service: binds its operations to the methods that answer them. */
public final class StsService implements ServiceModule {
  /** Made by {@link java.util.ServiceLoader}. */
  public StsService() {}

  @Override
  public String name() {
    return "sts";
  }

  @Override
  public void bind(Bindings on, World world) {
    StsWorld sts = new StsWorld(world);
    TrustPolicies trustPolicies = new TrustPolicies(sts.directory());
    on.protect(trustPolicies);
    on.describe(StsService::table);

    CallerIdentity callerIdentity = new CallerIdentity();
    on.bind(Sts.GetCallerIdentity, callerIdentity::getCallerIdentity);
    on.bind(Sts.GetAccessKeyInfo, callerIdentity::getAccessKeyInfo);

    AssumeRole assumeRole = new AssumeRole(sts);
    on.bind(Sts.AssumeRole, assumeRole::assume);

    FederatedTrust trust = new FederatedTrust(trustPolicies);
    AssumeRoleWithWebIdentity withWebIdentity = new AssumeRoleWithWebIdentity(sts, trust);
    on.bind(Sts.AssumeRoleWithWebIdentity, withWebIdentity::assume);

    AssumeRoleWithSaml withSaml = new AssumeRoleWithSaml(sts, trust);
    on.bind(Sts.AssumeRoleWithSAML, withSaml::assume);

    UserSessions userSessions = new UserSessions(sts);
    on.bind(Sts.GetSessionToken, userSessions::getSessionToken);
    on.bind(Sts.GetFederationToken, userSessions::getFederationToken);

    OutboundTokens outboundTokens = new OutboundTokens(sts);
    on.bind(Sts.GetWebIdentityToken, outboundTokens::get);

    RootTasks rootTasks = new RootTasks();
    on.bind(Sts.AssumeRoot, rootTasks::assumeRoot);

    AuthorizationMessageDecoding decoding =
        new AuthorizationMessageDecoding(Identity.of(world).authorizationMessages());
    on.bind(Sts.DecodeAuthorizationMessage, decoding::decode);
  }

  /** How the rows of STS are told to people who compare worlds: without secrets. */
  private static TableDescription table(String name) {
    TableDescription unknown = TableDescription.UNKNOWN;
    return switch (name) {
      case "sts.sessions" -> unknown.hiding("secret", "token");
      case "sts.signing-keys" -> unknown.hiding("key");
      case "sts.message-secrets" -> unknown.hiding("key").asInternal();
      case "sts.session-ends" -> unknown.asInternal();
      default -> unknown;
    };
  }
}
