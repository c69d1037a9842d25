package io.nephele.services.iam;

import io.nephele.api.iam.ListSAMLProviderTagsRequest;
import io.nephele.api.iam.ListSAMLProviderTagsResponse;
import io.nephele.api.iam.Tag;
import io.nephele.api.iam.TagSAMLProviderRequest;
import io.nephele.api.iam.UntagSAMLProviderRequest;
import io.nephele.core.call.Call;
import io.nephele.identity.directory.SamlProvider;
import io.nephele.model.Unit;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The operations on tags of SAML identity providers. */
final class SamlProviderTags {
  private final IamWorld iam;
  private final SamlProviders providers;

  SamlProviderTags(IamWorld iam, SamlProviders providers) {
    this.iam = iam;
    this.providers = providers;
  }

  Unit tag(TagSAMLProviderRequest in, Call call) {
    return change(
        in.samlProviderArn(),
        call,
        known -> Tags.merge(Tags.Taggable.SAML_PROVIDER, known, in.tags()));
  }

  Unit untag(UntagSAMLProviderRequest in, Call call) {
    return change(
        in.samlProviderArn(),
        call,
        known -> Tags.without(Tags.Taggable.SAML_PROVIDER, known, in.tagKeys()));
  }

  ListSAMLProviderTagsResponse list(ListSAMLProviderTagsRequest in, Call call) {
    SamlProvider provider = iam.read(reader -> providers.find(reader, call, in.samlProviderArn()));
    Pages.Page<Tag> page = Pages.byPosition(Tags.list(provider.tags()), in.marker(), in.maxItems());
    return new ListSAMLProviderTagsResponse()
        .tags(page.items())
        .isTruncated(page.isTruncated())
        .marker(page.marker());
  }

  private Unit change(String arn, Call call, UnaryOperator<Map<String, String>> change) {
    iam.write(
        call,
        transaction -> {
          SamlProvider known = providers.find(transaction, call, arn);
          iam.directory()
              .samlProviders()
              .put(
                  transaction,
                  call.accountId(),
                  known.name(),
                  known.withTags(change.apply(known.tags())));
          return null;
        });
    return IamWorld.done(call);
  }
}
