package io.nephele.services.iam;

import io.nephele.api.iam.ListServerCertificateTagsRequest;
import io.nephele.api.iam.ListServerCertificateTagsResponse;
import io.nephele.api.iam.Tag;
import io.nephele.api.iam.TagServerCertificateRequest;
import io.nephele.api.iam.UntagServerCertificateRequest;
import io.nephele.core.call.Call;
import io.nephele.identity.directory.ServerCertificate;
import io.nephele.model.Unit;

/** The operations on tags of certificates for servers. */
final class ServerCertificateTags {
  private final IamWorld iam;
  private final ServerCertificates certificates;

  ServerCertificateTags(IamWorld iam, ServerCertificates certificates) {
    this.iam = iam;
    this.certificates = certificates;
  }

  Unit tag(TagServerCertificateRequest in, Call call) {
    if (in.tags().isEmpty()) {
      throw IamErrors.invalidInput("The provided tag map must not be null/empty.");
    }
    return certificates.changeTags(
        in.serverCertificateName(),
        call,
        known -> Tags.merge(Tags.Taggable.SERVER_CERTIFICATE, known, in.tags()));
  }

  Unit untag(UntagServerCertificateRequest in, Call call) {
    if (in.tagKeys().isEmpty()) {
      throw IamErrors.invalidInput("The provided tag keys must not be null/empty.");
    }
    return certificates.changeTags(
        in.serverCertificateName(),
        call,
        known -> Tags.without(Tags.Taggable.SERVER_CERTIFICATE, known, in.tagKeys()));
  }

  ListServerCertificateTagsResponse list(ListServerCertificateTagsRequest in, Call call) {
    ServerCertificate found =
        iam.read(reader -> certificates.find(reader, call, in.serverCertificateName()));
    Pages.Page<Tag> page = Pages.byPosition(Tags.list(found.tags()), in.marker(), in.maxItems());
    return new ListServerCertificateTagsResponse()
        .tags(page.items())
        .isTruncated(page.isTruncated())
        .marker(page.marker());
  }
}
