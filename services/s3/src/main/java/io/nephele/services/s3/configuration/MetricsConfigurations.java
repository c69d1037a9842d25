package io.nephele.services.s3.configuration;

import io.nephele.api.s3.DeleteBucketMetricsConfigurationRequest;
import io.nephele.api.s3.GetBucketMetricsConfigurationOutput;
import io.nephele.api.s3.GetBucketMetricsConfigurationRequest;
import io.nephele.api.s3.ListBucketMetricsConfigurationsOutput;
import io.nephele.api.s3.ListBucketMetricsConfigurationsRequest;
import io.nephele.api.s3.MetricsConfiguration;
import io.nephele.api.s3.MetricsFilter;
import io.nephele.api.s3.PutBucketMetricsConfigurationRequest;
import io.nephele.core.call.Call;
import io.nephele.model.Unit;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Configurations.Kind;

/** Of which objects there are request metrics. */
final class MetricsConfigurations {
  private final DocumentSet<MetricsConfiguration> documents;

  MetricsConfigurations(S3World s3) {
    this.documents =
        new DocumentSet<>(s3, Kind.METRICS, MetricsConfiguration::new, MetricsConfiguration::new);
  }

  Unit put(PutBucketMetricsConfigurationRequest in, Call call) {
    MetricsConfiguration configuration = in.metricsConfiguration();
    if (configuration == null) {
      throw S3Errors.malformedXml();
    }
    MetricsFilter filter = configuration.filter();
    if (filter != null) {
      Filters.checkOne(filter.prefix(), filter.tag(), filter.accessPointArn(), filter.and());
      Filters.check(filter.tag());
      if (filter.and() != null) {
        Filters.checkAnd(filter.and().tags(), filter.and().prefix(), filter.and().accessPointArn());
      }
    }
    return documents.put(in.bucket(), in.id(), configuration.id(), configuration, call);
  }

  GetBucketMetricsConfigurationOutput get(GetBucketMetricsConfigurationRequest in, Call call) {
    return new GetBucketMetricsConfigurationOutput()
        .metricsConfiguration(documents.get(in.bucket(), in.id(), call));
  }

  Unit delete(DeleteBucketMetricsConfigurationRequest in, Call call) {
    return documents.delete(in.bucket(), in.id(), call);
  }

  ListBucketMetricsConfigurationsOutput list(ListBucketMetricsConfigurationsRequest in, Call call) {
    DocumentSet.Part<MetricsConfiguration> part =
        documents.list(in.bucket(), in.continuationToken(), MetricsConfiguration::id, call);
    return new ListBucketMetricsConfigurationsOutput()
        .metricsConfigurationList(part.documents())
        .isTruncated(part.next() != null)
        .continuationToken(in.continuationToken())
        .nextContinuationToken(part.next());
  }
}
