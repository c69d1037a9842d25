package io.nephele.services.s3.configuration;

import io.nephele.api.s3.AnalyticsConfiguration;
import io.nephele.api.s3.AnalyticsFilter;
import io.nephele.api.s3.AnalyticsS3BucketDestination;
import io.nephele.api.s3.DeleteBucketAnalyticsConfigurationRequest;
import io.nephele.api.s3.GetBucketAnalyticsConfigurationOutput;
import io.nephele.api.s3.GetBucketAnalyticsConfigurationRequest;
import io.nephele.api.s3.ListBucketAnalyticsConfigurationsOutput;
import io.nephele.api.s3.ListBucketAnalyticsConfigurationsRequest;
import io.nephele.api.s3.PutBucketAnalyticsConfigurationRequest;
import io.nephele.api.s3.StorageClassAnalysisDataExport;
import io.nephele.core.call.Call;
import io.nephele.model.Unit;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Configurations.Kind;

/** Which objects' storage classes are analysed. */
final class Analytics {
  private final DocumentSet<AnalyticsConfiguration> documents;

  Analytics(S3World s3) {
    this.documents =
        new DocumentSet<>(
            s3, Kind.ANALYTICS, AnalyticsConfiguration::new, AnalyticsConfiguration::new);
  }

  Unit put(PutBucketAnalyticsConfigurationRequest in, Call call) {
    AnalyticsConfiguration configuration = in.analyticsConfiguration();
    if (configuration == null || configuration.storageClassAnalysis() == null) {
      throw S3Errors.malformedXml();
    }
    check(configuration.filter());
    check(configuration.storageClassAnalysis().dataExport());
    return documents.put(in.bucket(), in.id(), configuration.id(), configuration, call);
  }

  private static void check(AnalyticsFilter filter) {
    if (filter != null) {
      Filters.checkOne(filter.prefix(), filter.tag(), filter.and());
      Filters.check(filter.tag());
      if (filter.and() != null) {
        Filters.checkAnd(filter.and().tags(), filter.and().prefix());
      }
    }
  }

  private static void check(StorageClassAnalysisDataExport export) {
    if (export == null) {
      return;
    }
    AnalyticsS3BucketDestination to =
        export.destination() == null ? null : export.destination().s3BucketDestination();
    if (to == null
        || to.bucket() == null
        || !"V_1".equals(export.outputSchemaVersion())
        || !"CSV".equals(to.format())) {
      throw S3Errors.malformedXml();
    }
    Destinations.bucketOf(to.bucket());
    throw S3Errors.notImplemented("exports of storage class analysis");
  }

  GetBucketAnalyticsConfigurationOutput get(GetBucketAnalyticsConfigurationRequest in, Call call) {
    return new GetBucketAnalyticsConfigurationOutput()
        .analyticsConfiguration(documents.get(in.bucket(), in.id(), call));
  }

  Unit delete(DeleteBucketAnalyticsConfigurationRequest in, Call call) {
    return documents.delete(in.bucket(), in.id(), call);
  }

  ListBucketAnalyticsConfigurationsOutput list(
      ListBucketAnalyticsConfigurationsRequest in, Call call) {
    DocumentSet.Part<AnalyticsConfiguration> part =
        documents.list(in.bucket(), in.continuationToken(), AnalyticsConfiguration::id, call);
    return new ListBucketAnalyticsConfigurationsOutput()
        .analyticsConfigurationList(part.documents())
        .isTruncated(part.next() != null)
        .continuationToken(in.continuationToken())
        .nextContinuationToken(part.next());
  }
}
