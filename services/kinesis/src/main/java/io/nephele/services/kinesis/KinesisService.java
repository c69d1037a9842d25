package io.nephele.services.kinesis;

import io.nephele.api.kinesis.Kinesis;
import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;

/** Amazon Kinesis Data Streams: binds its operations to the methods that answer them. */
public final class KinesisService implements ServiceModule {
  /** Made by {@link java.util.ServiceLoader}. */
  public KinesisService() {}

  @Override
  public String name() {
    return "kinesis";
  }

  @Override
  public void bind(Bindings on, World world) {
    KinesisWorld kinesis = new KinesisWorld(world);
    ConsumerTable consumerTable = new ConsumerTable();
    Resources resources = new Resources(kinesis, consumerTable);
    StreamKeys keys = new StreamKeys(kinesis);
    Expiry expiry = new Expiry(kinesis, keys);
    Changes changes = new Changes(kinesis, new Resharding(kinesis), expiry, keys, consumerTable);
    Limits limits = new Limits(kinesis);
    world.timers().on(Expiry.TIMER, expiry::onTimer);
    world.timers().on(Changes.TIMER, changes::onTimer);

    AccountSettings accounts = new AccountSettings(kinesis);
    on.bind(Kinesis.DescribeAccountSettings, accounts::describe);
    on.bind(Kinesis.UpdateAccountSettings, accounts::update);

    Streams streams = new Streams(kinesis, changes, limits, accounts, consumerTable);
    on.bind(Kinesis.CreateStream, streams::create);
    on.bind(Kinesis.DeleteStream, streams::delete);
    on.bind(Kinesis.ListStreams, streams::list);
    on.bind(Kinesis.DescribeLimits, limits::describe);

    Descriptions descriptions = new Descriptions(kinesis, consumerTable);
    on.bind(Kinesis.DescribeStream, descriptions::describe);
    on.bind(Kinesis.DescribeStreamSummary, descriptions::summarize);
    on.bind(Kinesis.ListShards, descriptions::list);

    ShardOperations shards = new ShardOperations(kinesis, changes, limits);
    on.bind(Kinesis.SplitShard, shards::split);
    on.bind(Kinesis.MergeShards, shards::merge);
    on.bind(Kinesis.UpdateShardCount, shards::count);

    Settings settings = new Settings(kinesis, changes, limits, accounts);
    on.bind(Kinesis.IncreaseStreamRetentionPeriod, settings::increaseRetention);
    on.bind(Kinesis.DecreaseStreamRetentionPeriod, settings::decreaseRetention);
    on.bind(Kinesis.UpdateMaxRecordSize, settings::maxRecordSize);
    on.bind(Kinesis.UpdateStreamMode, settings::mode);
    on.bind(Kinesis.UpdateStreamWarmThroughput, settings::warmThroughput);

    Encryption encryption = new Encryption(kinesis, changes, keys);
    on.bind(Kinesis.StartStreamEncryption, encryption::start);
    on.bind(Kinesis.StopStreamEncryption, encryption::stop);

    ResourcePolicies policies = new ResourcePolicies(kinesis, resources);
    on.bind(Kinesis.PutResourcePolicy, policies::put);
    on.bind(Kinesis.GetResourcePolicy, policies::get);
    on.bind(Kinesis.DeleteResourcePolicy, policies::delete);
    on.describe(new TableDescriptions(kinesis.table())::of);
    on.protect(new ProtectedStreams(kinesis, resources, consumerTable));

    Monitoring monitoring = new Monitoring(kinesis);
    on.bind(Kinesis.EnableEnhancedMonitoring, monitoring::enable);
    on.bind(Kinesis.DisableEnhancedMonitoring, monitoring::disable);

    Tags tags = new Tags(kinesis, resources);
    on.bind(Kinesis.AddTagsToStream, tags::add);
    on.bind(Kinesis.RemoveTagsFromStream, tags::remove);
    on.bind(Kinesis.ListTagsForStream, tags::list);
    on.bind(Kinesis.TagResource, tags::tag);
    on.bind(Kinesis.UntagResource, tags::untag);
    on.bind(Kinesis.ListTagsForResource, tags::listOfResource);

    Putting putting = new Putting(kinesis, expiry, keys, new OnDemandScaling(kinesis, changes));
    on.bind(Kinesis.PutRecord, putting::put);
    on.bind(Kinesis.PutRecords, putting::putAll);

    ShardReader reader = new ShardReader(kinesis, keys);
    StartingPositions positions = new StartingPositions(kinesis);
    Reading reading = new Reading(kinesis, reader, positions);
    on.bind(Kinesis.GetShardIterator, reading::iterator);
    on.bind(Kinesis.GetRecords, reading::get);

    Consumers consumers = new Consumers(kinesis, consumerTable, resources);
    world.timers().on(Consumers.TIMER, consumers::onTimer);
    on.bind(Kinesis.RegisterStreamConsumer, consumers::register);
    on.bind(Kinesis.DeregisterStreamConsumer, consumers::deregister);
    on.bind(Kinesis.DescribeStreamConsumer, consumers::describe);
    on.bind(Kinesis.ListStreamConsumers, consumers::list);

    Subscribing subscribing = new Subscribing(kinesis, consumerTable, resources, reader, positions);
    on.bind(Kinesis.SubscribeToShard, subscribing::subscribe);
  }
}
