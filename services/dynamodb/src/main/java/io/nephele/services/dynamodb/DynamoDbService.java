package io.nephele.services.dynamodb;

import io.nephele.api.dynamodb.Dynamodb;
import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;
import io.nephele.core.call.Handler;
import io.nephele.model.ApiOperation;
import io.nephele.model.View;
import io.nephele.services.dynamodb.access.ProtectedTables;
import io.nephele.services.dynamodb.backups.Backups;
import io.nephele.services.dynamodb.backups.PointInTimeRecovery;
import io.nephele.services.dynamodb.capacity.Throughputs;
import io.nephele.services.dynamodb.expressions.ParsedExpressions;
import io.nephele.services.dynamodb.global.OlderGlobalTables;
import io.nephele.services.dynamodb.global.OlderSettings;
import io.nephele.services.dynamodb.global.ReplicaAutoScaling;
import io.nephele.services.dynamodb.insights.ContributorInsights;
import io.nephele.services.dynamodb.items.BatchReads;
import io.nephele.services.dynamodb.items.BatchWrites;
import io.nephele.services.dynamodb.items.ItemReads;
import io.nephele.services.dynamodb.items.ItemStore;
import io.nephele.services.dynamodb.items.ItemWriter;
import io.nephele.services.dynamodb.items.Items;
import io.nephele.services.dynamodb.kinesis.KinesisDestinations;
import io.nephele.services.dynamodb.metrics.FailedCalls;
import io.nephele.services.dynamodb.partiql.StatementBatches;
import io.nephele.services.dynamodb.partiql.StatementTransactions;
import io.nephele.services.dynamodb.partiql.Statements;
import io.nephele.services.dynamodb.query.Query;
import io.nephele.services.dynamodb.query.Scans;
import io.nephele.services.dynamodb.requests.RequestChecks;
import io.nephele.services.dynamodb.tables.TableCatalog;
import io.nephele.services.dynamodb.tables.TableCreation;
import io.nephele.services.dynamodb.tables.Tables;
import io.nephele.services.dynamodb.timetolive.TimeToLiveSettings;
import io.nephele.services.dynamodb.transactions.ReadTransactions;
import io.nephele.services.dynamodb.transactions.WriteTransactions;
import io.nephele.services.dynamodb.transfers.Exports;
import io.nephele.services.dynamodb.transfers.ImportFiles;
import io.nephele.services.dynamodb.transfers.Imports;

/** Amazon DynamoDB: binds its operations to the methods that answer them. */
public final class DynamoDbService implements ServiceModule {
  /** Made by {@link java.util.ServiceLoader}. */
  public DynamoDbService() {}

  @Override
  public String name() {
    return "dynamodb";
  }

  @Override
  public void bind(Bindings on, World world) {
    DynamoDbWorld dynamo = new DynamoDbWorld(world);
    FailedCalls failures = new FailedCalls(dynamo.metrics(), dynamo.catalog());
    Binder binder = new Binder(on, new RequestChecks(), failures);

    on.protect(new ProtectedTables(world, dynamo.catalog(), dynamo.tags(), dynamo.policies()));
    on.describe(new StoredTables(dynamo.catalog())::of);
    TableCreation creation = dynamo.creation();
    Tables tables = dynamo.tables();
    binder.bind(Dynamodb.CreateTable, creation::create);
    binder.bind(Dynamodb.DescribeTable, tables::describe);
    binder.bind(Dynamodb.ListTables, tables::list);
    binder.bind(Dynamodb.DeleteTable, tables::delete);
    binder.bind(Dynamodb.UpdateTable, dynamo.updates()::update);
    bindItems(binder, dynamo);
    bindBackups(binder, dynamo.backups(), dynamo.recovery());
    bindTransfers(binder, dynamo);
    bindDestinations(binder, dynamo);
    bindGlobal(binder, dynamo);
    ContributorInsights insights = dynamo.insights();
    binder.bind(Dynamodb.DescribeContributorInsights, insights::describe);
    binder.bind(Dynamodb.UpdateContributorInsights, insights::update);
    binder.bind(Dynamodb.ListContributorInsights, insights::list);
    TimeToLiveSettings timeToLive =
        new TimeToLiveSettings(
            world, dynamo.catalog(), dynamo.expiries(), dynamo.replication()::timeToLiveChanged);
    binder.bind(Dynamodb.UpdateTimeToLive, timeToLive::update);
    binder.bind(Dynamodb.DescribeTimeToLive, timeToLive::describe);
    binder.bind(Dynamodb.DescribeLimits, tables::limits);
    binder.bind(Dynamodb.DescribeEndpoints, tables::endpoints);
    binder.bind(Dynamodb.TagResource, dynamo.tags()::tag);
    binder.bind(Dynamodb.UntagResource, dynamo.tags()::untag);
    binder.bind(Dynamodb.ListTagsOfResource, dynamo.tags()::list);
    binder.bind(Dynamodb.PutResourcePolicy, dynamo.policies()::put);
    binder.bind(Dynamodb.GetResourcePolicy, dynamo.policies()::get);
    binder.bind(Dynamodb.DeleteResourcePolicy, dynamo.policies()::delete);
  }

