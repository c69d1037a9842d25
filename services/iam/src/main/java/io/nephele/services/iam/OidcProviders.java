package io.nephele.services.iam;

import io.nephele.api.iam.AddClientIDToOpenIDConnectProviderRequest;
import io.nephele.api.iam.CreateOpenIDConnectProviderRequest;
import io.nephele.api.iam.CreateOpenIDConnectProviderResponse;
import io.nephele.api.iam.DeleteOpenIDConnectProviderRequest;
import io.nephele.api.iam.EntityAlreadyExistsException;
import io.nephele.api.iam.GetOpenIDConnectProviderRequest;
import io.nephele.api.iam.GetOpenIDConnectProviderResponse;
import io.nephele.api.iam.ListOpenIDConnectProvidersRequest;
import io.nephele.api.iam.ListOpenIDConnectProvidersResponse;
import io.nephele.api.iam.NoSuchEntityException;
import io.nephele.api.iam.OpenIDConnectProviderListEntry;
import io.nephele.api.iam.RemoveClientIDFromOpenIDConnectProviderRequest;
import io.nephele.api.iam.UpdateOpenIDConnectProviderThumbprintRequest;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.identity.directory.OidcProvider;
import io.nephele.model.Unit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The operations on OpenID Connect identity providers. */
final class OidcProviders {
  private static final String TYPE = "oidc-provider/";
  private static final int MAX_PROVIDERS = 100;
  private static final int MAX_CLIENT_IDS = 100;
  private static final int MAX_THUMBPRINTS = 5;

  private final IamWorld iam;

  OidcProviders(IamWorld iam) {
    this.iam = iam;
  }

  CreateOpenIDConnectProviderResponse create(CreateOpenIDConnectProviderRequest in, Call call) {
    OidcUrl url = OidcUrl.parse(in.url());
    List<String> given = in.thumbprintList() == null ? List.of() : in.thumbprintList();
    checkThumbprints(given);
    List<String> clientIds = distinct(in.clientIDList() == null ? List.of() : in.clientIDList());
    Map<String, String> tags = Tags.of(Tags.Taggable.OIDC_PROVIDER, in.tags());
    // Not within the transaction: that asks the provider's host over the network.
    List<String> thumbprints =
        given.isEmpty() ? List.of(ThumbprintRetrieval.ofHost(url)) : lowerCase(given);
    OidcProvider provider =
        new OidcProvider(
            url.withoutScheme(),
            IamWorld.arn(call, TYPE + url.withoutScheme()),
            clientIds,
            thumbprints,
            iam.now(),
            tags);
    iam.write(
        call,
        transaction -> {
          String account = call.accountId();
          if (iam.directory().oidcProviders().get(transaction, account, provider.url()) != null) {
            throw new EntityAlreadyExistsException(
                "Provider with url " + in.url() + " already exists.");
          }
          if (iam.directory().oidcProviders().all(transaction, account).size() >= MAX_PROVIDERS) {
            throw IamErrors.limit("OpenIdConnectProvidersPerAccount", MAX_PROVIDERS);
          }
          iam.directory().oidcProviders().put(transaction, account, provider.url(), provider);
          return null;
        });
    return new CreateOpenIDConnectProviderResponse()
        .openIDConnectProviderArn(provider.arn())
        .tags(Tags.listOrNull(tags));
  }

  GetOpenIDConnectProviderResponse get(GetOpenIDConnectProviderRequest in, Call call) {
    OidcProvider provider = iam.read(reader -> find(reader, call, in.openIDConnectProviderArn()));
    return new GetOpenIDConnectProviderResponse()
        .url(provider.url())
        .clientIDList(provider.clientIds())
        .thumbprintList(provider.thumbprints())
        .createDate(provider.createdAt())
        .tags(Tags.list(provider.tags()));
  }

