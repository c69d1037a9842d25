package io.nephele.services.secretsmanager;

import io.nephele.api.secretsmanager.Secretsmanager;
import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;

/** AWS Secrets Manager: binds its operations to the methods that answer them. */
public final class SecretsManagerService implements ServiceModule {
  /** Made by {@link java.util.ServiceLoader}. */
  public SecretsManagerService() {}

  @Override
  public String name() {
    return "secretsmanager";
  }

  @Override
  public void bind(Bindings on, World world) {
    SecretStore store = new SecretStore(world);
    on.protect(new ProtectedSecrets(store));
    on.describe(SecretStore::describe);

    RotationClock clock = new RotationClock(world);
    SecretEvents events = new SecretEvents(world);
    Stages stages = new Stages(store);
    Encryption encryption = new Encryption(world);
    Additions additions = new Additions(store, stages, encryption, clock);
    Values values = new Values(store, additions, encryption);
    on.bind(Secretsmanager.GetSecretValue, values::get);
    on.bind(Secretsmanager.PutSecretValue, values::put);
    on.bind(Secretsmanager.UpdateSecretVersionStage, stages::update);

    Replication replication = new Replication(store, additions, encryption);
    on.bind(Secretsmanager.ReplicateSecretToRegions, replication::replicate);
    on.bind(Secretsmanager.RemoveRegionsFromReplication, replication::remove);
    on.bind(Secretsmanager.StopReplicationToReplica, replication::stop);

    RotationRuns runs = new RotationRuns(store, stages, clock, events);
    world.timers().onWork(RotationRuns.WORK, runs::work);
    Rotations rotations = new Rotations(store, clock, runs);
    world.timers().on(RotationClock.TIMER, rotations::onTimer);
    on.bind(Secretsmanager.RotateSecret, rotations::rotate);
    on.bind(Secretsmanager.CancelRotateSecret, rotations::cancel);

    SecretCount count = new SecretCount(store);
    world.timers().on(SecretCount.TIMER, count::onTimer);
    Secrets secrets = new Secrets(store, additions, encryption, replication, count);
    on.bind(Secretsmanager.CreateSecret, secrets::create);
    on.bind(Secretsmanager.UpdateSecret, secrets::update);
    on.bind(Secretsmanager.DescribeSecret, secrets::describe);

    Listings listings = new Listings(store, secrets);
    on.bind(Secretsmanager.ListSecrets, listings::list);
    on.bind(Secretsmanager.ListSecretVersionIds, listings::versions);
    on.bind(Secretsmanager.BatchGetSecretValue, listings::batch);

    Deletions deletions = new Deletions(store, clock, events);
    world.timers().on(Deletions.TIMER, deletions::onTimer);
    on.bind(Secretsmanager.DeleteSecret, deletions::delete);
    on.bind(Secretsmanager.RestoreSecret, deletions::restore);

    SecretTags tags = new SecretTags(store);
    on.bind(Secretsmanager.TagResource, tags::tag);
    on.bind(Secretsmanager.UntagResource, tags::untag);

    Policies policies = new Policies(store);
    on.bind(Secretsmanager.PutResourcePolicy, policies::put);
    on.bind(Secretsmanager.GetResourcePolicy, policies::get);
    on.bind(Secretsmanager.DeleteResourcePolicy, policies::delete);
    on.bind(Secretsmanager.ValidateResourcePolicy, policies::validate);

    on.bind(Secretsmanager.GetRandomPassword, new Passwords(world.ids())::get);
  }
}
