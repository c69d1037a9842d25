package io.nephele.services.schemas;

import io.nephele.api.schemas.CreateSchemaRequest;
import io.nephele.api.schemas.CreateSchemaResponse;
import io.nephele.api.schemas.DeleteSchemaRequest;
import io.nephele.api.schemas.DescribeSchemaRequest;
import io.nephele.api.schemas.DescribeSchemaResponse;
import io.nephele.api.schemas.ListSchemasRequest;
import io.nephele.api.schemas.ListSchemasResponse;
import io.nephele.api.schemas.SchemaSummary;
import io.nephele.api.schemas.UpdateSchemaRequest;
import io.nephele.api.schemas.UpdateSchemaResponse;
import io.nephele.core.call.Call;
import io.nephele.core.events.ServiceEvent;
import io.nephele.core.json.JsonText;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.model.Unit;
import io.nephele.model.View;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The schemas of registries. */
final class SchemaCalls {
  private static final int MOST_CHARACTERS = 385;
  private static final int MOST_DISCOVERED = 100;

  private final SchemasWorld schemas;

  SchemaCalls(SchemasWorld schemas) {
    this.schemas = schemas;
  }

  /** A schema and one of its versions. */
  record Found(SchemaRow schema, SchemaRow.Version version) {}

  CreateSchemaResponse create(CreateSchemaRequest in, Call call) {
    Registries.checkName("SchemaName", in.schemaName(), MOST_CHARACTERS);
    SchemasWorld.requireOwn(in.registryName());
    Documents.check(in.type(), in.content());
    long now = call.time().toEpochMilli();
    SchemaRow schema =
        new SchemaRow(
            call.accountId(),
            call.region().name(),
            in.registryName(),
            in.schemaName(),
            in.description(),
            1,
            1,
            1,
            now,
            SchemasWorld.tags(in.tags()));
    SchemaRow.Version version = new SchemaRow.Version(1, in.type(), in.content(), now);
    schemas.write(
        transaction -> {
          schemas.requireRegistry(transaction, call, in.registryName());
          if (schemas.schemas().contains(transaction, schema.key())) {
            throw SchemasErrors.conflict("Schema with name " + schema.name() + " already exists.");
          }
          schemas.schemas().put(transaction, schema.key(), schema);
          schemas.versions().put(transaction, schema.key().with(1), version);
          tell(transaction, "Schema Created", schema, version);
          return null;
        });
    return told(new Found(schema, version), new CreateSchemaResponse());
  }

  UpdateSchemaResponse update(UpdateSchemaRequest in, Call call) {
    SchemasWorld.requireOwn(in.registryName());
    long now = call.time().toEpochMilli();
    Found found =
        schemas.write(
            transaction -> {
              SchemaRow schema =
                  schemas.requireSchema(transaction, call, in.registryName(), in.schemaName());
              SchemaRow.Version version = schemas.requireVersion(transaction, schema, null);
              String type = in.type() == null ? version.type() : in.type();
              if (in.content() == null && !type.equals(version.type())) {
                throw SchemasErrors.bad("A schema of another type needs a content.");
              }
              if (in.description() != null) {
                schema = schema.withDescription(in.description(), now);
              }
              boolean same =
                  in.content() == null
                      || in.content().equals(version.content()) && type.equals(version.type());
              if (!same && !isKnownDiscovery(transaction, schema, in.content())) {
                Documents.check(type, in.content());
                version = new SchemaRow.Version(schema.made() + 1, type, in.content(), now);
                schema = schema.withVersion(version.number(), now);
                schemas.versions().put(transaction, schema.key().with(version.number()), version);
                tell(transaction, "Schema Version Created", schema, version);
              }
              schemas.schemas().put(transaction, schema.key(), schema);
              return new Found(schema, version);
            });
    return told(found, new UpdateSchemaResponse());
  }