  ListOpenIDConnectProvidersResponse list(ListOpenIDConnectProvidersRequest in, Call call) {
    List<OpenIDConnectProviderListEntry> entries = new ArrayList<>();
    for (OidcProvider provider :
        iam.read(reader -> iam.directory().oidcProviders().all(reader, call.accountId()))) {
      entries.add(new OpenIDConnectProviderListEntry().arn(provider.arn()));
    }
    return new ListOpenIDConnectProvidersResponse().openIDConnectProviderList(entries);
  }

  Unit delete(DeleteOpenIDConnectProviderRequest in, Call call) {
    String arn = in.openIDConnectProviderArn();
    iam.write(
        call,
        transaction -> {
          OidcProvider known = findOrNull(transaction, call, arn);
          if (known == null) {
            throw new NoSuchEntityException("OpenId connect Provider " + arn + " cannot be found.");
          }
          iam.directory().oidcProviders().delete(transaction, call.accountId(), known.url());
          return null;
        });
    return IamWorld.done(call);
  }

  Unit addClientId(AddClientIDToOpenIDConnectProviderRequest in, Call call) {
    return change(
        in.openIDConnectProviderArn(),
        call,
        known -> {
          List<String> ids = new ArrayList<>(known.clientIds());
          ids.add(in.clientID());
          return known.withClientIds(distinct(ids));
        });
  }

  Unit removeClientId(RemoveClientIDFromOpenIDConnectProviderRequest in, Call call) {
    return change(
        in.openIDConnectProviderArn(),
        call,
        known -> {
          List<String> ids = new ArrayList<>(known.clientIds());
          ids.remove(in.clientID());
          return known.withClientIds(ids);
        });
  }

  Unit updateThumbprints(UpdateOpenIDConnectProviderThumbprintRequest in, Call call) {
    if (in.thumbprintList().isEmpty()) {
      throw IamErrors.invalidInput("Thumbprint list must contain at least one entry.");
    }
    checkThumbprints(in.thumbprintList());
    List<String> thumbprints = lowerCase(in.thumbprintList());
    return change(in.openIDConnectProviderArn(), call, known -> known.withThumbprints(thumbprints));
  }

  /** The provider of that ARN; an error to the caller if it is not there. */
  OidcProvider find(Reader reader, Call call, String arn) {
    OidcProvider found = findOrNull(reader, call, arn);
    if (found == null) {
      throw new NoSuchEntityException("OpenIDConnect Provider not found for arn " + arn);
    }
    return found;
  }

  private OidcProvider findOrNull(Reader reader, Call call, String arn) {
    String prefix = IamWorld.arn(call, TYPE);
    return arn.startsWith(prefix)
        ? iam.directory()
            .oidcProviders()
            .get(reader, call.accountId(), arn.substring(prefix.length()))
        : null;
  }

  /** Changes a provider, which keeps its URL. */
  Unit change(String arn, Call call, UnaryOperator<OidcProvider> change) {
    iam.write(
        call,
        transaction -> {
          OidcProvider known = find(transaction, call, arn);
          iam.directory()
              .oidcProviders()
              .put(transaction, call.accountId(), known.url(), change.apply(known));
          return null;
        });
    return IamWorld.done(call);
  }

  private static List<String> distinct(List<String> clientIds) {
    Set<String> distinct = new LinkedHashSet<>(clientIds);
    if (distinct.size() > MAX_CLIENT_IDS) {
      throw IamErrors.limit("ClientIdsPerOpenIdConnectProvider", MAX_CLIENT_IDS);
    }
    return List.copyOf(distinct);
  }

  private static void checkThumbprints(List<String> thumbprints) {
    if (thumbprints.size() > MAX_THUMBPRINTS) {
      throw IamErrors.invalidInput(
          "Thumbprint list must contain fewer than " + MAX_THUMBPRINTS + " entries.");
    }
  }

  private static List<String> lowerCase(List<String> thumbprints) {
    return thumbprints.stream().map(print -> print.toLowerCase(Locale.ROOT)).toList();
  }
}
