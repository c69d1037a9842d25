package io.nephele.services.kms;

import io.nephele.api.kms.AliasListEntry;
import io.nephele.api.kms.CreateAliasRequest;
import io.nephele.api.kms.DeleteAliasRequest;
import io.nephele.api.kms.InvalidAliasNameException;
import io.nephele.api.kms.ListAliasesRequest;
import io.nephele.api.kms.ListAliasesResponse;
import io.nephele.api.kms.UpdateAliasRequest;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.model.AwsException;
import io.nephele.model.Unit;
import java.util.ArrayList;
import java.util.List;

/** The operations on aliases. */
final class Aliases {
  /** What aliases of AWS's own keys begin with. */
  static final String AWS_PREFIX = "alias/aws/";

  private static final int LISTED = 50;
  private static final int MAX_LISTED = 100;
  private static final int MAX_OF_KEY = 50;

  private final KmsWorld kms;

  Aliases(KmsWorld kms) {
    this.kms = kms;
  }

  Unit create(CreateAliasRequest in, Call call) {
    checkName(in.aliasName());
    KmsKey key = kms.findOwn(in.targetKeyId(), call);
    requireCustomers(key, call);
    kms.change(
        key,
        (transaction, current) -> {
          KmsWorld.requireNotPendingDeletion(current);
          Alias known = find(transaction, in.aliasName(), call);
          if (known != null) {
            throw KmsErrors.alreadyExists(
                "An alias with the name " + known.arn() + " already exists");
          }
          requireFew(transaction, current);
          kms.tables()
              .put(
                  transaction,
                  new Alias(
                      current.accountId(),
                      current.region(),
                      in.aliasName(),
                      current.id(),
                      call.time(),
                      call.time()));
          return null;
        });
    return KmsWorld.done(call);
  }

  Unit update(UpdateAliasRequest in, Call call) {
    checkName(in.aliasName());
    KmsKey key = kms.findOwn(in.targetKeyId(), call);
    requireCustomers(key, call);
    kms.change(
        key,
        (transaction, current) -> {
          Alias known = require(transaction, in.aliasName(), call);
          KmsWorld.requireNotPendingDeletion(current);
          KmsKey before =
              kms.tables().key(transaction, known.accountId(), known.region(), known.keyId());
          if (!alike(before, current) || !before.usage().equals(current.usage())) {
            throw KmsErrors.validation(
                "Alias "
                    + known.name()
                    + " cannot be changed to a KMS key of another type or usage.");
          }
          if (!before.id().equals(current.id())) {
            requireFew(transaction, current);
          }
          kms.tables().delete(transaction, known);
          kms.tables()
              .put(
                  transaction,
                  new Alias(
                      known.accountId(),
                      known.region(),
                      known.name(),
                      current.id(),
                      known.createdAt(),
                      call.time()));
          return null;
        });
    return KmsWorld.done(call);
  }

  /** Both symmetric, both asymmetric or both HMAC. */
  private static boolean alike(KmsKey one, KmsKey other) {
    return one.spec().isAsymmetric() == other.spec().isAsymmetric()
        && one.spec().isSymmetric() == other.spec().isSymmetric();
  }

  Unit delete(DeleteAliasRequest in, Call call) {
    checkName(in.aliasName());
    kms.write(
        transaction -> {
          kms.tables().delete(transaction, require(transaction, in.aliasName(), call));
          return null;
        });
    return KmsWorld.done(call);
  }

  ListAliasesResponse list(ListAliasesRequest in, Call call) {
    int limit = Markers.limit(in.limit(), LISTED, MAX_LISTED);
    String after = Markers.read(in.marker());
    KmsKey key = in.keyId() == null ? null : kms.findOwn(in.keyId(), call);
    List<Alias> found =
        kms.read(
            reader ->
                key == null
                    ? ofAccount(reader, call, after, limit + 1)
                    : of(reader, key, after, limit + 1));
    boolean more = found.size() > limit;
    List<AliasListEntry> listed = new ArrayList<>();
    for (Alias alias : more ? found.subList(0, limit) : found) {
      listed.add(
          new AliasListEntry()
              .aliasName(alias.name())
              .aliasArn(alias.arn())
              .targetKeyId(alias.keyId())
              .creationDate(alias.createdAt())
              .lastUpdatedDate(alias.updatedAt()));
    }
    return new ListAliasesResponse()
        .aliases(listed)
        .nextMarker(more ? Markers.write(found.get(limit - 1).name()) : null)
        .truncated(more);
  }

  private List<Alias> ofAccount(Reader reader, Call call, String after, int max) {
    List<Alias> found = new ArrayList<>();
    for (Table.Row<Alias> row :
        kms.tables().aliases(reader, call.accountId(), call.region().name(), after)) {
      if (found.size() == max) {
        break;
      }
      found.add(row.value());
    }
    return found;
  }

  private List<Alias> of(Reader reader, KmsKey key, String after, int max) {
    List<Alias> found = new ArrayList<>();
    for (Table.Row<KmsTables.Mark> row : kms.tables().aliasesOf(reader, key, after)) {
      if (found.size() == max) {
        break;
      }
      String name = KmsTables.lastPart(row.key());
      found.add(kms.tables().alias(reader, key.accountId(), key.region(), name));
    }
    return found;
  }

  private Alias find(Reader reader, String name, Call call) {
    return kms.tables().alias(reader, call.accountId(), call.region().name(), name);
  }

  private Alias require(Reader reader, String name, Call call) {
    Alias alias = find(reader, name, call);
    if (alias == null) {
      throw KmsErrors.noSuchAlias(Alias.arn(call.accountId(), call.region().name(), name));
    }
    return alias;
  }

  private void requireFew(Reader reader, KmsKey key) {
    if (of(reader, key, null, MAX_OF_KEY).size() == MAX_OF_KEY) {
      throw KmsErrors.limitExceeded(
          "The KMS key " + key.arn() + " already has " + MAX_OF_KEY + " aliases");
    }
  }

  private static void requireCustomers(KmsKey key, Call call) {
    if (key.isManagedByAws()) {
      throw KmsErrors.notAcrossAccounts(call, key.arn());
    }
  }

  /** An error to the caller if users cannot have an alias of that name. */
  private static void checkName(String name) {
    if (name.startsWith(AWS_PREFIX)) {
      throw AwsException.client("NotAuthorizedException", 400, null);
    }
    if (!name.startsWith(KeyName.ALIAS_PREFIX)) {
      throw new InvalidAliasNameException(
          "Alias must start with the prefix \"alias/\". Please see"
              + " https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html");
    }
    String rest = name.substring(KeyName.ALIAS_PREFIX.length());
    if (rest.isEmpty()) {
      throw new InvalidAliasNameException("Invalid identifier");
    }
    if (rest.indexOf(':') >= 0) {
      throw new InvalidAliasNameException(name + " contains invalid characters for an alias");
    }
  }
}
