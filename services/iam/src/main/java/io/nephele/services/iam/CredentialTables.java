package io.nephele.services.iam;

/** What users have to prove who they are, beside access keys and MFA devices. */
final class CredentialTables {
  private final ProfileTable loginProfiles = new ProfileTable();
  private final OwnedTable<SshPublicKey> sshPublicKeys =
      new OwnedTable<>("iam.ssh-public-keys", SshPublicKey.class);
  private final OwnedTable<SigningCertificate> signingCertificates =
      new OwnedTable<>("iam.signing-certificates", SigningCertificate.class);
  private final OwnedTable<ServiceCredential> serviceCredentials =
      new OwnedTable<>("iam.service-credentials", ServiceCredential.class);

  /** Passwords by user. */
  ProfileTable loginProfiles() {
    return loginProfiles;
  }

  OwnedTable<SshPublicKey> sshPublicKeys() {
    return sshPublicKeys;
  }

  OwnedTable<SigningCertificate> signingCertificates() {
    return signingCertificates;
  }

  OwnedTable<ServiceCredential> serviceCredentials() {
    return serviceCredentials;
  }
}
