package io.nephele.services.iam;

import io.nephele.api.iam.Iam;
import io.nephele.core.call.Bindings;
import io.nephele.identity.Identity;

/**
 * Binds the operations on identity providers and certificates, the reports on an account, and what
 * tries policies out.
 */
final class ProvidersAndReports {
  private ProvidersAndReports() {}

  static void bind(Bindings on, IamWorld iam) {
    PolicyPrincipals principals = new PolicyPrincipals(iam);
    bindAccess(on, iam, principals);
    bindAccount(on, iam);
    bindContextKeys(on, new ContextKeys(principals));
    bindOidcProviders(on, iam, new OidcProviders(iam));
    bindOrganizations(on, new OrganizationsFeatures());
    bindOutboundFederation(on, new OutboundFederations(iam));
    bindSamlProviders(on, iam, new SamlProviders(iam));
    bindServerCertificates(on, iam, new ServerCertificates(iam));
    bindSimulations(on, new Simulations(principals));
  }

  private static void bindAccess(Bindings on, IamWorld iam, PolicyPrincipals principals) {
    AccessJobs jobs =
        new AccessJobs(
            iam,
            new AccessSubjects(iam, principals),
            new AccessReports(Identity.of(iam.world()).actionUses()));
    PolicyGrants grants = new PolicyGrants(principals);
    on.bind(Iam.GenerateServiceLastAccessedDetails, jobs::generate);
    on.bind(Iam.GetServiceLastAccessedDetails, jobs::get);
    on.bind(Iam.GetServiceLastAccessedDetailsWithEntities, jobs::getWithEntities);
    on.bind(Iam.ListPoliciesGrantingServiceAccess, grants::list);
  }

  private static void bindAccount(Bindings on, IamWorld iam) {
    AccountDetails details = new AccountDetails(iam, new AccountDetailViews(iam));
    KeyTable keys = new KeyTable(iam.directory());
    CredentialTables credentials = new CredentialTables();
    AccountSummary summary = new AccountSummary(iam, keys, credentials);
    CredentialReports reports =
        new CredentialReports(iam, new CredentialReportRows(iam, keys, credentials));
    on.bind(Iam.GenerateCredentialReport, reports::generate);
    on.bind(Iam.GetAccountAuthorizationDetails, details::get);
    on.bind(Iam.GetAccountSummary, summary::get);
    on.bind(Iam.GetCredentialReport, reports::get);
  }

  private static void bindContextKeys(Bindings on, ContextKeys contextKeys) {
    on.bind(Iam.GetContextKeysForCustomPolicy, contextKeys::forCustomPolicy);
    on.bind(Iam.GetContextKeysForPrincipalPolicy, contextKeys::forPrincipalPolicy);
  }

  private static void bindOidcProviders(Bindings on, IamWorld iam, OidcProviders providers) {
    OidcProviderTags tags = new OidcProviderTags(iam, providers);
    on.bind(Iam.AddClientIDToOpenIDConnectProvider, providers::addClientId);
    on.bind(Iam.CreateOpenIDConnectProvider, providers::create);
    on.bind(Iam.DeleteOpenIDConnectProvider, providers::delete);
    on.bind(Iam.GetOpenIDConnectProvider, providers::get);
    on.bind(Iam.ListOpenIDConnectProviderTags, tags::list);
    on.bind(Iam.ListOpenIDConnectProviders, providers::list);
    on.bind(Iam.RemoveClientIDFromOpenIDConnectProvider, providers::removeClientId);
    on.bind(Iam.TagOpenIDConnectProvider, tags::tag);
    on.bind(Iam.UntagOpenIDConnectProvider, tags::untag);
    on.bind(Iam.UpdateOpenIDConnectProviderThumbprint, providers::updateThumbprints);
  }

  private static void bindOrganizations(Bindings on, OrganizationsFeatures organizations) {
    on.bind(Iam.DisableOrganizationsRootCredentialsManagement, organizations::notInOrganization);
    on.bind(Iam.DisableOrganizationsRootSessions, organizations::notInOrganization);
    on.bind(Iam.EnableOrganizationsRootCredentialsManagement, organizations::notInOrganization);
    on.bind(Iam.EnableOrganizationsRootSessions, organizations::notInOrganization);
    on.bind(Iam.GenerateOrganizationsAccessReport, organizations::generateReport);
    on.bind(Iam.GetOrganizationsAccessReport, organizations::getReport);
    on.bind(Iam.ListOrganizationsFeatures, organizations::notInOrganization);
  }

  private static void bindOutboundFederation(Bindings on, OutboundFederations federations) {
    on.bind(Iam.DisableOutboundWebIdentityFederation, federations::disable);
    on.bind(Iam.EnableOutboundWebIdentityFederation, federations::enable);
    on.bind(Iam.GetOutboundWebIdentityFederationInfo, federations::info);
  }

  private static void bindSamlProviders(Bindings on, IamWorld iam, SamlProviders providers) {
    SamlProviderTags tags = new SamlProviderTags(iam, providers);
    on.bind(Iam.CreateSAMLProvider, providers::create);
    on.bind(Iam.DeleteSAMLProvider, providers::delete);
    on.bind(Iam.GetSAMLProvider, providers::get);
    on.bind(Iam.ListSAMLProviderTags, tags::list);
    on.bind(Iam.ListSAMLProviders, providers::list);
    on.bind(Iam.TagSAMLProvider, tags::tag);
    on.bind(Iam.UntagSAMLProvider, tags::untag);
    on.bind(Iam.UpdateSAMLProvider, providers::update);
  }

  private static void bindServerCertificates(
      Bindings on, IamWorld iam, ServerCertificates certificates) {
    ServerCertificateTags tags = new ServerCertificateTags(iam, certificates);
    on.bind(Iam.DeleteServerCertificate, certificates::delete);
    on.bind(Iam.GetServerCertificate, certificates::get);
    on.bind(Iam.ListServerCertificateTags, tags::list);
    on.bind(Iam.ListServerCertificates, certificates::list);
    on.bind(Iam.TagServerCertificate, tags::tag);
    on.bind(Iam.UntagServerCertificate, tags::untag);
    on.bind(Iam.UpdateServerCertificate, certificates::update);
    on.bind(Iam.UploadServerCertificate, certificates::upload);
  }

  private static void bindSimulations(Bindings on, Simulations simulations) {
    on.bind(Iam.SimulateCustomPolicy, simulations::custom);
    on.bind(Iam.SimulatePrincipalPolicy, simulations::principal);
  }
}