  private static void bindTransfers(Binder binder, DynamoDbWorld dynamo) {
    World world = dynamo.world();
    Exports exports = new Exports(world, dynamo.catalog());
    binder.bind(Dynamodb.ExportTableToPointInTime, exports::export);
    binder.bind(Dynamodb.DescribeExport, exports::describe);
    binder.bind(Dynamodb.ListExports, exports::list);
    ImportFiles files = new ImportFiles(world, dynamo.items());
    Imports imports = new Imports(world, dynamo.catalog(), dynamo.creation(), files);
    binder.bind(Dynamodb.ImportTable, imports::importTable);
    binder.bind(Dynamodb.DescribeImport, imports::describe);
    binder.bind(Dynamodb.ListImports, imports::list);
  }

  private static void bindDestinations(Binder binder, DynamoDbWorld dynamo) {
    KinesisDestinations destinations = new KinesisDestinations(dynamo.world(), dynamo.catalog());
    binder.bind(Dynamodb.EnableKinesisStreamingDestination, destinations::enable);
    binder.bind(Dynamodb.DisableKinesisStreamingDestination, destinations::disable);
    binder.bind(Dynamodb.UpdateKinesisStreamingDestination, destinations::update);
    binder.bind(Dynamodb.DescribeKinesisStreamingDestination, destinations::describe);
  }

  private static void bindGlobal(Binder binder, DynamoDbWorld dynamo) {
    World world = dynamo.world();
    OlderGlobalTables older = new OlderGlobalTables(world, dynamo.catalog());
    binder.bind(Dynamodb.CreateGlobalTable, older::create);
    binder.bind(Dynamodb.DescribeGlobalTable, older::describe);
    binder.bind(Dynamodb.UpdateGlobalTable, older::update);
    binder.bind(Dynamodb.ListGlobalTables, older::list);
    OlderSettings settings = new OlderSettings(world, dynamo.catalog(), older, dynamo.scaling());
    binder.bind(Dynamodb.DescribeGlobalTableSettings, settings::describe);
    binder.bind(Dynamodb.UpdateGlobalTableSettings, settings::update);
    ReplicaAutoScaling scaling = new ReplicaAutoScaling(world, dynamo.catalog(), dynamo.scaling());
    binder.bind(Dynamodb.DescribeTableReplicaAutoScaling, scaling::describe);
    binder.bind(Dynamodb.UpdateTableReplicaAutoScaling, scaling::update);
  }

  private static void bindBackups(Binder binder, Backups backups, PointInTimeRecovery recovery) {
    binder.bind(Dynamodb.CreateBackup, backups::create);
    binder.bind(Dynamodb.DescribeBackup, backups::describe);
    binder.bind(Dynamodb.DeleteBackup, backups::delete);
    binder.bind(Dynamodb.ListBackups, backups::list);
    binder.bind(Dynamodb.RestoreTableFromBackup, backups::restore);
    binder.bind(Dynamodb.UpdateContinuousBackups, recovery::update);
    binder.bind(Dynamodb.DescribeContinuousBackups, recovery::describe);
    binder.bind(Dynamodb.RestoreTableToPointInTime, recovery::restore);
  }

  private static void bindItems(Binder binder, DynamoDbWorld dynamo) {
    World world = dynamo.world();
    TableCatalog catalog = dynamo.catalog();
    ItemStore store = dynamo.items();
    Throughputs throughputs = dynamo.throughputs();
    ItemWriter writer = new ItemWriter(store);
    ParsedExpressions parsed = new ParsedExpressions();

    Items items = new Items(world, catalog, writer, throughputs, parsed);
    binder.bind(Dynamodb.PutItem, items::put);
    binder.bind(Dynamodb.UpdateItem, items::update);
    binder.bind(Dynamodb.DeleteItem, items::delete);
    ItemReads reads = new ItemReads(world, catalog, store, throughputs);
    binder.bind(Dynamodb.GetItem, reads::get);
    binder.bind(Dynamodb.Query, new Query(world, catalog, throughputs, parsed)::query);
    binder.bind(Dynamodb.Scan, new Scans(world, catalog, throughputs, parsed)::scan);

    BatchReads batchReads = new BatchReads(world, catalog, store, throughputs);
    binder.bind(Dynamodb.BatchGetItem, batchReads::get);
    BatchWrites batchWrites = new BatchWrites(world, catalog, writer, throughputs);
    binder.bind(Dynamodb.BatchWriteItem, batchWrites::write);

    ReadTransactions gets = new ReadTransactions(world, catalog, store, throughputs);
    binder.bind(Dynamodb.TransactGetItems, gets::get);
    WriteTransactions writes =
        new WriteTransactions(world, catalog, store, writer, throughputs, parsed);
    binder.bind(Dynamodb.TransactWriteItems, writes::write);

    binder.bind(
        Dynamodb.ExecuteStatement, new Statements(world, catalog, items, throughputs)::execute);
    StatementBatches batches = new StatementBatches(world, catalog, store, items, throughputs);
    binder.bind(Dynamodb.BatchExecuteStatement, batches::execute);
    StatementTransactions transactions =
        new StatementTransactions(world, catalog, store, writes, throughputs);
    binder.bind(Dynamodb.ExecuteTransaction, transactions::execute);
  }

  /** Binds handlers that only see requests within the bounds of the model. */
  private record Binder(Bindings on, RequestChecks checks, FailedCalls failures) {
    <I extends View, O extends View> void bind(
        ApiOperation<I, O> operation, Handler<I, O> handler) {
      on.bind(operation, failures.counted(checks.before(handler)));
    }
  }
}
