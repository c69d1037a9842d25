package io.nephele.services.logs;

import io.nephele.api.logs.Logs;
import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;
import io.nephele.services.logs.deliveries.Deliveries;
import io.nephele.services.logs.deliveries.DeliveryEnds;
import io.nephele.services.logs.deliveries.DeliveryTables;
import io.nephele.services.logs.events.EventTable;
import io.nephele.services.logs.events.EventTaker;
import io.nephele.services.logs.events.Filtering;
import io.nephele.services.logs.events.GroupKeys;
import io.nephele.services.logs.events.GroupScan;
import io.nephele.services.logs.events.Putting;
import io.nephele.services.logs.events.Reading;
import io.nephele.services.logs.exports.ExportTasks;
import io.nephele.services.logs.exports.Exporter;
import io.nephele.services.logs.filters.AccountPolicies;
import io.nephele.services.logs.filters.Destinations;
import io.nephele.services.logs.filters.EmbeddedMetrics;
import io.nephele.services.logs.filters.MetricExtraction;
import io.nephele.services.logs.filters.MetricFilters;
import io.nephele.services.logs.filters.Shipping;
import io.nephele.services.logs.filters.SubscriptionDelivery;
import io.nephele.services.logs.filters.SubscriptionFilters;
import io.nephele.services.logs.groups.GroupListing;
import io.nephele.services.logs.groups.GroupTags;
import io.nephele.services.logs.groups.Groups;
import io.nephele.services.logs.groups.ResourcePolicies;
import io.nephele.services.logs.groups.Retention;
import io.nephele.services.logs.groups.Streams;
import io.nephele.services.logs.groups.TaggedResources;
import io.nephele.services.logs.indexes.FieldIndexes;
import io.nephele.services.logs.insights.Queries;
import io.nephele.services.logs.insights.QueryDefinitions;
import io.nephele.services.logs.insights.Records;
import io.nephele.services.logs.protection.DataProtection;
import io.nephele.services.logs.state.LogsWorld;
import io.nephele.services.logs.tails.LiveTails;
import io.nephele.services.logs.transformers.Transformers;
import java.util.List;

/** Amazon CloudWatch Logs: groups of streams of events, kept, searched and passed on. */
public final class LogsService implements ServiceModule {
  @Override
  public String name() {
    return "logs";
  }

  @Override
  public void bind(Bindings on, World world) {
    LogsWorld logs = new LogsWorld(world);
    EventTable table = new EventTable();
    GroupKeys keys = new GroupKeys(logs);
    Retention retention = new Retention(logs, table);
    world.timers().on(Retention.TIMER, retention::onTimer);
    Groups groups = new Groups(logs, table, keys, retention);
    DataProtection protection = new DataProtection(logs);
    on.bind(Logs.PutDataProtectionPolicy, protection::put);
    on.bind(Logs.GetDataProtectionPolicy, protection::get);
    on.bind(Logs.DeleteDataProtectionPolicy, protection::delete);
    Shipping shipping = new Shipping(logs);
    Destinations destinations = new Destinations(logs, shipping);
    DeliveryTables deliveries = new DeliveryTables(logs);
    bindGroups(on, logs, groups, TaggedResources.either(destinations, deliveries));
    bindPolicies(on, logs, destinations, deliveries);
    bindDeliveries(on, deliveries);
    bindStreams(on, new Streams(logs, table));
    MetricFilters metrics = new MetricFilters(logs);
    groups.onDelete(metrics::remove);
    bindMetricFilters(on, metrics);
    SubscriptionFilters subscriptions = new SubscriptionFilters(logs, destinations, shipping);
    groups.onDelete(subscriptions::remove);
    AccountPolicies accounts = new AccountPolicies(logs, subscriptions);
    bindSubscriptions(on, subscriptions, destinations, accounts);
    SubscriptionDelivery delivery =
        new SubscriptionDelivery(
            logs, subscriptions, accounts, destinations, shipping, protection::of);
    world.timers().onWork(SubscriptionDelivery.TIMER, delivery::deliver);
    LiveTails tails = new LiveTails(logs, protection);
    on.bind(Logs.StartLiveTail, tails::start);
    List<EventTaker> takers =
        List.of(new MetricExtraction(logs, metrics), new EmbeddedMetrics(logs), delivery, tails);
    GroupScan scan = new GroupScan(logs, table, keys);
    FieldIndexes indexes = new FieldIndexes(logs, scan);
    groups.onDelete(indexes::remove);
    bindIndexes(on, indexes);
    Transformers transformers = new Transformers(logs);
    groups.onDelete(transformers::remove);
    bindTransformers(on, transformers);
    on.bind(Logs.PutLogEvents, new Putting(logs, table, keys, transformers, takers)::put);
    on.bind(Logs.GetLogEvents, new Reading(logs, table, keys, protection)::get);
    bindEvents(on, logs, scan, protection);
    bindInsights(on, logs, scan, protection, indexes);
  }

