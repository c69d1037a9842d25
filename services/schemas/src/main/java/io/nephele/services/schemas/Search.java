package io.nephele.services.schemas;

import io.nephele.api.schemas.SearchSchemaSummary;
import io.nephele.api.schemas.SearchSchemaVersionSummary;
import io.nephele.api.schemas.SearchSchemasRequest;
import io.nephele.api.schemas.SearchSchemasResponse;
import io.nephele.core.call.Call;
import io.nephele.core.store.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Finds schemas by words in their names and contents. */
final class Search {
  private static final int MOST_CHARACTERS = 256;

  private final SchemasWorld schemas;

  Search(SchemasWorld schemas) {
    this.schemas = schemas;
  }

  SearchSchemasResponse search(SearchSchemasRequest in, Call call) {
    String text = in.keywords().strip().toLowerCase(Locale.ROOT);
    if (text.isEmpty() || text.length() > MOST_CHARACTERS) {
      throw SchemasErrors.bad("Keywords has to have between 1 and 256 characters.");
    }
    String[] words = text.split("\\s+");
    List<SearchSchemaSummary> found =
        in.registryName().equals(AwsEvents.NAME)
            ? inAws(words, call)
            : inRegistry(in.registryName(), words, call);
    Pages<SearchSchemaSummary> page =
        Pages.of(found, SearchSchemaSummary::schemaName, in.nextToken(), in.limit());
    return new SearchSchemasResponse().schemas(page.items()).nextToken(page.nextToken());
  }

  private List<SearchSchemaSummary> inAws(String[] words, Call call) {
    List<SearchSchemaSummary> found = new ArrayList<>();
    for (String name : schemas.awsEvents().names()) {
      if (matches(words, name, schemas.awsEvents().content(name))) {
        String arn =
            Registry.arn("", call.region().name(), "schema/" + AwsEvents.NAME + "/" + name);
        found.add(
            summary(AwsEvents.NAME, name, arn)
                .schemaVersions(
                    List.of(
                        version(
                            new SchemaRow.Version(
                                1, Documents.OPEN_API, null, AwsEvents.MADE_AT)))));
      }
    }
    return found;
  }

  private List<SearchSchemaSummary> inRegistry(String registry, String[] words, Call call) {
    return schemas.read(
        reader -> {
          Registry known = schemas.requireRegistry(reader, call, registry);
          List<SearchSchemaSummary> found = new ArrayList<>();
          for (Table.Row<SchemaRow> row : schemas.schemas().scan(reader, known.key())) {
            SchemaRow schema = row.value();
            List<SearchSchemaVersionSummary> versions = new ArrayList<>();
            for (Table.Row<SchemaRow.Version> version :
                schemas.versions().scan(reader, schema.key())) {
              if (matches(words, schema.name(), version.value().content())) {
                versions.add(version(version.value()));
              }
            }
            if (!versions.isEmpty()) {
              found.add(summary(registry, schema.name(), schema.arn()).schemaVersions(versions));
            }
          }
          return found;
        });
  }

  private static boolean matches(String[] words, String name, String content) {
    String where = (name + ' ' + content).toLowerCase(Locale.ROOT);
    for (String word : words) {
      if (!where.contains(word)) {
        return false;
      }
    }
    return true;
  }

  private static SearchSchemaSummary summary(String registry, String name, String arn) {
    return new SearchSchemaSummary().registryName(registry).schemaName(name).schemaArn(arn);
  }

  private static SearchSchemaVersionSummary version(SchemaRow.Version version) {
    return new SearchSchemaVersionSummary()
        .schemaVersion(Long.toString(version.number()))
        .type(version.type())
        .createdDate(Instant.ofEpochMilli(version.createdAt()));
  }
}
