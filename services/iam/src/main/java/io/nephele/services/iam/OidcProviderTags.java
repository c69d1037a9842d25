package io.nephele.services.iam;

import io.nephele.api.iam.ListOpenIDConnectProviderTagsRequest;
import io.nephele.api.iam.ListOpenIDConnectProviderTagsResponse;
import io.nephele.api.iam.Tag;
import io.nephele.api.iam.TagOpenIDConnectProviderRequest;
import io.nephele.api.iam.UntagOpenIDConnectProviderRequest;
import io.nephele.core.call.Call;
import io.nephele.identity.directory.OidcProvider;
import io.nephele.model.Unit;

/** The operations on tags of OpenID Connect identity providers. */
final class OidcProviderTags {
  private final IamWorld iam;
  private final OidcProviders providers;

  OidcProviderTags(IamWorld iam, OidcProviders providers) {
    this.iam = iam;
    this.providers = providers;
  }

  Unit tag(TagOpenIDConnectProviderRequest in, Call call) {
    return providers.change(
        in.openIDConnectProviderArn(),
        call,
        known -> known.withTags(Tags.merge(Tags.Taggable.OIDC_PROVIDER, known.tags(), in.tags())));
  }

  Unit untag(UntagOpenIDConnectProviderRequest in, Call call) {
    return providers.change(
        in.openIDConnectProviderArn(),
        call,
        known ->
            known.withTags(Tags.without(Tags.Taggable.OIDC_PROVIDER, known.tags(), in.tagKeys())));
  }

  ListOpenIDConnectProviderTagsResponse list(ListOpenIDConnectProviderTagsRequest in, Call call) {
    OidcProvider provider =
        iam.read(reader -> providers.find(reader, call, in.openIDConnectProviderArn()));
    Pages.Page<Tag> page = Pages.byPosition(Tags.list(provider.tags()), in.marker(), in.maxItems());
    return new ListOpenIDConnectProviderTagsResponse()
        .tags(page.items())
        .isTruncated(page.isTruncated())
        .marker(page.marker());
  }
}
