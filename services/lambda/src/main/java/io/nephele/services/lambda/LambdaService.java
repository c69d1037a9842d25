package io.nephele.services.lambda;

import io.nephele.api.lambda.Lambda;
import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;
import io.nephele.services.lambda.async.Deliverer;
import io.nephele.services.lambda.async.EventInvokeConfigs;
import io.nephele.services.lambda.async.EventQueue;
import io.nephele.services.lambda.code.CodeLinks;
import io.nephele.services.lambda.code.Packages;
import io.nephele.services.lambda.durable.DurableFunctions;
import io.nephele.services.lambda.environments.SandboxedEnvironments;
import io.nephele.services.lambda.functions.Aliases;
import io.nephele.services.lambda.functions.CodeSigning;
import io.nephele.services.lambda.functions.Deletions;
import io.nephele.services.lambda.functions.ExecutionRoles;
import io.nephele.services.lambda.functions.FunctionReads;
import io.nephele.services.lambda.functions.FunctionSettings;
import io.nephele.services.lambda.functions.Functions;
import io.nephele.services.lambda.functions.ReservedConcurrency;
import io.nephele.services.lambda.functions.ResourceTags;
import io.nephele.services.lambda.functions.Revealing;
import io.nephele.services.lambda.functions.TagOperations;
import io.nephele.services.lambda.functions.VariableKeys;
import io.nephele.services.lambda.functions.Versions;
import io.nephele.services.lambda.invoke.Invocations;
import io.nephele.services.lambda.invoke.ProvisionedConcurrency;
import io.nephele.services.lambda.invoke.Running;
import io.nephele.services.lambda.invoke.SourceFolders;
import io.nephele.services.lambda.invoke.StreamedInvocations;
import io.nephele.services.lambda.layers.LayerPolicies;
import io.nephele.services.lambda.layers.LayerTable;
import io.nephele.services.lambda.layers.Layers;
import io.nephele.services.lambda.mappings.EventSourceMappings;
import io.nephele.services.lambda.mappings.Mappings;
import io.nephele.services.lambda.permissions.LayerPermissions;
import io.nephele.services.lambda.permissions.Permissions;
import io.nephele.services.lambda.permissions.PolicyTable;
import io.nephele.services.lambda.permissions.ProtectedFunctions;
import io.nephele.services.lambda.polling.Pollers;
import io.nephele.services.lambda.polling.Polling;
import io.nephele.services.lambda.state.LambdaWorld;
import io.nephele.services.lambda.urls.FunctionUrls;
import io.nephele.services.lambda.urls.UrlRequests;
import io.nephele.services.lambda.urls.UrlTable;
import io.nephele.wire.http.HttpRequest;
import java.util.List;

/** AWS Lambda: functions that really run. */
public final class LambdaService implements ServiceModule {
  private final SourceFolders sources;

  /** Made by {@link java.util.ServiceLoader}. */
  public LambdaService() {
    this(null);
  }

  /**
   * With folders that functions run in place of their archives.
   *
   * @param sources null for those of the setting
   */
  LambdaService(SourceFolders sources) {
    this.sources = sources;
  }

  @Override
  public String name() {
    return "lambda";
  }

  @Override
  public boolean takesWeb(HttpRequest request) {
    // Asked for every request: constants, so that no other class of the service is loaded for it.
    String host = request.host();
    return request.path().startsWith(CodeLinks.PATH)
        || host != null && host.contains(UrlRequests.HOST_MARK);
  }

