package io.nephele.services.iam;

import io.nephele.api.iam.DeleteSSHPublicKeyRequest;
import io.nephele.api.iam.DuplicateSSHPublicKeyException;
import io.nephele.api.iam.EncodingType;
import io.nephele.api.iam.GetSSHPublicKeyRequest;
import io.nephele.api.iam.GetSSHPublicKeyResponse;
import io.nephele.api.iam.ListSSHPublicKeysRequest;
import io.nephele.api.iam.ListSSHPublicKeysResponse;
import io.nephele.api.iam.NoSuchEntityException;
import io.nephele.api.iam.SSHPublicKey;
import io.nephele.api.iam.SSHPublicKeyMetadata;
import io.nephele.api.iam.UpdateSSHPublicKeyRequest;
import io.nephele.api.iam.UploadSSHPublicKeyRequest;
import io.nephele.api.iam.UploadSSHPublicKeyResponse;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.identity.directory.User;
import io.nephele.model.Unit;
import java.util.List;

/** The operations on SSH public keys of users, which are for CodeCommit. */
final class SshPublicKeys {
  private static final int MAX_KEYS = 5;

  private final IamWorld iam;
  private final OwnedTable<SshPublicKey> table;

  SshPublicKeys(IamWorld iam, CredentialTables tables) {
    this.iam = iam;
    this.table = tables.sshPublicKeys();
  }

  UploadSSHPublicKeyResponse upload(UploadSSHPublicKeyRequest in, Call call) {
    RsaPublicKeyText parsed = RsaPublicKeyText.parse(in.sshPublicKeyBody());
    String fingerprint = parsed.fingerprint();
    return iam.write(
        call,
        transaction -> {
          User user = iam.user(transaction, call, in.userName());
          List<SshPublicKey> known = table.ofUser(transaction, call.accountId(), user.id());
          if (known.stream().anyMatch(key -> key.fingerprint().equals(fingerprint))) {
            throw new DuplicateSSHPublicKeyException(
                "The SSH public key is already associated with the specified IAM user.");
          }
          if (known.size() >= MAX_KEYS) {
            throw IamErrors.limit("SSHPublicKeysPerUser", MAX_KEYS);
          }
          SshPublicKey key =
              new SshPublicKey(
                  iam.newId("APKA"), in.sshPublicKeyBody(), fingerprint, true, iam.now());
          table.put(transaction, call.accountId(), user.id(), key.id(), key);
          return new UploadSSHPublicKeyResponse().sshPublicKey(form(user, key, key.body()));
        });
  }

  GetSSHPublicKeyResponse get(GetSSHPublicKeyRequest in, Call call) {
    return iam.read(
        reader -> {
          User user = iam.user(reader, call, in.userName());
          SshPublicKey key = find(reader, call, user, in.sshPublicKeyId());
          RsaPublicKeyText parsed = RsaPublicKeyText.parse(key.body());
          String body = in.encoding().equals(EncodingType.PEM) ? parsed.pem() : parsed.ssh();
          return new GetSSHPublicKeyResponse().sshPublicKey(form(user, key, body));
        });
  }

  Unit update(UpdateSSHPublicKeyRequest in, Call call) {
    boolean active = Statuses.isActive(in.status());
    return iam.write(
        call,
        transaction -> {
          User user = iam.user(transaction, call, in.userName());
          SshPublicKey key = find(transaction, call, user, in.sshPublicKeyId());
          table.put(transaction, call.accountId(), user.id(), key.id(), key.withActive(active));
          return IamWorld.done(call);
        });
  }

  Unit delete(DeleteSSHPublicKeyRequest in, Call call) {
    return iam.write(
        call,
        transaction -> {
          User user = iam.user(transaction, call, in.userName());
          SshPublicKey key = find(transaction, call, user, in.sshPublicKeyId());
          table.delete(transaction, call.accountId(), user.id(), key.id());
          return IamWorld.done(call);
        });
  }

  ListSSHPublicKeysResponse list(ListSSHPublicKeysRequest in, Call call) {
    return iam.read(
        reader -> {
          Owner owner = Owner.of(iam, reader, in.userName(), call);
          Pages.Page<SshPublicKey> page =
              Pages.byPosition(
                  table.ofUser(reader, call.accountId(), owner.id()), in.marker(), in.maxItems());
          return new ListSSHPublicKeysResponse()
              .sshPublicKeys(page.map(key -> metadata(owner, key)).items())
              .isTruncated(page.isTruncated())
              .marker(page.marker());
        });
  }

  private SshPublicKey find(Reader reader, Call call, User user, String id) {
    SshPublicKey key = table.get(reader, call.accountId(), user.id(), id);
    if (key == null) {
      throw new NoSuchEntityException("The Public Key with id " + id + " cannot be found.");
    }
    return key;
  }

  private static SSHPublicKey form(User user, SshPublicKey key, String body) {
    return new SSHPublicKey()
        .userName(user.name())
        .sshPublicKeyId(key.id())
        .fingerprint(key.fingerprint())
        .sshPublicKeyBody(body)
        .status(Statuses.text(key.active()))
        .uploadDate(key.uploadedAt());
  }

  private static SSHPublicKeyMetadata metadata(Owner owner, SshPublicKey key) {
    return new SSHPublicKeyMetadata()
        .userName(owner.userName())
        .sshPublicKeyId(key.id())
        .status(Statuses.text(key.active()))
        .uploadDate(key.uploadedAt());
  }
}
