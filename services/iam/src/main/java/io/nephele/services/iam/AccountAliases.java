package io.nephele.services.iam;

import io.nephele.api.iam.CreateAccountAliasRequest;
import io.nephele.api.iam.DeleteAccountAliasRequest;
import io.nephele.api.iam.EntityAlreadyExistsException;
import io.nephele.api.iam.ListAccountAliasesRequest;
import io.nephele.api.iam.ListAccountAliasesResponse;
import io.nephele.api.iam.NoSuchEntityException;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.model.Unit;
import java.util.List;

/** The operations on the alias of the account, which no other account of the world has too. */
final class AccountAliases {
  private final IamWorld iam;
  private final Table<Owner> owners = Table.of("iam.account-aliases", Owner.class);

  AccountAliases(IamWorld iam) {
    this.iam = iam;
  }

  /** The account that has an alias. */
  private record Owner(String accountId) {}

  /** Gives the account an alias, in place of the one it had. */
  Unit create(CreateAccountAliasRequest in, Call call) {
    String alias = in.accountAlias();
    return iam.write(
        call,
        transaction -> {
          if (owner(transaction, alias) != null) {
            throw new EntityAlreadyExistsException(
                "The account alias " + alias + " already exists.");
          }
          String old = iam.account(transaction, call).alias();
          if (old != null) {
            owners.delete(transaction, key(old));
          }
          owners.put(transaction, key(alias), new Owner(call.accountId()));
          put(transaction, call, alias);
          return IamWorld.done(call);
        });
  }

  /** The account that has the alias; null if that account was reset meanwhile. */
  private String owner(Transaction transaction, String alias) {
    Owner owner = owners.get(transaction, key(alias));
    return owner != null
            && alias.equals(iam.directory().account(transaction, owner.accountId()).alias())
        ? owner.accountId()
        : null;
  }

  Unit delete(DeleteAccountAliasRequest in, Call call) {
    return iam.write(
        call,
        transaction -> {
          if (!in.accountAlias().equals(iam.account(transaction, call).alias())) {
            throw new NoSuchEntityException(
                "The account alias " + in.accountAlias() + " cannot be found.");
          }
          owners.delete(transaction, key(in.accountAlias()));
          put(transaction, call, null);
          return IamWorld.done(call);
        });
  }

  ListAccountAliasesResponse list(ListAccountAliasesRequest in, Call call) {
    String alias = iam.read(reader -> iam.account(reader, call).alias());
    Pages.Page<String> page =
        Pages.byPosition(alias == null ? List.of() : List.of(alias), in.marker(), in.maxItems());
    return new ListAccountAliasesResponse()
        .accountAliases(page.items())
        .isTruncated(page.isTruncated())
        .marker(page.marker());
  }

  /** Begins with no account, so that a reset of one does not take the alias of another. */
  private static Key key(String alias) {
    return Key.of("alias").with(alias);
  }

  private void put(Transaction transaction, Call call, String alias) {
    iam.directory()
        .putAccount(transaction, call.accountId(), iam.account(transaction, call).withAlias(alias));
  }
}
