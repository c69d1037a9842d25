package io.nephele.services.secretsmanager;

import io.nephele.core.World;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.LockKey;
import io.nephele.core.store.Reader;
import io.nephele.core.store.RecordCodec;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.worlds.TableDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** The tables of secrets and their versions, and how secrets are found. */
final class SecretStore {
  private static final String SECRETS = "secretsmanager.secrets";
  private static final String VERSIONS = "secretsmanager.versions";
  private static final String PREFIX = "secret:";
  private static final int SUFFIX = 6;

  private final World world;
  private final Table<Secret> secrets = Table.ofOftenRead(SECRETS, Secret.class);
  private final Table<Version> versions = Table.of(VERSIONS, Version.class);
  private final Mirrors mirrors = new Mirrors(this);

  SecretStore(World world) {
    this.world = world;
  }

  World world() {
    return world;
  }

  /** How rows are told to people who compare worlds: never with values. */
  static TableDescription describe(String table) {
    return switch (table) {
      case SECRETS -> TableDescription.of(RecordCodec.of(Secret.class)).key("name");
      case VERSIONS ->
          TableDescription.of(RecordCodec.of(Version.class))
              .key("name", "versionId")
              .hiding("value");
      default -> TableDescription.UNKNOWN;
    };
  }

  /** The secret of a name, ARN or ARN without its end; null if there is none. */
  Secret find(Reader reader, String id, String accountId, String region) {
    if (!Arn.isArn(id)) {
      return secrets.get(reader, Secret.place(accountId, region, id));
    }
    Arn arn = Arn.parse(id);
    if (arn == null || !arn.resource().startsWith(PREFIX)) {
      return null;
    }
    String named = arn.resource().substring(PREFIX.length());
    int dash = named.length() - SUFFIX - 1;
    if (dash > 0 && named.charAt(dash) == '-') {
      Secret secret =
          secrets.get(reader, Secret.place(arn.account(), arn.region(), named.substring(0, dash)));
      if (secret != null && secret.suffix().equals(named.substring(dash + 1))) {
        return secret;
      }
    }
    return named.isEmpty()
        ? null
        : secrets.get(reader, Secret.place(arn.account(), arn.region(), named));
  }

  /** As the other, null if there is none. */
  Secret findOrNull(String id, Call call) {
    return world.store().read(reader -> find(reader, id, call.accountId(), call.region().name()));
  }

  /** The secret that a request names; an error to the caller if there is none. */
  Secret require(String id, Call call) {
    Secret secret = findOrNull(id, call);
    if (secret == null || !secret.region().equals(call.region().name())) {
      throw SecretErrors.notFound();
    }
    return secret;
  }

  /** As {@link #require}; an error also if the secret is to be deleted. */
  Secret requireLive(String id, Call call) {
    Secret secret = require(id, call);
    if (secret.deleted() != null) {
      throw SecretErrors.markedForDeletion();
    }
    return secret;
  }

  /** As {@link #requireLive}; an error also if the secret is changed in another region. */
  Secret requirePrimary(String id, Call call) {
    Secret secret = requireLive(id, call);
    if (secret.isReplica()) {
      throw SecretErrors.onReplica();
    }
    return secret;
  }

  /** As {@link #requirePrimary}; an error also if a service manages the secret for others. */
  Secret requireChangeable(String id, Call call) {
    Secret secret = requirePrimary(id, call);
    String owner = secret.owningService();
    if (owner != null && !owner.equals(Owners.of(call))) {
      throw SecretErrors.managed(owner);
    }
    return secret;
  }

  Secret get(Reader reader, Key place) {
    return secrets.get(reader, place);
  }

  void put(Transaction transaction, Secret secret) {
    secrets.put(transaction, secret.place(), secret);
  }

  void put(Transaction transaction, Secret secret, Version version) {
    versions.put(transaction, secret.place().with(version.id()), version);
  }

  Version version(Reader reader, Secret secret, String id) {
    return versions.get(reader, secret.place().with(id));
  }

  List<Version> versions(Reader reader, Secret secret) {
    List<Version> all = new ArrayList<>();
    for (Table.Row<Version> row : versions.scan(reader, secret.place())) {
      all.add(row.value());
    }
    return all;
  }

  List<Version> versions(Secret secret) {
    return world.store().read(reader -> versions(reader, secret));
  }

  List<Secret> all(String accountId, String region) {
    return world
        .store()
        .read(
            reader -> {
              List<Secret> all = new ArrayList<>();
              for (Table.Row<Secret> row : secrets.scan(reader, Key.of(accountId).with(region))) {
                all.add(row.value());
              }
              return all;
            });
  }

  /** How many secrets there are, those that are to be deleted among them. */
  long count(Reader reader, String accountId, String region) {
    long count = 0;
    for (Table.Rows<Secret> rows = secrets.scan(reader, Key.of(accountId).with(region));
        rows.hasNext();
        rows.next()) {
      count++;
    }
    return count;
  }

  void delete(Transaction transaction, Secret secret) {
    versions.deletePrefix(transaction, secret.place());
    secrets.delete(transaction, secret.place());
  }

  void delete(Transaction transaction, Secret secret, Version version) {
    versions.delete(transaction, secret.place().with(version.id()));
  }

  /** Has the replicas of a secret follow what has been written of it. */
  void mirror(Transaction transaction, Secret secret) {
    mirrors.update(transaction, secret.place());
  }

  /**
   * Reads a secret again and runs the body, after others that do so with the same secret; then its
   * replicas follow.
   */
  <T> T change(Secret secret, BiFunction<Transaction, Secret, T> body) {
    return world
        .store()
        .write(
            new LockKey(secret.place()),
            transaction -> {
              Secret current = secrets.get(transaction, secret.place());
              if (current == null || !current.suffix().equals(secret.suffix())) {
                throw SecretErrors.notFound();
              }
              T answer = body.apply(transaction, current);
              mirror(transaction, secret);
              return answer;
            });
  }
}
