package io.nephele.services.schemas;

import io.nephele.api.schemas.ListTagsForResourceRequest;
import io.nephele.api.schemas.ListTagsForResourceResponse;
import io.nephele.api.schemas.TagResourceRequest;
import io.nephele.api.schemas.UntagResourceRequest;
import io.nephele.core.access.ProtectedResources;
import io.nephele.core.access.ResourcePolicy;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.core.store.Reader;
import io.nephele.model.Struct;
import io.nephele.model.Unit;
import io.nephele.policy.AttachedPolicy;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The tags of registries and schemas, and what else authorisation asks of them. */
final class Tags implements ProtectedResources {
  private static final String REGISTRY = "registry/";
  private static final String SCHEMA = "schema/";
  private static final String DISCOVERER = "discoverer/";

  private final SchemasWorld schemas;

  Tags(SchemasWorld schemas) {
    this.schemas = schemas;
  }

  Unit tag(TagResourceRequest in, Call call) {
    change(
        in.resourceArn(),
        tags -> {
          Map<String, String> all = new LinkedHashMap<>(tags);
          all.putAll(in.tags());
          return SchemasWorld.tags(all);
        });
    return Registries.nothing(call);
  }

  Unit untag(UntagResourceRequest in, Call call) {
    change(
        in.resourceArn(),
        tags -> {
          Map<String, String> rest = new LinkedHashMap<>(tags);
          rest.keySet().removeAll(in.tagKeys());
          return rest;
        });
    return Registries.nothing(call);
  }

  ListTagsForResourceResponse list(ListTagsForResourceRequest in, Call call) {
    Map<String, String> tags = schemas.read(reader -> find(reader, Arn.parse(in.resourceArn())));
    if (tags == null) {
      throw SchemasErrors.missing("Resource " + in.resourceArn());
    }
    return new ListTagsForResourceResponse().tags(tags);
  }

  @Override
  public Map<String, String> tags(String arn) {
    Map<String, String> tags = schemas.read(reader -> find(reader, Arn.parse(arn)));
    return tags == null ? Map.of() : tags;
  }

  @Override
  public ResourcePolicy policy(String arn) {
    Arn parsed = Arn.parse(arn);
    if (parsed == null) {
      return null;
    }
    String path = parsed.resource();
    String name = path.substring(path.indexOf('/') + 1);
    String registry = name.contains("/") ? name.substring(0, name.indexOf('/')) : name;
    Registry known =
        schemas.read(
            reader ->
                schemas
                    .registries()
                    .get(reader, Registry.key(parsed.account(), parsed.region(), registry)));
    return known == null || known.policy() == null
        ? null
        : ResourcePolicy.of(
            known.accountId(),
            AttachedPolicy.of(PolicyDocument.parse(known.policy(), PolicyKind.RESOURCE)));
  }

  /** EventBridge tells of the events of buses that have a discoverer. */
  @Override
  public AttachedPolicy grants(String action, String arn, Call call, Struct request) {
    boolean told =
        call.principal().type() == Principal.Type.SERVICE
            && call.principal().arn().equals("events.amazonaws.com");
    return told ? Told.POLICY : null;
  }

  /** Made when first needed. */
  private static final class Told {
    static final AttachedPolicy POLICY =
        AttachedPolicy.of(
            PolicyDocument.parse(
                """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*",
                "Action":["schemas:GetDiscoveredSchema","schemas:CreateSchema",
                "schemas:UpdateSchema"],"Resource":"*"}]}\
                """,
                PolicyKind.RESOURCE));
  }

  /** The tags of a registry, schema or discoverer, or null if it does not exist. */
  private Map<String, String> find(Reader reader, Arn arn) {
    Discoverer discoverer = discoverer(reader, arn);
    if (discoverer != null) {
      return discoverer.tags();
    }
    Registry registry = registry(reader, arn);
    if (registry != null) {
      return registry.tags();
    }
    SchemaRow schema = schema(reader, arn);
    return schema == null ? null : schema.tags();
  }

  private Registry registry(Reader reader, Arn arn) {
    return arn == null || !arn.resource().startsWith(REGISTRY)
        ? null
        : schemas
            .registries()
            .get(
                reader,
                Registry.key(
                    arn.account(), arn.region(), arn.resource().substring(REGISTRY.length())));
  }

  private SchemaRow schema(Reader reader, Arn arn) {
    if (arn == null || !arn.resource().startsWith(SCHEMA)) {
      return null;
    }
    String path = arn.resource().substring(SCHEMA.length());
    int slash = path.indexOf('/');
    return slash < 0
        ? null
        : schemas
            .schemas()
            .get(
                reader,
                Registry.key(arn.account(), arn.region(), path.substring(0, slash))
                    .with(path.substring(slash + 1)));
  }

  private Discoverer discoverer(Reader reader, Arn arn) {
    return arn == null || !arn.resource().startsWith(DISCOVERER)
        ? null
        : schemas
            .discoverers()
            .get(
                reader,
                Registry.key(
                    arn.account(), arn.region(), arn.resource().substring(DISCOVERER.length())));
  }

  private void change(String text, UnaryOperator<Map<String, String>> change) {
    Arn arn = Arn.parse(text);
    schemas.write(
        transaction -> {
          Registry registry = registry(transaction, arn);
          SchemaRow schema = schema(transaction, arn);
          if (registry != null) {
            schemas
                .registries()
                .put(transaction, registry.key(), registry.withTags(change.apply(registry.tags())));
          } else if (schema != null) {
            schemas
                .schemas()
                .put(transaction, schema.key(), schema.withTags(change.apply(schema.tags())));
          } else if (discoverer(transaction, arn) instanceof Discoverer discoverer) {
            schemas
                .discoverers()
                .put(
                    transaction,
                    discoverer.key(),
                    discoverer.withTags(change.apply(discoverer.tags())));
          } else {
            throw SchemasErrors.missing("Resource " + text);
          }
          return null;
        });
  }
}
