package io.nephele.services.s3.inventory;

import io.nephele.api.s3.DeleteBucketInventoryConfigurationRequest;
import io.nephele.api.s3.GetBucketInventoryConfigurationOutput;
import io.nephele.api.s3.GetBucketInventoryConfigurationRequest;
import io.nephele.api.s3.InventoryConfiguration;
import io.nephele.api.s3.ListBucketInventoryConfigurationsOutput;
import io.nephele.api.s3.ListBucketInventoryConfigurationsRequest;
import io.nephele.api.s3.PutBucketInventoryConfigurationRequest;
import io.nephele.core.call.Call;
import io.nephele.model.Unit;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Configurations.Kind;
import io.nephele.services.s3.configuration.DocumentSet;

/** Which inventories of buckets are made. */
public final class Inventories {
  private final DocumentSet<InventoryConfiguration> documents;
  private final InventoryRuns runs;

  /** The inventories of a world's buckets. */
  public Inventories(S3World s3) {
    this.documents =
        new DocumentSet<>(
            s3, Kind.INVENTORY, InventoryConfiguration::new, InventoryConfiguration::new);
    this.runs = new InventoryRuns(s3);
  }

  /** Has an inventory made from now on. */
  public Unit put(PutBucketInventoryConfigurationRequest in, Call call) {
    InventoryConfiguration configuration = in.inventoryConfiguration();
    if (configuration == null) {
      throw S3Errors.malformedXml();
    }
    InventoryValidation.check(configuration);
    return documents.put(
        in.bucket(),
        in.id(),
        configuration.id(),
        configuration,
        (transaction, bucket) -> runs.plan(transaction, bucket, configuration),
        call);
  }

  /** Tells an inventory's configuration. */
  public GetBucketInventoryConfigurationOutput get(
      GetBucketInventoryConfigurationRequest in, Call call) {
    return new GetBucketInventoryConfigurationOutput()
        .inventoryConfiguration(documents.get(in.bucket(), in.id(), call));
  }

  /** Has an inventory made no more. */
  public Unit delete(DeleteBucketInventoryConfigurationRequest in, Call call) {
    return documents.delete(
        in.bucket(),
        in.id(),
        (transaction, bucket) -> runs.cancel(transaction, bucket, in.id()),
        call);
  }

  /** Lists the configurations in order of their ids. */
  public ListBucketInventoryConfigurationsOutput list(
      ListBucketInventoryConfigurationsRequest in, Call call) {
    DocumentSet.Part<InventoryConfiguration> part =
        documents.list(in.bucket(), in.continuationToken(), InventoryConfiguration::id, call);
    return new ListBucketInventoryConfigurationsOutput()
        .inventoryConfigurationList(part.documents())
        .isTruncated(part.next() != null)
        .continuationToken(in.continuationToken())
        .nextContinuationToken(part.next());
  }
}
