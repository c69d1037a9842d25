package io.nephele.services.iam;

import io.nephele.api.iam.DeleteSigningCertificateRequest;
import io.nephele.api.iam.DuplicateCertificateException;
import io.nephele.api.iam.ListSigningCertificatesRequest;
import io.nephele.api.iam.ListSigningCertificatesResponse;
import io.nephele.api.iam.MalformedCertificateException;
import io.nephele.api.iam.NoSuchEntityException;
import io.nephele.api.iam.UpdateSigningCertificateRequest;
import io.nephele.api.iam.UploadSigningCertificateRequest;
import io.nephele.api.iam.UploadSigningCertificateResponse;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.model.Unit;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;

/** The operations on X.509 certificates for signing requests, of users and the root user. */
final class SigningCertificates {
  static final int MAX_CERTIFICATES = 2;
  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
  private static final String END = "-----END CERTIFICATE-----";
  private static final String ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int ID_LENGTH = 32;

  private final IamWorld iam;
  private final OwnedTable<SigningCertificate> table;

  SigningCertificates(IamWorld iam, CredentialTables tables) {
    this.iam = iam;
    this.table = tables.signingCertificates();
  }

  UploadSigningCertificateResponse upload(UploadSigningCertificateRequest in, Call call) {
    Certificate parsed = parse(in.certificateBody());
    return iam.write(
        call,
        transaction -> {
          Owner owner = Owner.of(iam, transaction, in.userName(), call);
          for (SigningCertificate known : table.ofAccount(transaction, call.accountId())) {
            if (parse(known.body()).equals(parsed)) {
              throw new DuplicateCertificateException(
                  "The same certificate is associated with an IAM user in the account.");
            }
          }
          int count = table.ofUser(transaction, call.accountId(), owner.id()).size();
          if (count >= MAX_CERTIFICATES) {
            throw IamErrors.limit("SigningCertificatesPerUser", MAX_CERTIFICATES);
          }
          SigningCertificate made =
              new SigningCertificate(
                  iam.world().ids().text(ID_LENGTH, ID_ALPHABET),
                  in.certificateBody(),
                  true,
                  iam.now());
          table.put(transaction, call.accountId(), owner.id(), made.id(), made);
          return new UploadSigningCertificateResponse().certificate(form(owner, made));
        });
  }

  private static Certificate parse(String text) {
    String trimmed = text.strip();
    if (trimmed.startsWith(BEGIN) && trimmed.endsWith(END)) {
      String base64 = trimmed.substring(BEGIN.length(), trimmed.length() - END.length());
      try {
        byte[] der = Base64.getMimeDecoder().decode(base64.getBytes(StandardCharsets.US_ASCII));
        return CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(der));
      } catch (IllegalArgumentException | CertificateException e) {
        // answered below
      }
    }
    throw new MalformedCertificateException(
        "Unable to parse certificate. Please ensure the certificate is in PEM format.");
  }

  Unit update(UpdateSigningCertificateRequest in, Call call) {
    boolean active = Statuses.isActive(in.status());
    return iam.write(
        call,
        transaction -> {
          Owner owner = Owner.of(iam, transaction, in.userName(), call);
          SigningCertificate certificate = find(transaction, call, owner, in.certificateId());
          table.put(
              transaction,
              call.accountId(),
              owner.id(),
              certificate.id(),
              certificate.withActive(active));
          return IamWorld.done(call);
        });
  }

  Unit delete(DeleteSigningCertificateRequest in, Call call) {
    return iam.write(
        call,
        transaction -> {
          Owner owner = Owner.of(iam, transaction, in.userName(), call);
          SigningCertificate certificate = find(transaction, call, owner, in.certificateId());
          table.delete(transaction, call.accountId(), owner.id(), certificate.id());
          return IamWorld.done(call);
        });
  }

  ListSigningCertificatesResponse list(ListSigningCertificatesRequest in, Call call) {
    return iam.read(
        reader -> {
          Owner owner = Owner.of(iam, reader, in.userName(), call);
          Pages.Page<SigningCertificate> page =
              Pages.byPosition(
                  table.ofUser(reader, call.accountId(), owner.id()), in.marker(), in.maxItems());
          return new ListSigningCertificatesResponse()
              .certificates(page.map(each -> form(owner, each)).items())
              .isTruncated(page.isTruncated())
              .marker(page.marker());
        });
  }

  private SigningCertificate find(Reader reader, Call call, Owner owner, String id) {
    SigningCertificate certificate = table.get(reader, call.accountId(), owner.id(), id);
    if (certificate == null) {
      throw new NoSuchEntityException("The Certificate with id " + id + " cannot be found.");
    }
    return certificate;
  }

  private static io.nephele.api.iam.SigningCertificate form(
      Owner owner, SigningCertificate certificate) {
    return new io.nephele.api.iam.SigningCertificate()
        .userName(owner.userName())
        .certificateId(certificate.id())
        .certificateBody(certificate.body())
        .status(Statuses.text(certificate.active()))
        .uploadDate(certificate.uploadedAt());
  }
}
