package io.nephele.services.schemas;

import io.nephele.api.schemas.Schemas;
import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;

/** Amazon EventBridge Schemas: registries of the schemas of events. */
public final class SchemasService implements ServiceModule {
  @Override
  public String name() {
    return "schemas";
  }

  @Override
  public void bind(Bindings on, World world) {
    SchemasWorld schemas = new SchemasWorld(world);
    Registries registries = new Registries(schemas);
    on.bind(Schemas.CreateRegistry, registries::create);
    on.bind(Schemas.UpdateRegistry, registries::update);
    on.bind(Schemas.DescribeRegistry, registries::describe);
    on.bind(Schemas.ListRegistries, registries::list);
    on.bind(Schemas.DeleteRegistry, registries::delete);
    SchemaCalls calls = new SchemaCalls(schemas);
    on.bind(Schemas.CreateSchema, calls::create);
    on.bind(Schemas.UpdateSchema, calls::update);
    on.bind(Schemas.DescribeSchema, calls::describe);
    on.bind(Schemas.ListSchemas, calls::list);
    on.bind(Schemas.DeleteSchema, calls::delete);
    SchemaVersions versions = new SchemaVersions(schemas, calls);
    on.bind(Schemas.ListSchemaVersions, versions::list);
    on.bind(Schemas.DeleteSchemaVersion, versions::delete);
    on.bind(Schemas.ExportSchema, versions::export);
    CodeBindings code = new CodeBindings(schemas, calls);
    on.bind(Schemas.PutCodeBinding, code::put);
    on.bind(Schemas.DescribeCodeBinding, code::describe);
    on.bind(Schemas.GetCodeBindingSource, code::source);
    on.bind(Schemas.SearchSchemas, new Search(schemas)::search);
    on.bind(Schemas.GetDiscoveredSchema, Discovery::discover);
    Discoverers discoverers = new Discoverers(schemas);
    on.bind(Schemas.CreateDiscoverer, discoverers::create);
    on.bind(Schemas.UpdateDiscoverer, discoverers::update);
    on.bind(Schemas.DescribeDiscoverer, discoverers::describe);
    on.bind(Schemas.ListDiscoverers, discoverers::list);
    on.bind(Schemas.StartDiscoverer, discoverers::start);
    on.bind(Schemas.StopDiscoverer, discoverers::stop);
    on.bind(Schemas.DeleteDiscoverer, discoverers::delete);
    Policies policies = new Policies(schemas);
    on.bind(Schemas.PutResourcePolicy, policies::put);
    on.bind(Schemas.GetResourcePolicy, policies::get);
    on.bind(Schemas.DeleteResourcePolicy, policies::delete);
    Tags tags = new Tags(schemas);
    on.bind(Schemas.TagResource, tags::tag);
    on.bind(Schemas.UntagResource, tags::untag);
    on.bind(Schemas.ListTagsForResource, tags::list);
    on.protect(tags);
  }
}
