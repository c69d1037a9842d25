package io.nephele.services.ssm;

import io.nephele.api.ssm.Ssm;
import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;

/** AWS Systems Manager: binds its operations to the methods that answer them. */
public final class SsmService implements ServiceModule {
  /** Made by {@link java.util.ServiceLoader}. */
  public SsmService() {}

  @Override
  public String name() {
    return "ssm";
  }

  @Override
  public void bind(Bindings on, World world) {
    ParameterTables tables = new ParameterTables();
    on.protect(new ProtectedParameters(world, tables));
    on.describe(ParameterTables::describe);

    ParameterEvents events = new ParameterEvents(world);
    Expirations expirations = new Expirations(world, tables, events);
    world.timers().on(Expirations.TIMER, expirations::onExpiry);
    world.timers().on(Expirations.NOTIFICATION, expirations::onNotification);
    ServiceSettings settings = new ServiceSettings(world);
    on.bind(Ssm.GetServiceSetting, settings::get);
    on.bind(Ssm.UpdateServiceSetting, settings::update);
    on.bind(Ssm.ResetServiceSetting, settings::reset);

    SecureValues secrets = new SecureValues(world);
    VersionWrites writes = new VersionWrites(tables, expirations, events);
    ImageVersions images = new ImageVersions(world, writes, tables, events);
    world.timers().on(ImageVersions.TIMER, images::check);
    NewVersions versions = new NewVersions(world, tables, secrets, settings, writes, images);
    on.bind(Ssm.PutParameter, versions::put);

    ReservedParameters reserved = new ReservedParameters(world);
    Parameters parameters = new Parameters(world, tables, secrets, expirations, events, reserved);
    on.bind(Ssm.GetParameter, parameters::get);
    on.bind(Ssm.GetParameters, parameters::getAll);
    on.bind(Ssm.DeleteParameter, parameters::delete);
    on.bind(Ssm.DeleteParameters, parameters::deleteAll);

    Listings listings = new Listings(world, tables, parameters, reserved);
    on.bind(Ssm.GetParametersByPath, listings::byPath);
    on.bind(Ssm.GetParameterHistory, listings::history);
    on.bind(Ssm.DescribeParameters, listings::describe);

    Labels labels = new Labels(world, tables, events);
    on.bind(Ssm.LabelParameterVersion, labels::put);
    on.bind(Ssm.UnlabelParameterVersion, labels::remove);

    SharingPolicies sharing = new SharingPolicies(world, tables);
    on.bind(Ssm.PutResourcePolicy, sharing::put);
    on.bind(Ssm.GetResourcePolicies, sharing::get);
    on.bind(Ssm.DeleteResourcePolicy, sharing::delete);

    ParameterTags tags = new ParameterTags(world, tables);
    on.bind(Ssm.AddTagsToResource, tags::add);
    on.bind(Ssm.RemoveTagsFromResource, tags::remove);
    on.bind(Ssm.ListTagsForResource, tags::list);
  }
}
