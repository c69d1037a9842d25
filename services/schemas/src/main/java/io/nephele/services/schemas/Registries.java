package io.nephele.services.schemas;

import io.nephele.api.schemas.CreateRegistryRequest;
import io.nephele.api.schemas.CreateRegistryResponse;
import io.nephele.api.schemas.DeleteRegistryRequest;
import io.nephele.api.schemas.DescribeRegistryRequest;
import io.nephele.api.schemas.DescribeRegistryResponse;
import io.nephele.api.schemas.ListRegistriesRequest;
import io.nephele.api.schemas.ListRegistriesResponse;
import io.nephele.api.schemas.RegistrySummary;
import io.nephele.api.schemas.UpdateRegistryRequest;
import io.nephele.api.schemas.UpdateRegistryResponse;
import io.nephele.core.call.Call;
import io.nephele.core.store.Table;
import io.nephele.model.Struct;
import io.nephele.model.Unit;
import io.nephele.model.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The registries. */
final class Registries {
  private static final int MOST_CHARACTERS = 64;

  private final SchemasWorld schemas;

  Registries(SchemasWorld schemas) {
    this.schemas = schemas;
  }

  CreateRegistryResponse create(CreateRegistryRequest in, Call call) {
    checkName("RegistryName", in.registryName(), MOST_CHARACTERS);
    SchemasWorld.requireOwn(in.registryName());
    Registry registry =
        new Registry(
            call.accountId(),
            call.region().name(),
            in.registryName(),
            in.description(),
            null,
            null,
            SchemasWorld.tags(in.tags()));
    schemas.write(
        transaction -> {
          if (schemas.registries().contains(transaction, registry.key())) {
            throw SchemasErrors.conflict(
                "Registry with name " + registry.name() + " already exists.");
          }
          schemas.registries().put(transaction, registry.key(), registry);
          return null;
        });
    return told(registry, new CreateRegistryResponse());
  }

  /** Refuses names that AWS would. */
  static void checkName(String parameter, String name, int most) {
    boolean valid = !name.isEmpty() && name.length() <= most;
    for (int i = 0; i < name.length() && valid; i++) {
      char c = name.charAt(i);
      valid = c < 128 && Character.isLetterOrDigit(c) || ".-_@".indexOf(c) >= 0;
    }
    if (!valid) {
      throw SchemasErrors.bad(parameter + " is not valid: " + name);
    }
  }

  UpdateRegistryResponse update(UpdateRegistryRequest in, Call call) {
    SchemasWorld.requireOwn(in.registryName());
    Registry registry =
        schemas.write(
            transaction -> {
              Registry known = schemas.requireRegistry(transaction, call, in.registryName());
              Registry changed =
                  in.description() == null ? known : known.withDescription(in.description());
              schemas.registries().put(transaction, changed.key(), changed);
              return changed;
            });
    return told(registry, new UpdateRegistryResponse());
  }

  DescribeRegistryResponse describe(DescribeRegistryRequest in, Call call) {
    Registry registry =
        in.registryName().equals(AwsEvents.NAME)
            ? ofAws(call)
            : schemas.read(reader -> schemas.requireRegistry(reader, call, in.registryName()));
    return told(registry, new DescribeRegistryResponse());
  }

  ListRegistriesResponse list(ListRegistriesRequest in, Call call) {
    String scope = in.scope() == null ? "" : in.scope();
    if (!scope.isEmpty() && !scope.equals("LOCAL") && !scope.equals("AWS")) {
      throw SchemasErrors.bad("Scope has to be LOCAL or AWS.");
    }
    List<Registry> all =
        schemas.read(
            reader -> {
              List<Registry> found = new ArrayList<>();
              if (!scope.equals("LOCAL")) {
                found.add(ofAws(call));
              }
              if (!scope.equals("AWS")) {
                for (Table.Row<Registry> row :
                    schemas.registries().scan(reader, SchemasWorld.region(call))) {
                  found.add(row.value());
                }
              }
              return found;
            });
    String prefix = in.registryNamePrefix() == null ? "" : in.registryNamePrefix();
    List<Registry> wanted =
        all.stream()
            .filter(registry -> registry.name().startsWith(prefix))
            .sorted(Comparator.comparing(Registry::name))
            .toList();
    Pages<Registry> page = Pages.of(wanted, Registry::name, in.nextToken(), in.limit());
    return new ListRegistriesResponse()
        .registries(
            page.items().stream()
                .map(
                    registry ->
                        new RegistrySummary()
                            .registryArn(registry.arn())
                            .registryName(registry.name())
                            .tags(registry.tags()))
                .toList())
        .nextToken(page.nextToken());
  }

  Unit delete(DeleteRegistryRequest in, Call call) {
    SchemasWorld.requireOwn(in.registryName());
    schemas.write(
        transaction -> {
          Registry known = schemas.requireRegistry(transaction, call, in.registryName());
          if (schemas.schemas().first(transaction, known.key()) != null) {
            throw SchemasErrors.conflict("Registry " + known.name() + " is not empty.");
          }
          schemas.registries().delete(transaction, known.key());
          return null;
        });
    return nothing(call);
  }

  /** The result of an operation that tells nothing. */
  static Unit nothing(Call call) {
    return new Unit(new Struct(call.operation().output()));
  }

  private static Registry ofAws(Call call) {
    return new Registry(
        "",
        call.region().name(),
        AwsEvents.NAME,
        "This registry holds the schemas of the events of AWS services.",
        null,
        null,
        Map.of());
  }

  private static <V extends View> V told(Registry registry, V answer) {
    answer
        .struct()
        .set("RegistryArn", registry.arn())
        .set("RegistryName", registry.name())
        .set("Description", registry.description())
        .set("Tags", registry.tags());
    return answer;
  }
}