  @Override
  public void bind(Bindings on, World world) {
    LambdaWorld lambda = new LambdaWorld(world);
    PolicyTable policies = new PolicyTable();
    LayerTable layerTable = new LayerTable();
    ResourceTags tags = new ResourceTags(lambda);
    Packages packages = new Packages(lambda);
    CodeLinks links = new CodeLinks(lambda, new Archives(lambda, layerTable)::find);
    ExecutionRoles roles = new ExecutionRoles(lambda);
    EventInvokeConfigs configs = new EventInvokeConfigs(lambda, roles);
    Running running =
        new Running(
            lambda,
            roles,
            new SandboxedEnvironments(world),
            sources == null ? SourceFolders.ofSetting() : sources);
    UrlTable urlTable = new UrlTable();
    UrlRequests urls = new UrlRequests(lambda, urlTable, running.invoker(), running.metrics());
    DurableFunctions durable =
        new DurableFunctions(lambda, running.invoker(), running.metrics(), roles);
    durable.bind(on);
    List<Deletions.Owned> owned =
        List.of(
            policies::delete,
            configs::delete,
            running.provisioned()::delete,
            urlTable::delete,
            durable::delete);

    CodeSigning signing = new CodeSigning(lambda, tags);
    functions(on, lambda, packages, layerTable, signing, links, owned, roles);
    Deliverer deliverer = new Deliverer(lambda, roles);
    invocations(on, lambda, running, configs, deliverer, durable);
    Mappings table = new Mappings(lambda);
    mappings(on, lambda, roles, running, durable, tags, deliverer, table);
    layers(on, lambda, layerTable, packages, links);
    permissions(on, lambda, policies);
    urls(on, new FunctionUrls(lambda, urlTable));
    TagOperations tagging =
        new TagOperations(
            lambda,
            tags,
            (reader, arn) -> signing.exists(reader, arn) || table.exists(reader, arn));
    on.bind(Lambda.ListTags, tagging::list)
        .bind(Lambda.TagResource, tagging::tag)
        .bind(Lambda.UntagResource, tagging::untag);
    on.protect(
        new ProtectedFunctions(
            lambda, policies, layerTable, tags, new ResourceConditions(lambda, table, urlTable)));
    on.describe(TableDescriptions::of);
    on.web(new LambdaWeb(links, urls));
  }

  private static void functions(
      Bindings on,
      LambdaWorld lambda,
      Packages packages,
      LayerTable layers,
      CodeSigning signing,
      CodeLinks links,
      List<Deletions.Owned> owned,
      ExecutionRoles roles) {
    Versions versions = new Versions(lambda);
    VariableKeys keys = new VariableKeys(lambda, roles);
    Functions functions = new Functions(lambda, packages, layers, roles, versions, signing, keys);
    Revealing revealing = new Revealing(keys);
    FunctionReads reads = new FunctionReads(lambda, links);
    Aliases aliases =
        new Aliases(
            lambda, (transaction, ref) -> owned.forEach(each -> each.delete(transaction, ref)));
    ReservedConcurrency reserved = new ReservedConcurrency(lambda);
    FunctionSettings settings = new FunctionSettings(lambda);
    on.bind(Lambda.CreateFunction, revealing.one(functions::create))
        .bind(Lambda.UpdateFunctionCode, revealing.one(functions::updateCode))
        .bind(Lambda.UpdateFunctionConfiguration, revealing.one(functions::updateConfiguration))
        .bind(Lambda.DeleteFunction, new Deletions(lambda, owned)::delete)
        .bind(Lambda.GetFunction, revealing.of(reads::get))
        .bind(Lambda.GetFunctionConfiguration, revealing.one(reads::configuration))
        .bind(Lambda.ListFunctions, revealing.ofFunctions(reads::list))
        .bind(Lambda.GetAccountSettings, reads::account)
        .bind(Lambda.PublishVersion, revealing.one(versions::publish))
        .bind(Lambda.ListVersionsByFunction, revealing.ofVersions(versions::list))
        .bind(Lambda.CreateAlias, aliases::create)
        .bind(Lambda.UpdateAlias, aliases::update)
        .bind(Lambda.GetAlias, aliases::get)
        .bind(Lambda.ListAliases, aliases::list)
        .bind(Lambda.DeleteAlias, aliases::delete)
        .bind(Lambda.PutFunctionConcurrency, reserved::put)
        .bind(Lambda.GetFunctionConcurrency, reserved::get)
        .bind(Lambda.DeleteFunctionConcurrency, reserved::delete)
        .bind(Lambda.PutFunctionRecursionConfig, settings::putRecursion)
        .bind(Lambda.GetFunctionRecursionConfig, settings::getRecursion)
        .bind(Lambda.PutRuntimeManagementConfig, settings::putRuntime)
        .bind(Lambda.GetRuntimeManagementConfig, settings::getRuntime);
    on.bind(Lambda.CreateCodeSigningConfig, signing::create)
        .bind(Lambda.GetCodeSigningConfig, signing::get)
        .bind(Lambda.UpdateCodeSigningConfig, signing::update)
        .bind(Lambda.DeleteCodeSigningConfig, signing::delete)
        .bind(Lambda.ListCodeSigningConfigs, signing::list)
        .bind(Lambda.ListFunctionsByCodeSigningConfig, signing::functions)
        .bind(Lambda.PutFunctionCodeSigningConfig, signing::putOfFunction)
        .bind(Lambda.GetFunctionCodeSigningConfig, signing::getOfFunction)
        .bind(Lambda.DeleteFunctionCodeSigningConfig, signing::deleteOfFunction);
  }

