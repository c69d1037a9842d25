package io.nephele.services.s3.website;

import io.nephele.api.s3.DeleteBucketWebsiteRequest;
import io.nephele.api.s3.GetBucketWebsiteOutput;
import io.nephele.api.s3.GetBucketWebsiteRequest;
import io.nephele.api.s3.PutBucketWebsiteRequest;
import io.nephele.api.s3.WebsiteConfiguration;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.model.AwsException;
import io.nephele.model.Unit;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.buckets.Configurations.Kind;
import io.nephele.services.s3.configuration.Document;

/** How buckets are websites. */
public final class WebsiteConfigurations {
  private final Document<WebsiteConfiguration> documents;

  /** The websites of a world's buckets. */
  public WebsiteConfigurations(S3World s3) {
    this.documents =
        new Document<>(s3, Kind.WEBSITE, WebsiteConfiguration::new, WebsiteConfiguration::new);
  }

  /** How a bucket is a website; null if it is none. */
  WebsiteConfiguration of(Reader reader, Bucket bucket) {
    return documents.find(reader, bucket);
  }

  static AwsException noWebsite(String bucket) {
    return S3Errors.noSuchConfiguration(
        "NoSuchWebsiteConfiguration",
        "The specified bucket does not have a website configuration",
        bucket);
  }

  /** Makes a bucket a website. */
  public Unit put(PutBucketWebsiteRequest in, Call call) {
    if (in.websiteConfiguration() == null) {
      throw S3Errors.malformedXml();
    }
    WebsiteValidation.check(in.websiteConfiguration());
    return documents.put(in.bucket(), in.websiteConfiguration(), call);
  }

  /** Tells how a bucket is a website; an error if it is none. */
  public GetBucketWebsiteOutput get(GetBucketWebsiteRequest in, Call call) {
    WebsiteConfiguration stored = documents.find(in.bucket(), call);
    if (stored == null) {
      throw noWebsite(in.bucket());
    }
    return new GetBucketWebsiteOutput()
        .redirectAllRequestsTo(stored.redirectAllRequestsTo())
        .indexDocument(stored.indexDocument())
        .errorDocument(stored.errorDocument())
        .routingRules(stored.routingRules());
  }

  /** Makes a bucket no website. */
  public Unit delete(DeleteBucketWebsiteRequest in, Call call) {
    return documents.delete(in.bucket(), call);
  }
}