  private static void bindTransformers(Bindings on, Transformers transformers) {
    on.bind(Logs.PutTransformer, transformers::put);
    on.bind(Logs.GetTransformer, transformers::get);
    on.bind(Logs.DeleteTransformer, transformers::delete);
    on.bind(Logs.TestTransformer, transformers::test);
  }

  private static void bindIndexes(Bindings on, FieldIndexes indexes) {
    on.bind(Logs.PutIndexPolicy, indexes::put);
    on.bind(Logs.DeleteIndexPolicy, indexes::delete);
    on.bind(Logs.DescribeIndexPolicies, indexes::policies);
    on.bind(Logs.DescribeFieldIndexes, indexes::indexes);
  }

  private static void bindDeliveries(Bindings on, DeliveryTables tables) {
    DeliveryEnds ends = new DeliveryEnds(tables);
    on.bind(Logs.PutDeliverySource, ends::putSource);
    on.bind(Logs.GetDeliverySource, ends::getSource);
    on.bind(Logs.DescribeDeliverySources, ends::sources);
    on.bind(Logs.DeleteDeliverySource, ends::deleteSource);
    on.bind(Logs.PutDeliveryDestination, ends::putDestination);
    on.bind(Logs.GetDeliveryDestination, ends::getDestination);
    on.bind(Logs.DescribeDeliveryDestinations, ends::destinations);
    on.bind(Logs.DeleteDeliveryDestination, ends::deleteDestination);
    on.bind(Logs.PutDeliveryDestinationPolicy, ends::putPolicy);
    on.bind(Logs.GetDeliveryDestinationPolicy, ends::getPolicy);
    on.bind(Logs.DeleteDeliveryDestinationPolicy, ends::deletePolicy);
    Deliveries deliveries = new Deliveries(tables, ends);
    on.bind(Logs.CreateDelivery, deliveries::create);
    on.bind(Logs.GetDelivery, deliveries::get);
    on.bind(Logs.DescribeDeliveries, deliveries::describe);
    on.bind(Logs.UpdateDeliveryConfiguration, deliveries::update);
    on.bind(Logs.DeleteDelivery, deliveries::delete);
  }

  private static void bindPolicies(
      Bindings on, LogsWorld logs, Destinations destinations, DeliveryTables deliveries) {
    ResourcePolicies policies = new ResourcePolicies(logs);
    on.protect(new ProtectedLogs(logs, policies, destinations, deliveries));
    on.bind(Logs.PutResourcePolicy, policies::put);
    on.bind(Logs.DeleteResourcePolicy, policies::delete);
    on.bind(Logs.DescribeResourcePolicies, policies::describe);
  }

  private static void bindMetricFilters(Bindings on, MetricFilters metrics) {
    on.bind(Logs.PutMetricFilter, metrics::put);
    on.bind(Logs.DeleteMetricFilter, metrics::delete);
    on.bind(Logs.DescribeMetricFilters, metrics::describe);
    on.bind(Logs.TestMetricFilter, metrics::test);
  }