  private static void invocations(
      Bindings on,
      LambdaWorld lambda,
      Running running,
      EventInvokeConfigs configs,
      Deliverer deliverer,
      DurableFunctions durable) {
    EventQueue events =
        new EventQueue(lambda, running.invoker(), configs, deliverer, running.metrics());
    events.start();
    Invocations invocations = new Invocations(running.invoker(), events::add, durable::invoke);
    StreamedInvocations streamed = new StreamedInvocations(lambda.world(), running.invoker());
    ProvisionedConcurrency provisioned = running.provisioned();
    on.bind(Lambda.Invoke, invocations::invoke)
        .bind(Lambda.InvokeAsync, invocations::invokeAsync)
        .bind(Lambda.InvokeWithResponseStream, streamed::invoke)
        .bind(Lambda.PutFunctionEventInvokeConfig, configs::put)
        .bind(Lambda.UpdateFunctionEventInvokeConfig, configs::update)
        .bind(Lambda.GetFunctionEventInvokeConfig, configs::get)
        .bind(Lambda.DeleteFunctionEventInvokeConfig, configs::delete)
        .bind(Lambda.ListFunctionEventInvokeConfigs, configs::list)
        .bind(Lambda.PutProvisionedConcurrencyConfig, provisioned::put)
        .bind(Lambda.GetProvisionedConcurrencyConfig, provisioned::get)
        .bind(Lambda.DeleteProvisionedConcurrencyConfig, provisioned::delete)
        .bind(Lambda.ListProvisionedConcurrencyConfigs, provisioned::list);
  }

  private static void mappings(
      Bindings on,
      LambdaWorld lambda,
      ExecutionRoles roles,
      Running running,
      DurableFunctions durable,
      ResourceTags tags,
      Deliverer deliverer,
      Mappings table) {
    EventSourceMappings mappings = new EventSourceMappings(lambda, table, roles, tags);
    Pollers pollers = Polling.of(lambda, table, roles, running, durable, deliverer);
    pollers.start();
    on.onRelease(
        () -> {
          pollers.close();
          running.close();
        });
    on.bind(Lambda.CreateEventSourceMapping, mappings::create)
        .bind(Lambda.GetEventSourceMapping, mappings::get)
        .bind(Lambda.UpdateEventSourceMapping, mappings::update)
        .bind(Lambda.DeleteEventSourceMapping, mappings::delete)
        .bind(Lambda.ListEventSourceMappings, mappings::list);
  }

  private static void layers(
      Bindings on, LambdaWorld lambda, LayerTable table, Packages packages, CodeLinks links) {
    Layers layers = new Layers(lambda, table, packages, links);
    LayerPermissions permissions = new LayerPermissions(lambda, new LayerPolicies(lambda, table));
    on.bind(Lambda.PublishLayerVersion, layers::publish)
        .bind(Lambda.GetLayerVersion, layers::get)
        .bind(Lambda.GetLayerVersionByArn, layers::getByArn)
        .bind(Lambda.DeleteLayerVersion, layers::delete)
        .bind(Lambda.ListLayerVersions, layers::versions)
        .bind(Lambda.ListLayers, layers::list)
        .bind(Lambda.AddLayerVersionPermission, permissions::add)
        .bind(Lambda.RemoveLayerVersionPermission, permissions::remove)
        .bind(Lambda.GetLayerVersionPolicy, permissions::get);
  }

  private static void permissions(Bindings on, LambdaWorld lambda, PolicyTable policies) {
    Permissions permissions = new Permissions(lambda, policies);
    on.bind(Lambda.AddPermission, permissions::add)
        .bind(Lambda.RemovePermission, permissions::remove)
        .bind(Lambda.GetPolicy, permissions::get);
  }

  private static void urls(Bindings on, FunctionUrls urls) {
    on.bind(Lambda.CreateFunctionUrlConfig, urls::create)
        .bind(Lambda.GetFunctionUrlConfig, urls::get)
        .bind(Lambda.UpdateFunctionUrlConfig, urls::update)
        .bind(Lambda.DeleteFunctionUrlConfig, urls::delete)
        .bind(Lambda.ListFunctionUrlConfigs, urls::list);
  }
}
