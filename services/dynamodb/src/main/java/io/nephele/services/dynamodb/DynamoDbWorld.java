package io.nephele.services.dynamodb;

import io.nephele.core.World;
import io.nephele.services.dynamodb.backups.Backups;
import io.nephele.services.dynamodb.backups.History;
import io.nephele.services.dynamodb.backups.PointInTimeRecovery;
import io.nephele.services.dynamodb.capacity.Throughputs;
import io.nephele.services.dynamodb.global.OlderStamps;
import io.nephele.services.dynamodb.global.Replicas;
import io.nephele.services.dynamodb.global.Replication;
import io.nephele.services.dynamodb.indexes.Backfill;
import io.nephele.services.dynamodb.insights.ContributorInsights;
import io.nephele.services.dynamodb.items.ItemCollections;
import io.nephele.services.dynamodb.items.ItemStore;
import io.nephele.services.dynamodb.kinesis.KinesisFeed;
import io.nephele.services.dynamodb.metrics.TableMetrics;
import io.nephele.services.dynamodb.scaling.Scaler;
import io.nephele.services.dynamodb.scaling.ScalingSettings;
import io.nephele.services.dynamodb.streams.StreamStore;
import io.nephele.services.dynamodb.tables.Encryption;
import io.nephele.services.dynamodb.tables.ReplicaDescriptions;
import io.nephele.services.dynamodb.tables.ResourcePolicies;
import io.nephele.services.dynamodb.tables.TableCatalog;
import io.nephele.services.dynamodb.tables.TableCreation;
import io.nephele.services.dynamodb.tables.TableDescriptions;
import io.nephele.services.dynamodb.tables.TableSizes;
import io.nephele.services.dynamodb.tables.TableTags;
import io.nephele.services.dynamodb.tables.TableUpdates;
import io.nephele.services.dynamodb.tables.Tables;
import io.nephele.services.dynamodb.timetolive.Expiries;
import io.nephele.services.dynamodb.values.ItemCodec;
import java.util.List;

/** The parts of DynamoDB, put together for one world. */
final class DynamoDbWorld {
  private final World world;
  private final TableCatalog catalog;
  private final TableMetrics metrics;
  private final TableTags tags;
  private final ResourcePolicies policies;
  private final TableCreation creation;
  private final Tables tables;
  private final TableUpdates updates;
  private final ItemStore items;
  private final Throughputs throughputs;
  private final Expiries expiries;
  private final Replication replication;
  private final ScalingSettings scaling;
  private final ContributorInsights insights;
  private final Backups backups;
  private final PointInTimeRecovery recovery;

  DynamoDbWorld(World world) {
    this.world = world;
    this.catalog = new TableCatalog(world);
    this.metrics = new TableMetrics(world);
    this.tags = new TableTags(world, catalog);
    this.policies = new ResourcePolicies(world, catalog);
    TableSizes sizes =
        new TableSizes(world, ItemStore.ITEMS_TABLE, ItemStore.INDEXES_TABLE, ItemCodec::size);
    TableDescriptions descriptions = new TableDescriptions(sizes, new ReplicaDescriptions(catalog));
    this.creation =
        new TableCreation(world, catalog, descriptions, tags, new Encryption(world), policies);
    Backfill backfill = new Backfill(world, catalog);
    this.updates =
        new TableUpdates(
            world, catalog, descriptions, new Encryption(world), backfill::begin, backfill::drop);
    this.tables = new Tables(world, catalog, descriptions, new Encryption(world), tags, policies);
    StreamStore streams = new StreamStore(world);
    streams.bindTimers();
    ItemCollections collections = new ItemCollections();
    this.expiries = new Expiries(world, catalog, metrics);
    History history = new History(world, catalog);
    this.replication = new Replication(catalog, backfill, expiries);
    this.items =
        new ItemStore(
            List.of(streams, collections, expiries, history, replication, new KinesisFeed(world)),
            new OlderStamps(world.clock()));
    replication.bind(items);
    expiries.bind(items);
    this.throughputs = new Throughputs(world.clock(), metrics);
    creation.whenCreated((transaction, table) -> streams.changed(transaction, null, table));
    updates.whenChanged(streams::changed);
    updates.whenChanged(replication::changed);
    updates.replicas(
        new Replicas(
            world, catalog, creation, updates, tables, new Encryption(world), replication));
    tables.whenDeleted((transaction, table) -> streams.changed(transaction, table, null));
    tables.whenDeleted(items::deleteAll);
    tables.whenDeleted(collections::deleteAll);
    tables.whenDeleted(expiries::end);
    tables.whenDeleted(history::end);
    tables.whenDeleted(replication::deleted);
    this.scaling = new ScalingSettings(world);
    new Scaler(world, catalog, scaling).bindTimers();
    tables.whenDeleted(scaling::end);
    this.insights = new ContributorInsights(world, catalog);
    tables.whenDeleted(insights::end);
    Encryption encryption = new Encryption(world);
    this.backups = new Backups(world, catalog, descriptions, encryption, items);
    this.recovery =
        new PointInTimeRecovery(world, catalog, descriptions, encryption, items, history);
  }

  World world() {
    return world;
  }

  TableCatalog catalog() {
    return catalog;
  }

  TableMetrics metrics() {
    return metrics;
  }

  TableTags tags() {
    return tags;
  }

  ResourcePolicies policies() {
    return policies;
  }

  TableCreation creation() {
    return creation;
  }

  Tables tables() {
    return tables;
  }

  TableUpdates updates() {
    return updates;
  }

  ItemStore items() {
    return items;
  }

  Replication replication() {
    return replication;
  }

  ScalingSettings scaling() {
    return scaling;
  }

  ContributorInsights insights() {
    return insights;
  }

  Backups backups() {
    return backups;
  }

  PointInTimeRecovery recovery() {
    return recovery;
  }

  Expiries expiries() {
    return expiries;
  }

  Throughputs throughputs() {
    return throughputs;
  }
}
