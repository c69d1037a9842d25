package io.nephele.services.schemas;

import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import java.util.Map;
import java.util.function.Function;

/** What all parts of the schema registry stand on. */
final class SchemasWorld {
  private static final int MOST_TAGS = 50;

  private final World world;
  private final AwsEvents awsEvents = new AwsEvents();
  private final Table<Registry> registries = Table.of("schemas.registries", Registry.class);
  private final Table<SchemaRow> schemas = Table.of("schemas.schemas", SchemaRow.class);
  private final Table<SchemaRow.Version> versions =
      Table.of("schemas.versions", SchemaRow.Version.class);

  private final Table<Discoverer> discoverers = Table.of("schemas.discoverers", Discoverer.class);

  SchemasWorld(World world) {
    this.world = world;
  }

  World world() {
    return world;
  }

  /** The registry of AWS's own events. */
  AwsEvents awsEvents() {
    return awsEvents;
  }

  Table<Registry> registries() {
    return registries;
  }

  Table<SchemaRow> schemas() {
    return schemas;
  }

  Table<SchemaRow.Version> versions() {
    return versions;
  }

  Table<Discoverer> discoverers() {
    return discoverers;
  }

  <T> T read(Function<? super Reader, T> body) {
    return world.store().read(body);
  }

  <T> T write(Function<? super Transaction, T> body) {
    return world.store().write(body);
  }

  static Key region(Call call) {
    return Key.of(call.accountId()).with(call.region().name());
  }

  /** A registry of the caller that has to exist; not that of AWS. */
  Registry requireRegistry(Reader reader, Call call, String name) {
    Registry registry = registries.get(reader, region(call).with(name));
    if (registry == null) {
      throw SchemasErrors.noRegistry(name);
    }
    return registry;
  }

  /** A schema of the caller that has to exist; not one of AWS. */
  SchemaRow requireSchema(Reader reader, Call call, String registry, String name) {
    requireRegistry(reader, call, registry);
    SchemaRow schema = schemas.get(reader, region(call).with(registry).with(name));
    if (schema == null) {
      throw SchemasErrors.noSchema(name);
    }
    return schema;
  }

  /** A version of a schema that has to exist; the latest if none is named. */
  SchemaRow.Version requireVersion(Reader reader, SchemaRow schema, String named) {
    long number = named == null ? schema.latest() : number(named);
    SchemaRow.Version version = versions.get(reader, schema.key().with(number));
    if (version == null) {
      throw SchemasErrors.missing("Version " + named + " of schema " + schema.name());
    }
    return version;
  }

  private static long number(String version) {
    try {
      return Long.parseLong(version);
    } catch (NumberFormatException e) {
      throw SchemasErrors.bad("SchemaVersion is not valid.");
    }
  }

  /** Refuses changes of what is AWS's. */
  static void requireOwn(String registry) {
    if (registry.startsWith("aws.")) {
      throw SchemasErrors.forbidden("The registry " + registry + " cannot be changed.");
    }
  }

  /** The tags of a request. */
  static Map<String, String> tags(Map<String, String> given) {
    if (given == null) {
      return Map.of();
    }
    for (String key : given.keySet()) {
      if (key.regionMatches(true, 0, "aws:", 0, 4)) {
        throw SchemasErrors.bad("Tag keys that begin with aws: are reserved.");
      }
    }
    if (given.size() > MOST_TAGS) {
      throw SchemasErrors.bad("A resource can have at most 50 tags.");
    }
    return given;
  }
}
