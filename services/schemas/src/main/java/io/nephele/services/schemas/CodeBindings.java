package io.nephele.services.schemas;

import io.nephele.api.schemas.DescribeCodeBindingRequest;
import io.nephele.api.schemas.DescribeCodeBindingResponse;
import io.nephele.api.schemas.GetCodeBindingSourceRequest;
import io.nephele.api.schemas.GetCodeBindingSourceResponse;
import io.nephele.api.schemas.PutCodeBindingRequest;
import io.nephele.api.schemas.PutCodeBindingResponse;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Table;
import io.nephele.model.Bytes;
import io.nephele.services.schemas.code.CodeBundle;
import java.time.Instant;

/** Source code for schemas, which is written when it is fetched. */
final class CodeBindings {
  private final SchemasWorld schemas;
  private final SchemaCalls calls;
  private final Table<Binding> bindings = Table.of("schemas.codeBindings", Binding.class);

  CodeBindings(SchemasWorld schemas, SchemaCalls calls) {
    this.schemas = schemas;
    this.calls = calls;
  }

  /**
   * That there is code for a version of a schema in a language, which its key says.
   *
   * @param createdAt in milliseconds
   * @param modifiedAt in milliseconds
   */
  record Binding(long createdAt, long modifiedAt) {}

  PutCodeBindingResponse put(PutCodeBindingRequest in, Call call) {
    SchemaCalls.Found found =
        find(in.registryName(), in.schemaName(), in.schemaVersion(), in.language(), call);
    if (!found.version().type().equals(Documents.OPEN_API)) {
      throw SchemasErrors.bad("Code bindings can only be made of schemas of type OpenApi3.");
    }
    if (code(in.language(), found) == null) {
      throw SchemasErrors.bad("The schema has no types to make code of.");
    }
    long now = call.time().toEpochMilli();
    Key key = key(found, in.language(), call);
    Binding made =
        schemas.write(
            transaction -> {
              Binding known = bindings.get(transaction, key);
              Binding binding = new Binding(known == null ? now : known.createdAt, now);
              bindings.put(transaction, key, binding);
              return binding;
            });
    return new PutCodeBindingResponse()
        .creationDate(Instant.ofEpochMilli(made.createdAt))
        .lastModified(Instant.ofEpochMilli(made.modifiedAt))
        .schemaVersion(Long.toString(found.version().number()))
        .status("CREATE_IN_PROGRESS");
  }

  private SchemaCalls.Found find(
      String registry, String schema, String version, String language, Call call) {
    if (!CodeBundle.languages().contains(language)) {
      throw SchemasErrors.bad("Language has to be Go1, Java8, Python36 or TypeScript3.");
    }
    return calls.find(registry, schema, version, call);
  }

  private static byte[] code(String language, SchemaCalls.Found found) {
    return CodeBundle.of(language, found.schema().name(), found.version().content());
  }

  /** Under the caller, whose bindings of AWS's schemas are his own. */
  private static Key key(SchemaCalls.Found found, String language, Call call) {
    return SchemasWorld.region(call)
        .with(found.schema().registry())
        .with(found.schema().name())
        .with(found.version().number())
        .with(language);
  }

  private Binding require(SchemaCalls.Found found, String language, Call call) {
    Binding binding = schemas.read(reader -> bindings.get(reader, key(found, language, call)));
    // What was made of a schema of that name before is not of this one.
    if (binding == null || binding.createdAt < found.version().createdAt()) {
      throw SchemasErrors.missing("Code binding in " + language + " of " + found.schema().name());
    }
    return binding;
  }

  DescribeCodeBindingResponse describe(DescribeCodeBindingRequest in, Call call) {
    SchemaCalls.Found found =
        find(in.registryName(), in.schemaName(), in.schemaVersion(), in.language(), call);
    Binding binding = require(found, in.language(), call);
    return new DescribeCodeBindingResponse()
        .creationDate(Instant.ofEpochMilli(binding.createdAt))
        .lastModified(Instant.ofEpochMilli(binding.modifiedAt))
        .schemaVersion(Long.toString(found.version().number()))
        .status("CREATE_COMPLETE");
  }

  GetCodeBindingSourceResponse source(GetCodeBindingSourceRequest in, Call call) {
    SchemaCalls.Found found =
        find(in.registryName(), in.schemaName(), in.schemaVersion(), in.language(), call);
    require(found, in.language(), call);
    return new GetCodeBindingSourceResponse().body(Bytes.of(code(in.language(), found)));
  }
}
