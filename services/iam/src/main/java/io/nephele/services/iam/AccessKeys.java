package io.nephele.services.iam;

import io.nephele.api.iam.AccessKey;
import io.nephele.api.iam.AccessKeyLastUsed;
import io.nephele.api.iam.AccessKeyMetadata;
import io.nephele.api.iam.CreateAccessKeyRequest;
import io.nephele.api.iam.CreateAccessKeyResponse;
import io.nephele.api.iam.DeleteAccessKeyRequest;
import io.nephele.api.iam.GetAccessKeyLastUsedRequest;
import io.nephele.api.iam.GetAccessKeyLastUsedResponse;
import io.nephele.api.iam.ListAccessKeysRequest;
import io.nephele.api.iam.ListAccessKeysResponse;
import io.nephele.api.iam.NoSuchEntityException;
import io.nephele.api.iam.StatusType;
import io.nephele.api.iam.UpdateAccessKeyRequest;
import io.nephele.core.call.Call;
import io.nephele.core.ids.Ids;
import io.nephele.core.store.Reader;
import io.nephele.identity.credentials.AccessKeyIds;
import io.nephele.identity.credentials.SecretAccessKeys;
import io.nephele.identity.directory.IssuedKey;
import io.nephele.identity.directory.KeyUse;
import io.nephele.model.AwsException;
import io.nephele.model.Unit;

/** The operations on access keys of users and of the root user. */
final class AccessKeys {
  static final int MAX_KEYS = 2;
  private static final String NEVER = "N/A";

  private final IamWorld iam;
  private final KeyTable keys;

  AccessKeys(IamWorld iam, KeyTable keys) {
    this.iam = iam;
    this.keys = keys;
  }

  CreateAccessKeyResponse create(CreateAccessKeyRequest in, Call call) {
    IssuedKey made =
        iam.write(
            call,
            transaction -> {
              Owner owner = Owner.of(iam, transaction, in.userName(), call);
              if (keys.ofOwner(transaction, call.accountId(), owner.id()).size() >= MAX_KEYS) {
                throw IamErrors.limit("AccessKeysPerUser", MAX_KEYS);
              }
              Ids ids = iam.world().ids();
              IssuedKey key =
                  new IssuedKey(
                      AccessKeyIds.create(AccessKeyIds.LASTING, call.accountId(), ids),
                      owner.userName(),
                      owner.id(),
                      SecretAccessKeys.create(ids),
                      IssuedKey.Status.ACTIVE,
                      iam.now());
              keys.put(transaction, call.accountId(), key);
              return key;
            });
    return new CreateAccessKeyResponse()
        .accessKey(
            new AccessKey()
                .userName(made.userName())
                .accessKeyId(made.accessKeyId())
                .status(StatusType.ACTIVE)
                .secretAccessKey(made.secret())
                .createDate(made.createdAt()));
  }

  Unit update(UpdateAccessKeyRequest in, Call call) {
    IssuedKey.Status status =
        Statuses.isActive(in.status()) ? IssuedKey.Status.ACTIVE : IssuedKey.Status.INACTIVE;
    return iam.write(
        call,
        transaction -> {
          IssuedKey key = find(transaction, in.userName(), in.accessKeyId(), call);
          keys.put(transaction, call.accountId(), key.withStatus(status));
          return IamWorld.done(call);
        });
  }

  Unit delete(DeleteAccessKeyRequest in, Call call) {
    return iam.write(
        call,
        transaction -> {
          IssuedKey key = find(transaction, in.userName(), in.accessKeyId(), call);
          keys.delete(transaction, call.accountId(), key);
          return IamWorld.done(call);
        });
  }

  ListAccessKeysResponse list(ListAccessKeysRequest in, Call call) {
    Pages.Page<IssuedKey> page =
        iam.read(
            reader ->
                Pages.byPosition(
                    keys.ofOwner(
                        reader, call.accountId(), Owner.of(iam, reader, in.userName(), call).id()),
                    in.marker(),
                    in.maxItems()));
    return new ListAccessKeysResponse()
        .accessKeyMetadata(page.map(AccessKeys::metadata).items())
        .isTruncated(page.isTruncated())
        .marker(page.marker());
  }

  private static AccessKeyMetadata metadata(IssuedKey key) {
    return new AccessKeyMetadata()
        .userName(key.userName())
        .accessKeyId(key.accessKeyId())
        .status(Statuses.text(key.status() == IssuedKey.Status.ACTIVE))
        .createDate(key.createdAt());
  }

  /** When a key of the account was last used, and for what. */
  GetAccessKeyLastUsedResponse lastUsed(GetAccessKeyLastUsedRequest in, Call call) {
    String id = in.accessKeyId();
    return iam.read(
        reader -> {
          IssuedKey key = iam.directory().accessKeys().get(reader, call.accountId(), id);
          if (key == null
              || key.status() == IssuedKey.Status.DELETED
              || !key.accessKeyId().equals(id)) {
            throw notFound(id);
          }
          KeyUse use = iam.directory().keyUses().get(reader, call.accountId(), id);
          AccessKeyLastUsed last =
              use == null
                  ? new AccessKeyLastUsed().serviceName(NEVER).region(NEVER)
                  : new AccessKeyLastUsed()
                      .lastUsedDate(use.at())
                      .serviceName(use.service())
                      .region(use.region());
          return new GetAccessKeyLastUsedResponse()
              .userName(key.userName())
              .accessKeyLastUsed(last);
        });
  }

  private IssuedKey find(Reader reader, String userName, String accessKeyId, Call call) {
    Owner owner = Owner.of(iam, reader, userName, call);
    IssuedKey key = keys.find(reader, call.accountId(), owner.id(), accessKeyId);
    if (key == null) {
      throw notFound(accessKeyId);
    }
    return key;
  }

  private static AwsException notFound(String accessKeyId) {
    return new NoSuchEntityException("The Access Key with id " + accessKeyId + " cannot be found.");
  }
}