  private static void bindSubscriptions(
      Bindings on,
      SubscriptionFilters subscriptions,
      Destinations destinations,
      AccountPolicies accounts) {
    on.bind(Logs.PutSubscriptionFilter, subscriptions::put);
    on.bind(Logs.DeleteSubscriptionFilter, subscriptions::delete);
    on.bind(Logs.DescribeSubscriptionFilters, subscriptions::describe);
    on.bind(Logs.PutDestination, destinations::put);
    on.bind(Logs.PutDestinationPolicy, destinations::putPolicy);
    on.bind(Logs.DeleteDestination, destinations::delete);
    on.bind(Logs.DescribeDestinations, destinations::describe);
    on.bind(Logs.PutAccountPolicy, accounts::put);
    on.bind(Logs.DescribeAccountPolicies, accounts::describe);
    on.bind(Logs.DeleteAccountPolicy, accounts::delete);
  }

  private static void bindGroups(
      Bindings on, LogsWorld logs, Groups groups, TaggedResources tagged) {
    on.bind(Logs.CreateLogGroup, groups::create);
    on.bind(Logs.DeleteLogGroup, groups::delete);
    on.bind(Logs.PutRetentionPolicy, groups::putRetention);
    on.bind(Logs.DeleteRetentionPolicy, groups::deleteRetention);
    on.bind(Logs.AssociateKmsKey, groups::associateKey);
    on.bind(Logs.DisassociateKmsKey, groups::disassociateKey);
    on.bind(Logs.PutLogGroupDeletionProtection, groups::protect);
    GroupListing listing = new GroupListing(logs);
    on.bind(Logs.DescribeLogGroups, listing::describe);
    on.bind(Logs.ListLogGroups, listing::list);
    GroupTags tags = new GroupTags(logs, tagged);
    on.bind(Logs.TagLogGroup, tags::tagGroup);
    on.bind(Logs.UntagLogGroup, tags::untagGroup);
    on.bind(Logs.ListTagsLogGroup, tags::listOfGroup);
    on.bind(Logs.TagResource, tags::tag);
    on.bind(Logs.UntagResource, tags::untag);
    on.bind(Logs.ListTagsForResource, tags::list);
  }

  private static void bindStreams(Bindings on, Streams streams) {
    on.bind(Logs.CreateLogStream, streams::create);
    on.bind(Logs.DeleteLogStream, streams::delete);
    on.bind(Logs.DescribeLogStreams, streams::describe);
  }

  private static void bindEvents(
      Bindings on, LogsWorld logs, GroupScan scan, DataProtection masking) {
    on.bind(Logs.FilterLogEvents, new Filtering(logs, scan, masking)::filter);
    ExportTasks exports = new ExportTasks(logs, new Exporter(logs, scan, masking::of));
    logs.world().timers().onWork(ExportTasks.TIMER, exports::run);
    on.bind(Logs.CreateExportTask, exports::create);
    on.bind(Logs.CancelExportTask, exports::cancel);
    on.bind(Logs.DescribeExportTasks, exports::describe);
  }

  private static void bindInsights(
      Bindings on, LogsWorld logs, GroupScan scan, DataProtection masking, FieldIndexes indexes) {
    Queries queries = new Queries(logs, scan, masking, indexes);
    logs.world().timers().onWork(Queries.RUN, queries::run);
    logs.world().timers().on(Queries.EXPIRE, queries::expire);
    on.bind(Logs.StartQuery, queries::start);
    on.bind(Logs.GetQueryResults, queries::results);
    on.bind(Logs.StopQuery, queries::stop);
    on.bind(Logs.DescribeQueries, queries::describe);
    on.bind(Logs.ListLogGroupsForQuery, queries::groups);
    Records records = new Records(logs, scan, masking);
    on.bind(Logs.GetLogRecord, records::get);
    on.bind(Logs.GetLogGroupFields, records::fields);
    QueryDefinitions definitions = new QueryDefinitions(logs);
    on.bind(Logs.PutQueryDefinition, definitions::put);
    on.bind(Logs.DeleteQueryDefinition, definitions::delete);
    on.bind(Logs.DescribeQueryDefinitions, definitions::describe);
  }
}
