package io.nephele.services.s3.configuration;

import io.nephele.api.s3.S3;
import io.nephele.core.call.Bindings;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.cors.CorsConfigurations;
import io.nephele.services.s3.inventory.Inventories;
import io.nephele.services.s3.website.WebsiteConfigurations;

/** Binds the operations that configure buckets in ways that have no package of their own. */
public final class ConfigurationBindings {
  private ConfigurationBindings() {}

  /** Binds them. */
  public static void bind(Bindings on, S3World s3) {
    bindSimple(on, s3);
    bindPages(on, s3);
    bindReports(on, s3);
  }

  private static void bindSimple(Bindings on, S3World s3) {
    BucketTags tags = new BucketTags(s3);
    on.bind(S3.PutBucketTagging, tags::put);
    on.bind(S3.GetBucketTagging, tags::get);
    on.bind(S3.DeleteBucketTagging, tags::delete);
    on.bind(S3.PutBucketAbac, tags::putAbac);
    on.bind(S3.GetBucketAbac, tags::getAbac);

    Accelerations accelerations = new Accelerations(s3);
    on.bind(S3.PutBucketAccelerateConfiguration, accelerations::put);
    on.bind(S3.GetBucketAccelerateConfiguration, accelerations::get);

    RequestPayments payments = new RequestPayments(s3);
    on.bind(S3.PutBucketRequestPayment, payments::put);
    on.bind(S3.GetBucketRequestPayment, payments::get);

    Loggings loggings = new Loggings(s3);
    on.bind(S3.PutBucketLogging, loggings::put);
    on.bind(S3.GetBucketLogging, loggings::get);
  }

  private static void bindPages(Bindings on, S3World s3) {
    CorsConfigurations cors = new CorsConfigurations(s3);
    on.bind(S3.PutBucketCors, cors::put);
    on.bind(S3.GetBucketCors, cors::get);
    on.bind(S3.DeleteBucketCors, cors::delete);

    WebsiteConfigurations websites = new WebsiteConfigurations(s3);
    on.bind(S3.PutBucketWebsite, websites::put);
    on.bind(S3.GetBucketWebsite, websites::get);
    on.bind(S3.DeleteBucketWebsite, websites::delete);
  }

  private static void bindReports(Bindings on, S3World s3) {
    Analytics analytics = new Analytics(s3);
    on.bind(S3.PutBucketAnalyticsConfiguration, analytics::put);
    on.bind(S3.GetBucketAnalyticsConfiguration, analytics::get);
    on.bind(S3.DeleteBucketAnalyticsConfiguration, analytics::delete);
    on.bind(S3.ListBucketAnalyticsConfigurations, analytics::list);

    MetricsConfigurations metrics = new MetricsConfigurations(s3);
    on.bind(S3.PutBucketMetricsConfiguration, metrics::put);
    on.bind(S3.GetBucketMetricsConfiguration, metrics::get);
    on.bind(S3.DeleteBucketMetricsConfiguration, metrics::delete);
    on.bind(S3.ListBucketMetricsConfigurations, metrics::list);

    IntelligentTiering tiering = new IntelligentTiering(s3);
    on.bind(S3.PutBucketIntelligentTieringConfiguration, tiering::put);
    on.bind(S3.GetBucketIntelligentTieringConfiguration, tiering::get);
    on.bind(S3.DeleteBucketIntelligentTieringConfiguration, tiering::delete);
    on.bind(S3.ListBucketIntelligentTieringConfigurations, tiering::list);

    Inventories inventories = new Inventories(s3);
    on.bind(S3.PutBucketInventoryConfiguration, inventories::put);
    on.bind(S3.GetBucketInventoryConfiguration, inventories::get);
    on.bind(S3.DeleteBucketInventoryConfiguration, inventories::delete);
    on.bind(S3.ListBucketInventoryConfigurations, inventories::list);
  }
}
