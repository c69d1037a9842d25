package io.nephele.services.iam;

import io.nephele.api.iam.DeleteServerCertificateRequest;
import io.nephele.api.iam.EntityAlreadyExistsException;
import io.nephele.api.iam.GetServerCertificateRequest;
import io.nephele.api.iam.GetServerCertificateResponse;
import io.nephele.api.iam.ListServerCertificatesRequest;
import io.nephele.api.iam.ListServerCertificatesResponse;
import io.nephele.api.iam.ServerCertificateMetadata;
import io.nephele.api.iam.UpdateServerCertificateRequest;
import io.nephele.api.iam.UploadServerCertificateRequest;
import io.nephele.api.iam.UploadServerCertificateResponse;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Transaction;
import io.nephele.identity.directory.Entities;
import io.nephele.identity.directory.ServerCertificate;
import io.nephele.model.Unit;
import java.util.Iterator;
import java.util.Map;
import java.util.Spliterators;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;

/** The operations on certificates for servers. */
final class ServerCertificates {
  private static final String KIND = "Server Certificate";
  static final int MAX_CERTIFICATES = 20;

  private final IamWorld iam;
  private final Entities<ServerCertificate> table;

  ServerCertificates(IamWorld iam) {
    this.iam = iam;
    this.table = iam.directory().serverCertificates();
  }

  UploadServerCertificateResponse upload(UploadServerCertificateRequest in, Call call) {
    Map<String, String> tags = Tags.of(Tags.Taggable.SERVER_CERTIFICATE, in.tags());
    CertificateChecks checked =
        CertificateChecks.check(
            in.certificateBody(), in.privateKey(), in.certificateChain(), call.time());
    String path = IamWorld.path(in.path());
    ServerCertificate certificate =
        new ServerCertificate(
            in.serverCertificateName(),
            path,
            IamWorld.arn(call, "server-certificate", path, in.serverCertificateName()),
            iam.newId("ASCA"),
            in.certificateBody().strip(),
            in.privateKey(),
            in.certificateChain() == null ? null : in.certificateChain().strip(),
            iam.now(),
            checked.expiresAt(),
            tags);
    iam.write(
        call,
        transaction -> {
          checkFree(transaction, call, certificate.name());
          if (table.all(transaction, call.accountId()).size() >= MAX_CERTIFICATES) {
            throw IamErrors.limit("ServerCertificatesPerAccount", MAX_CERTIFICATES);
          }
          table.put(transaction, call.accountId(), certificate.name(), certificate);
          return null;
        });
    return new UploadServerCertificateResponse()
        .serverCertificateMetadata(metadata(certificate))
        .tags(Tags.listOrNull(tags));
  }

  GetServerCertificateResponse get(GetServerCertificateRequest in, Call call) {
    ServerCertificate found = iam.read(reader -> find(reader, call, in.serverCertificateName()));
    return new GetServerCertificateResponse()
        .serverCertificate(
            new io.nephele.api.iam.ServerCertificate()
                .serverCertificateMetadata(metadata(found))
                .certificateBody(found.body())
                .certificateChain(found.chain())
                .tags(Tags.list(found.tags())));
  }

  ListServerCertificatesResponse list(ListServerCertificatesRequest in, Call call) {
    String prefix = in.pathPrefix() == null ? "/" : in.pathPrefix();
    Pages.Page<ServerCertificateMetadata> page =
        iam.read(
            reader ->
                Pages.byName(
                        after -> below(prefix, table.after(reader, call.accountId(), after)),
                        ServerCertificate::name,
                        in.marker(),
                        in.maxItems())
                    .map(ServerCertificates::metadata));
    return new ListServerCertificatesResponse()
        .serverCertificateMetadataList(page.items())
        .isTruncated(page.isTruncated())
        .marker(page.marker());
  }

  private static Iterator<ServerCertificate> below(
      String prefix, Iterator<ServerCertificate> certificates) {
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(certificates, 0), false)
        .filter(certificate -> certificate.path().startsWith(prefix))
        .iterator();
  }

  Unit update(UpdateServerCertificateRequest in, Call call) {
    iam.write(
        call,
        transaction -> {
          ServerCertificate known = find(transaction, call, in.serverCertificateName());
          String name =
              in.newServerCertificateName() == null ? known.name() : in.newServerCertificateName();
          String path = in.newPath() == null ? known.path() : in.newPath();
          if (!name.equalsIgnoreCase(known.name())) {
            checkFree(transaction, call, name);
          }
          ServerCertificate moved =
              new ServerCertificate(
                  name,
                  path,
                  IamWorld.arn(call, "server-certificate", path, name),
                  known.id(),
                  known.body(),
                  known.privateKey(),
                  known.chain(),
                  known.uploadedAt(),
                  known.expiresAt(),
                  known.tags());
          table.delete(transaction, call.accountId(), known.name());
          table.put(transaction, call.accountId(), name, moved);
          return null;
        });
    return IamWorld.done(call);
  }

  Unit delete(DeleteServerCertificateRequest in, Call call) {
    iam.write(
        call,
        transaction -> {
          ServerCertificate known = find(transaction, call, in.serverCertificateName());
          table.delete(transaction, call.accountId(), known.name());
          return null;
        });
    return IamWorld.done(call);
  }

  /** The certificate of that name; an error to the caller if it is not there. */
  ServerCertificate find(Reader reader, Call call, String name) {
    ServerCertificate found = table.get(reader, call.accountId(), name);
    if (found == null) {
      throw IamErrors.notFound(KIND, name);
    }
    return found;
  }

  /** Changes the tags of a certificate. */
  Unit changeTags(String name, Call call, UnaryOperator<Map<String, String>> change) {
    iam.write(
        call,
        transaction -> {
          ServerCertificate known = find(transaction, call, name);
          table.put(
              transaction,
              call.accountId(),
              known.name(),
              known.withTags(change.apply(known.tags())));
          return null;
        });
    return IamWorld.done(call);
  }

  private void checkFree(Transaction transaction, Call call, String name) {
    if (table.get(transaction, call.accountId(), name) != null) {
      throw new EntityAlreadyExistsException(
          "The " + KIND + " with name " + name + " already exists.");
    }
  }

  private static ServerCertificateMetadata metadata(ServerCertificate certificate) {
    return new ServerCertificateMetadata()
        .path(certificate.path())
        .serverCertificateName(certificate.name())
        .serverCertificateId(certificate.id())
        .arn(certificate.arn())
        .uploadDate(certificate.uploadedAt())
        .expiration(certificate.expiresAt());
  }
}
