package io.nephele.identity.directory;

import io.nephele.core.ids.Ids;
import io.nephele.core.secrets.RootKey;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Store;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What IAM and STS hold of the accounts of a world. Keys are the account, then the name, in small
 * letters, because IAM takes names that differ in case alone for the same. Writes that change what
 * somebody may do go through {@link #write}, so that whoever keeps something derived learns of it.
 */
public final class Directory {
  private final Store store;
  private final Ids ids;
  private final Table<Revision> revisions = Table.ofOftenRead("iam.revisions", Revision.class);
  private final Table<AccountSettings> accounts =
      Table.ofOftenRead("iam.accounts", AccountSettings.class);
  private final Entities<User> users = new Entities<>("iam.users", User.class);
  private final Entities<Group> groups = new Entities<>("iam.groups", Group.class);
  private final Entities<Role> roles = new Entities<>("iam.roles", Role.class);
  private final Entities<ManagedPolicy> policies =
      new Entities<>("iam.policies", ManagedPolicy.class);
  private final Entities<IssuedKey> accessKeys;
  private final Entities<KeyUse> keyUses = new Entities<>("iam.key-uses", KeyUse.class);
  private final Entities<RoleUse> roleUses = new Entities<>("iam.role-uses", RoleUse.class);
  private final Entities<InstanceProfile> instanceProfiles =
      new Entities<>("iam.instance-profiles", InstanceProfile.class);
  private final Entities<IssuedSession> sessions;
  private final Entities<MfaDevice> mfaDevices;
  private final Entities<SamlProvider> samlProviders;
  private final Entities<OidcProvider> oidcProviders =
      new Entities<>("iam.oidc-providers", OidcProvider.class);
  private final Entities<ServerCertificate> serverCertificates;
  private final Entities<OutboundFederation> outboundFederation =
      new Entities<>("iam.outbound-federation", OutboundFederation.class);

  /** A random number, so that none comes again after a reset. */
  private record Revision(long number) {}

  /** The directory in that store, secrets under that key. */
  public Directory(Store store, Ids ids, RootKey rootKey) {
    this.store = store;
    this.ids = ids;
    this.accessKeys = new Entities<>("iam.access-keys", IssuedKey.class, rootKey);
    this.sessions = new Entities<>("sts.sessions", IssuedSession.class, rootKey);
    this.mfaDevices = new Entities<>("iam.mfa-devices", MfaDevice.class, rootKey);
    this.samlProviders = new Entities<>("iam.saml-providers", SamlProvider.class, rootKey);
    this.serverCertificates =
        new Entities<>("iam.server-certificates", ServerCertificate.class, rootKey);
  }

  /** What is set of an account as a whole, never null. */
  public AccountSettings account(Reader reader, String accountId) {
    AccountSettings settings = accounts.get(reader, Key.of(accountId));
    return settings == null ? AccountSettings.NONE : settings;
  }

  /** Sets what is set of an account as a whole. */
  public void putAccount(Transaction transaction, String accountId, AccountSettings settings) {
    accounts.put(transaction, Key.of(accountId), settings);
  }

  /** Users by name. */
  public Entities<User> users() {
    return users;
  }

  /** Groups by name. */
  public Entities<Group> groups() {
    return groups;
  }

  /** Roles by name. */
  public Entities<Role> roles() {
    return roles;
  }

  /** Customer managed policies by name. */
  public Entities<ManagedPolicy> policies() {
    return policies;
  }

  /** Lasting access keys by id, deleted ones too. */
  public Entities<IssuedKey> accessKeys() {
    return accessKeys;
  }

  /** When lasting access keys were last used, by id. */
  public Entities<KeyUse> keyUses() {
    return keyUses;
  }

  /** When sessions of roles last made a call, by the name of the role. */
  public Entities<RoleUse> roleUses() {
    return roleUses;
  }

  /** Instance profiles by name. */
  public Entities<InstanceProfile> instanceProfiles() {
    return instanceProfiles;
  }

  /** Temporary credentials by access key id. */
  public Entities<IssuedSession> sessions() {
    return sessions;
  }

  /** Virtual MFA devices by path and name, which is what follows {@code mfa/} in their ARNs. */
  public Entities<MfaDevice> mfaDevices() {
    return mfaDevices;
  }

  /** SAML providers by name. */
  public Entities<SamlProvider> samlProviders() {
    return samlProviders;
  }

  /** OpenID Connect providers by URL without scheme. */
  public Entities<OidcProvider> oidcProviders() {
    return oidcProviders;
  }

  /** Server certificates by name. */
  public Entities<ServerCertificate> serverCertificates() {
    return serverCertificates;
  }

  /** Whether tokens of STS may go out, one an account: {@link OutboundFederation#NAME}. */
  public Entities<OutboundFederation> outboundFederation() {
    return outboundFederation;
  }

  /** The document in force of a managed policy, or null if there is none of that ARN. */
  public String managedPolicyDocument(Reader reader, String accountId, String arn) {
    if (AwsManagedPolicies.isAwsManaged(arn)) {
      AwsManagedPolicy policy = AwsManagedPolicies.find(arn);
      return policy == null ? null : policy.document();
    }
    String name = arn.substring(arn.lastIndexOf('/') + 1);
    ManagedPolicy policy = policies.get(reader, accountId, name);
    return policy == null || !policy.arn().equals(arn) ? null : policy.document();
  }

  /** Reads one consistent state. */
  public <T> T read(Function<Reader, T> body) {
    return store.read(body);
  }

  /** Changes what is held of an account. */
  public <T> T write(String accountId, Function<Transaction, T> body) {
    return store.write(
        transaction -> {
          T result = body.apply(transaction);
          revisions.put(transaction, Key.of(accountId), new Revision(ids.nextLong()));
          return result;
        });
  }

  /** Takes note of what changes nobody's rights. */
  public void note(Consumer<Transaction> body) {
    store.write(
        transaction -> {
          body.accept(transaction);
          return null;
        });
  }

  /** A number that is another one after each change of the account's directory. */
  public long revision(Reader reader, String accountId) {
    Revision revision = revisions.get(reader, Key.of(accountId));
    return revision == null ? 0 : revision.number();
  }

  /** The key of what is named in an account. */
  public static Key key(String accountId, String name) {
    return Key.of(accountId).with(name.toLowerCase(Locale.ROOT));
  }
}
