package io.nephele.services.iam;

import io.nephele.core.store.Reader;
import io.nephele.core.store.Transaction;
import io.nephele.identity.credentials.TotpDevices;
import io.nephele.identity.directory.IssuedKey;
import io.nephele.identity.directory.MfaDevice;
import io.nephele.identity.directory.User;

/** What hangs on a user: it follows the user to another name, and is to go before the user does. */
final class UserBelongings {
  private final IamWorld iam;
  private final KeyTable keys;
  private final TotpDevices mfaDevices;
  private final CredentialTables credentials;

  UserBelongings(IamWorld iam, KeyTable keys, CredentialTables credentials) {
    this.iam = iam;
    this.keys = keys;
    this.mfaDevices = new TotpDevices(iam.directory());
    this.credentials = credentials;
  }

  /** An error to the caller if something still hangs on the user. */
  void checkNone(Reader reader, String accountId, User user) {
    if (!user.groups().isEmpty()) {
      throw IamErrors.mustFirst("remove users from group");
    }
    if (!user.attached().isEmpty()) {
      throw IamErrors.mustFirst("detach all policies");
    }
    if (!user.inline().isEmpty()) {
      throw IamErrors.mustFirst("delete policies");
    }
    if (!keys.ofOwner(reader, accountId, user.id()).isEmpty()) {
      throw IamErrors.mustFirst("delete access keys");
    }
    if (credentials.loginProfiles().get(reader, accountId, user.id()) != null) {
      throw IamErrors.mustFirst("delete login profile");
    }
    if (!mfaDevices.ofUser(reader, accountId, user.name()).isEmpty()) {
      throw IamErrors.mustFirst("delete MFA device");
    }
    if (credentials.signingCertificates().has(reader, accountId, user.id())) {
      throw IamErrors.mustFirst("delete certificates");
    }
    if (credentials.sshPublicKeys().has(reader, accountId, user.id())
        || credentials.serviceCredentials().has(reader, accountId, user.id())) {
      throw IamErrors.mustFirst("remove referenced objects");
    }
  }

  /** Gives what names its user the user's new name. */
  void rename(Transaction transaction, String accountId, User user, String newName) {
    for (IssuedKey key : keys.ofOwner(transaction, accountId, user.id())) {
      keys.put(transaction, accountId, key.withUserName(newName));
    }
    for (MfaDevice device : mfaDevices.ofUser(transaction, accountId, user.name())) {
      mfaDevices.put(transaction, device.withUser(newName, device.enabledAt()));
    }
  }
}
