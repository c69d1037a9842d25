package io.nephele.services.schemas;

import io.nephele.api.schemas.DeleteSchemaVersionRequest;
import io.nephele.api.schemas.ExportSchemaRequest;
import io.nephele.api.schemas.ExportSchemaResponse;
import io.nephele.api.schemas.ListSchemaVersionsRequest;
import io.nephele.api.schemas.ListSchemaVersionsResponse;
import io.nephele.api.schemas.SchemaVersionSummary;
import io.nephele.core.call.Call;
import io.nephele.core.store.Table;
import io.nephele.model.Unit;
import java.util.ArrayList;
import java.util.List;

/** The versions of schemas. */
final class SchemaVersions {
  private static final int DIGITS = 19;

  private final SchemasWorld schemas;
  private final SchemaCalls calls;

  SchemaVersions(SchemasWorld schemas, SchemaCalls calls) {
    this.schemas = schemas;
    this.calls = calls;
  }

  ListSchemaVersionsResponse list(ListSchemaVersionsRequest in, Call call) {
    SchemaCalls.Found latest = calls.find(in.registryName(), in.schemaName(), null, call);
    List<SchemaRow.Version> all = new ArrayList<>();
    if (in.registryName().equals(AwsEvents.NAME)) {
      all.add(latest.version());
    } else {
      schemas.read(
          reader -> {
            all.clear();
            for (Table.Row<SchemaRow.Version> row :
                schemas.versions().scan(reader, latest.schema().key())) {
              all.add(row.value());
            }
            return null;
          });
    }
    Pages<SchemaRow.Version> page =
        Pages.of(all, SchemaVersions::ordered, in.nextToken(), in.limit());
    return new ListSchemaVersionsResponse()
        .schemaVersions(
            page.items().stream()
                .map(
                    version ->
                        new SchemaVersionSummary()
                            .schemaArn(latest.schema().arn())
                            .schemaName(latest.schema().name())
                            .schemaVersion(Long.toString(version.number()))
                            .type(version.type()))
                .toList())
        .nextToken(page.nextToken());
  }

  /** A text whose order is that of the numbers. */
  private static String ordered(SchemaRow.Version version) {
    String number = Long.toString(version.number());
    return "0".repeat(DIGITS - number.length()) + number;
  }

  Unit delete(DeleteSchemaVersionRequest in, Call call) {
    SchemasWorld.requireOwn(in.registryName());
    schemas.write(
        transaction -> {
          SchemaRow schema =
              schemas.requireSchema(transaction, call, in.registryName(), in.schemaName());
          SchemaRow.Version version =
              schemas.requireVersion(transaction, schema, in.schemaVersion());
          if (schema.count() == 1) {
            throw SchemasErrors.bad("The only version of a schema cannot be deleted.");
          }
          schemas.versions().delete(transaction, schema.key().with(version.number()));
          long latest = 0;
          for (Table.Row<SchemaRow.Version> row :
              schemas.versions().scan(transaction, schema.key())) {
            latest = Math.max(latest, row.value().number());
          }
          schemas
              .schemas()
              .put(
                  transaction,
                  schema.key(),
                  schema.withoutVersion(latest, call.time().toEpochMilli()));
          return null;
        });
    return Registries.nothing(call);
  }

  ExportSchemaResponse export(ExportSchemaRequest in, Call call) {
    if (!in.type().equals(Documents.JSON_SCHEMA)) {
      throw SchemasErrors.bad("Schemas can only be exported as JSONSchemaDraft4.");
    }
    SchemaCalls.Found found =
        calls.find(in.registryName(), in.schemaName(), in.schemaVersion(), call);
    if (!found.version().type().equals(Documents.OPEN_API)) {
      throw SchemasErrors.bad("Only schemas of type OpenApi3 can be exported.");
    }
    return new ExportSchemaResponse()
        .content(Documents.jsonSchema(found.version().content()))
        .schemaArn(found.schema().arn())
        .schemaName(found.schema().name())
        .schemaVersion(Long.toString(found.version().number()))
        .type(in.type());
  }
}