  private void tell(
      Transaction transaction, String what, SchemaRow schema, SchemaRow.Version version) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("SchemaName", schema.name());
    detail.put("SchemaType", version.type());
    detail.put("RegistryName", schema.registry());
    detail.put("CreationDate", Instant.ofEpochMilli(version.createdAt()).toString());
    detail.put("Version", Long.toString(version.number()));
    schemas
        .world()
        .events()
        .emit(
            transaction,
            new ServiceEvent(
                "schemas.amazonaws.com",
                "aws.schemas",
                schema.accountId(),
                schema.region(),
                what,
                List.of(schema.arn()),
                JsonText.write(detail),
                version.createdAt()));
  }

  /** Events of many shapes come again and again: each makes one version, up to some number. */
  private boolean isKnownDiscovery(Reader reader, SchemaRow schema, String content) {
    if (!schema.registry().equals(Discoverers.REGISTRY)) {
      return false;
    }
    if (schema.count() >= MOST_DISCOVERED) {
      return true;
    }
    for (Table.Row<SchemaRow.Version> row : schemas.versions().scan(reader, schema.key())) {
      if (row.value().content().equals(content)) {
        return true;
      }
    }
    return false;
  }

  DescribeSchemaResponse describe(DescribeSchemaRequest in, Call call) {
    Found found = find(in.registryName(), in.schemaName(), in.schemaVersion(), call);
    return told(found, new DescribeSchemaResponse()).content(found.version.content());
  }

  /** A version of a schema, be it AWS's. */
  Found find(String registry, String name, String version, Call call) {
    if (!registry.equals(AwsEvents.NAME)) {
      return schemas.read(
          reader -> {
            SchemaRow schema = schemas.requireSchema(reader, call, registry, name);
            return new Found(schema, schemas.requireVersion(reader, schema, version));
          });
    }
    String content = schemas.awsEvents().content(name);
    if (content == null) {
      throw SchemasErrors.noSchema(name);
    }
    if (version != null && !version.equals("1")) {
      throw SchemasErrors.missing("Version " + version + " of schema " + name);
    }
    return new Found(
        ofAws(name, call),
        new SchemaRow.Version(1, Documents.OPEN_API, content, AwsEvents.MADE_AT));
  }

  private static SchemaRow ofAws(String name, Call call) {
    return new SchemaRow(
        "", call.region().name(), AwsEvents.NAME, name, null, 1, 1, 1, AwsEvents.MADE_AT, Map.of());
  }

  ListSchemasResponse list(ListSchemasRequest in, Call call) {
    List<SchemaRow> all = schemas.read(reader -> all(reader, in.registryName(), call));
    String prefix = in.schemaNamePrefix() == null ? "" : in.schemaNamePrefix();
    List<SchemaRow> wanted =
        all.stream().filter(schema -> schema.name().startsWith(prefix)).toList();
    Pages<SchemaRow> page = Pages.of(wanted, SchemaRow::name, in.nextToken(), in.limit());
    return new ListSchemasResponse()
        .schemas(
            page.items().stream()
                .map(
                    schema ->
                        new SchemaSummary()
                            .schemaArn(schema.arn())
                            .schemaName(schema.name())
                            .lastModified(Instant.ofEpochMilli(schema.modifiedAt()))
                            .tags(schema.tags())
                            .versionCount(schema.count()))
                .toList())
        .nextToken(page.nextToken());
  }

  private List<SchemaRow> all(Reader reader, String registry, Call call) {
    List<SchemaRow> all = new ArrayList<>();
    if (registry.equals(AwsEvents.NAME)) {
      schemas.awsEvents().names().forEach(name -> all.add(ofAws(name, call)));
      return all;
    }
    Registry known = schemas.requireRegistry(reader, call, registry);
    for (Table.Row<SchemaRow> row : schemas.schemas().scan(reader, known.key())) {
      all.add(row.value());
    }
    return all;
  }

  Unit delete(DeleteSchemaRequest in, Call call) {
    SchemasWorld.requireOwn(in.registryName());
    schemas.write(
        transaction -> {
          SchemaRow schema =
              schemas.requireSchema(transaction, call, in.registryName(), in.schemaName());
          schemas.schemas().delete(transaction, schema.key());
          schemas.versions().deletePrefix(transaction, schema.key());
          return null;
        });
    return Registries.nothing(call);
  }

  private static <V extends View> V told(Found found, V answer) {
    SchemaRow schema = found.schema;
    answer
        .struct()
        .set("Description", schema.description())
        .set("LastModified", Instant.ofEpochMilli(schema.modifiedAt()))
        .set("SchemaArn", schema.arn())
        .set("SchemaName", schema.name())
        .set("SchemaVersion", Long.toString(found.version.number()))
        .set("Tags", schema.tags())
        .set("Type", found.version.type())
        .set("VersionCreatedDate", Instant.ofEpochMilli(found.version.createdAt()));
    return answer;
  }
}
