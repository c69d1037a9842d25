package io.nephele.services.iam;

import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;

/** AWS Identity and Access Management: binds its operations to the methods that answer them. */
public final class IamService implements ServiceModule {
  /** Made by {@link java.util.ServiceLoader}. */
  public IamService() {}

  @Override
  public String name() {
    return "iam";
  }

  @Override
  public void bind(Bindings on, World world) {
    IamWorld iam = new IamWorld(world);
    on.protect(new IamResources(iam));
    ProvidersAndReports.bind(on, iam);
    RolesAndPolicies.bind(on, iam);
<<<<<<< HEAD
    UsersAndCredentials.bind(on, iam);

    PolicyPrincipals principals = new PolicyPrincipals(iam);

    ContextKeys contextKeys = new ContextKeys(principals);
    on.bind(Iam.GetContextKeysForCustomPolicy, contextKeys::forCustomPolicy);
    on.bind(Iam.GetContextKeysForPrincipalPolicy, contextKeys::forPrincipalPolicy);

    OidcProviders oidcProviders = new OidcProviders(iam);
    on.bind(Iam.AddClientIDToOpenIDConnectProvider, oidcProviders::addClientId);
    on.bind(Iam.CreateOpenIDConnectProvider, oidcProviders::create);
    on.bind(Iam.DeleteOpenIDConnectProvider, oidcProviders::delete);
    on.bind(Iam.GetOpenIDConnectProvider, oidcProviders::get);
    on.bind(Iam.ListOpenIDConnectProviders, oidcProviders::list);
    on.bind(Iam.RemoveClientIDFromOpenIDConnectProvider, oidcProviders::removeClientId);
    on.bind(Iam.UpdateOpenIDConnectProviderThumbprint, oidcProviders::updateThumbprints);

    OidcProviderTags oidcProviderTags = new OidcProviderTags(iam, oidcProviders);
    on.bind(Iam.ListOpenIDConnectProviderTags, oidcProviderTags::list);
    on.bind(Iam.TagOpenIDConnectProvider, oidcProviderTags::tag);
    on.bind(Iam.UntagOpenIDConnectProvider, oidcProviderTags::untag);

    OrganizationsFeatures organizations = new OrganizationsFeatures();
    on.bind(Iam.DisableOrganizationsRootCredentialsManagement, organizations::notInOrganization);
    on.bind(Iam.DisableOrganizationsRootSessions, organizations::notInOrganization);
    on.bind(Iam.EnableOrganizationsRootCredentialsManagement, organizations::notInOrganization);
    on.bind(Iam.EnableOrganizationsRootSessions, organizations::notInOrganization);
    on.bind(Iam.GenerateOrganizationsAccessReport, organizations::generateReport);
    on.bind(Iam.GetOrganizationsAccessReport, organizations::getReport);
    on.bind(Iam.ListOrganizationsFeatures, organizations::notInOrganization);

    OutboundFederations outboundFederations = new OutboundFederations(iam);
    on.bind(Iam.DisableOutboundWebIdentityFederation, outboundFederations::disable);
    on.bind(Iam.EnableOutboundWebIdentityFederation, outboundFederations::enable);
    on.bind(Iam.GetOutboundWebIdentityFederationInfo, outboundFederations::info);

    SamlProviders samlProviders = new SamlProviders(iam);
    on.bind(Iam.CreateSAMLProvider, samlProviders::create);
    on.bind(Iam.DeleteSAMLProvider, samlProviders::delete);
    on.bind(Iam.GetSAMLProvider, samlProviders::get);
    on.bind(Iam.ListSAMLProviders, samlProviders::list);
    on.bind(Iam.UpdateSAMLProvider, samlProviders::update);

    SamlProviderTags samlProviderTags = new SamlProviderTags(iam, samlProviders);
    on.bind(Iam.ListSAMLProviderTags, samlProviderTags::list);
    on.bind(Iam.TagSAMLProvider, samlProviderTags::tag);
    on.bind(Iam.UntagSAMLProvider, samlProviderTags::untag);

    ServerCertificates serverCertificates = new ServerCertificates(iam);
    on.bind(Iam.DeleteServerCertificate, serverCertificates::delete);
    on.bind(Iam.GetServerCertificate, serverCertificates::get);
    on.bind(Iam.ListServerCertificates, serverCertificates::list);
    on.bind(Iam.UpdateServerCertificate, serverCertificates::update);
    on.bind(Iam.UploadServerCertificate, serverCertificates::upload);

    ServerCertificateTags serverCertificateTags =
        new ServerCertificateTags(iam, serverCertificates);
    on.bind(Iam.ListServerCertificateTags, serverCertificateTags::list);
    on.bind(Iam.TagServerCertificate, serverCertificateTags::tag);
    on.bind(Iam.UntagServerCertificate, serverCertificateTags::untag);

    Simulations simulations = new Simulations(principals);
    on.bind(Iam.SimulateCustomPolicy, simulations::custom);
    on.bind(Iam.SimulatePrincipalPolicy, simulations::principal);
=======
>>>>>>> b399a2c (IAM: access advisor, account authorization details)
  }
}
