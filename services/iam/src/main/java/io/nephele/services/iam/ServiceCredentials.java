package io.nephele.services.iam;

import io.nephele.api.iam.CreateServiceSpecificCredentialRequest;
import io.nephele.api.iam.CreateServiceSpecificCredentialResponse;
import io.nephele.api.iam.DeleteServiceSpecificCredentialRequest;
import io.nephele.api.iam.ListServiceSpecificCredentialsRequest;
import io.nephele.api.iam.ListServiceSpecificCredentialsResponse;
import io.nephele.api.iam.NoSuchEntityException;
import io.nephele.api.iam.ResetServiceSpecificCredentialRequest;
import io.nephele.api.iam.ResetServiceSpecificCredentialResponse;
import io.nephele.api.iam.ServiceNotSupportedException;
import io.nephele.api.iam.ServiceSpecificCredentialMetadata;
import io.nephele.api.iam.StatusType;
import io.nephele.api.iam.UpdateServiceSpecificCredentialRequest;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.identity.directory.User;
import io.nephele.model.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The operations on credentials of users that are good for one service. */
final class ServiceCredentials {
  /** How many a user may have for each service. */
  private static final int MAX_CREDENTIALS = 2;

  private final IamWorld iam;
  private final OwnedTable<ServiceCredential> table;

  ServiceCredentials(IamWorld iam, CredentialTables tables) {
    this.iam = iam;
    this.table = tables.serviceCredentials();
  }

  CreateServiceSpecificCredentialResponse create(
      CreateServiceSpecificCredentialRequest in, Call call) {
    CredentialKind kind = kind(in.serviceName());
    if (in.credentialAgeDays() != null && !kind.isApiKey()) {
      throw IamErrors.validation(
          "CredentialAgeDays is not supported for service " + in.serviceName() + ".");
    }
    return iam.write(
        call,
        transaction -> {
          User user = iam.user(transaction, call, in.userName());
          List<ServiceCredential> known =
              table.ofUser(transaction, call.accountId(), user.id()).stream()
                  .filter(each -> each.service().equals(in.serviceName()))
                  .toList();
          if (known.size() >= MAX_CREDENTIALS) {
            throw IamErrors.limit("ServiceSpecificCredentialsPerUser", MAX_CREDENTIALS);
          }
          String alias = kind.alias(user.name(), call.accountId(), known);
          String secret = kind.newSecret(alias, iam.world().ids());
          Instant now = iam.now();
          ServiceCredential made =
              new ServiceCredential(
                  iam.newId("ACCA"),
                  user.id(),
                  in.serviceName(),
                  alias,
                  CredentialKind.hash(secret),
                  true,
                  now,
                  in.credentialAgeDays() == null
                      ? null
                      : now.plus(Duration.ofDays(in.credentialAgeDays())));
          put(transaction, call, made);
          return new CreateServiceSpecificCredentialResponse()
              .serviceSpecificCredential(form(user, made, kind, secret));
        });
  }

  /** Replaces the secret of a credential. */
  ResetServiceSpecificCredentialResponse reset(
      ResetServiceSpecificCredentialRequest in, Call call) {
    return iam.write(
        call,
        transaction -> {
          User user = user(transaction, in.userName(), call);
          ServiceCredential known = find(transaction, call, user, in.serviceSpecificCredentialId());
          CredentialKind kind = kind(known.service());
          String secret = kind.newSecret(known.alias(), iam.world().ids());
          ServiceCredential changed = known.withSecret(CredentialKind.hash(secret));
          put(transaction, call, changed);
          return new ResetServiceSpecificCredentialResponse()
              .serviceSpecificCredential(form(user, changed, kind, secret));
        });
  }

  Unit update(UpdateServiceSpecificCredentialRequest in, Call call) {
    boolean active = Statuses.isActive(in.status());
    return iam.write(
        call,
        transaction -> {
          User user = user(transaction, in.userName(), call);
          ServiceCredential known = find(transaction, call, user, in.serviceSpecificCredentialId());
          put(transaction, call, known.withActive(active));
          return IamWorld.done(call);
        });
  }

