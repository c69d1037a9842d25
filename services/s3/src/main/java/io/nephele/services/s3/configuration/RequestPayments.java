package io.nephele.services.s3.configuration;

import io.nephele.api.s3.GetBucketRequestPaymentOutput;
import io.nephele.api.s3.GetBucketRequestPaymentRequest;
import io.nephele.api.s3.PutBucketRequestPaymentRequest;
import io.nephele.api.s3.RequestPaymentConfiguration;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.model.Unit;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.buckets.Configurations.Kind;

/** Who pays for requests to buckets. */
public final class RequestPayments {
  private static final String OWNER = "BucketOwner";
  private static final String REQUESTER = "Requester";

  private final Document<RequestPaymentConfiguration> documents;

  /** Who pays for requests to the buckets of a world. */
  public RequestPayments(S3World s3) {
    this.documents =
        new Document<>(
            s3,
            Kind.REQUEST_PAYMENT,
            RequestPaymentConfiguration::new,
            RequestPaymentConfiguration::new);
  }

  /** Whether those pay who make requests. */
  public boolean requesterPays(Reader reader, Bucket bucket) {
    RequestPaymentConfiguration stored = documents.find(reader, bucket);
    return stored != null && REQUESTER.equals(stored.payer());
  }

  /** Says who pays. */
  public Unit put(PutBucketRequestPaymentRequest in, Call call) {
    RequestPaymentConfiguration configuration = in.requestPaymentConfiguration();
    String payer = configuration == null ? null : configuration.payer();
    if (!OWNER.equals(payer) && !REQUESTER.equals(payer)) {
      throw S3Errors.malformedXml();
    }
    return documents.put(in.bucket(), configuration, call);
  }

  /** Tells who pays; the owner by default. */
  public GetBucketRequestPaymentOutput get(GetBucketRequestPaymentRequest in, Call call) {
    RequestPaymentConfiguration stored = documents.find(in.bucket(), call);
    return new GetBucketRequestPaymentOutput().payer(stored == null ? OWNER : stored.payer());
  }
}