  Unit delete(DeleteServiceSpecificCredentialRequest in, Call call) {
    return iam.write(
        call,
        transaction -> {
          User user = user(transaction, in.userName(), call);
          ServiceCredential known = find(transaction, call, user, in.serviceSpecificCredentialId());
          table.delete(transaction, call.accountId(), user.id(), known.id());
          return IamWorld.done(call);
        });
  }

  ListServiceSpecificCredentialsResponse list(ListServiceSpecificCredentialsRequest in, Call call) {
    if (in.serviceName() != null) {
      kind(in.serviceName());
    }
    boolean all = Boolean.TRUE.equals(in.allUsers());
    if (all && in.userName() != null) {
      throw IamErrors.validation("AllUsers cannot be specified together with UserName.");
    }
    return iam.read(
        reader -> {
          Map<String, String> userNames = new HashMap<>();
          if (all) {
            for (User user : iam.directory().users().all(reader, call.accountId())) {
              userNames.put(user.id(), user.name());
            }
          } else {
            Owner owner = Owner.of(iam, reader, in.userName(), call);
            userNames.put(owner.id(), owner.userName());
          }
          List<ServiceCredential> credentials =
              table.ofAccount(reader, call.accountId()).stream()
                  .filter(each -> userNames.containsKey(each.userId()))
                  .filter(each -> matches(each, in.serviceName()))
                  .toList();
          Pages.Page<ServiceCredential> page =
              Pages.byPosition(credentials, in.marker(), in.maxItems());
          return new ListServiceSpecificCredentialsResponse()
              .serviceSpecificCredentials(
                  page.map(each -> metadata(userNames.get(each.userId()), each)).items())
              .isTruncated(page.isTruncated())
              .marker(page.marker());
        });
  }

  private static boolean matches(ServiceCredential credential, String service) {
    return service == null || service.equals(credential.service());
  }

  private User user(Reader reader, String asked, Call call) {
    String name = IamWorld.userNameOrCaller(asked, call);
    if (name == null) {
      throw IamErrors.validation("Must specify userName when calling with non-User credentials");
    }
    return iam.user(reader, call, name);
  }

  private ServiceCredential find(Reader reader, Call call, User user, String id) {
    ServiceCredential known = table.get(reader, call.accountId(), user.id(), id);
    if (known == null) {
      throw new NoSuchEntityException(
          "The Service Specific Credential with id " + id + " cannot be found.");
    }
    return known;
  }

  private void put(
      io.nephele.core.store.Transaction transaction, Call call, ServiceCredential credential) {
    table.put(transaction, call.accountId(), credential.userId(), credential.id(), credential);
  }

  private static CredentialKind kind(String service) {
    CredentialKind kind = CredentialKind.of(service);
    if (kind == null) {
      throw new ServiceNotSupportedException(
          "The specified service does not support service-specific credentials.");
    }
    return kind;
  }

  private io.nephele.api.iam.ServiceSpecificCredential form(
      User user, ServiceCredential credential, CredentialKind kind, String secret) {
    io.nephele.api.iam.ServiceSpecificCredential form =
        new io.nephele.api.iam.ServiceSpecificCredential()
            .createDate(credential.createdAt())
            .expirationDate(credential.expiresAt())
            .serviceName(credential.service())
            .serviceSpecificCredentialId(credential.id())
            .userName(user.name())
            .status(status(credential));
    return kind.isApiKey()
        ? form.serviceCredentialAlias(credential.alias()).serviceCredentialSecret(secret)
        : form.serviceUserName(credential.alias()).servicePassword(secret);
  }

  private ServiceSpecificCredentialMetadata metadata(
      String userName, ServiceCredential credential) {
    ServiceSpecificCredentialMetadata form =
        new ServiceSpecificCredentialMetadata()
            .userName(userName)
            .status(status(credential))
            .createDate(credential.createdAt())
            .expirationDate(credential.expiresAt())
            .serviceSpecificCredentialId(credential.id())
            .serviceName(credential.service());
    return kind(credential.service()).isApiKey()
        ? form.serviceCredentialAlias(credential.alias())
        : form.serviceUserName(credential.alias());
  }

  private String status(ServiceCredential credential) {
    boolean expired = credential.expiresAt() != null && !iam.now().isBefore(credential.expiresAt());
    return expired ? StatusType.EXPIRED : Statuses.text(credential.active());
  }
}
