package io.nephele.services.s3.access;

import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.core.store.Reader;
import io.nephele.core.web.Exchange;
import io.nephele.model.Member;
import io.nephele.model.Struct;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.buckets.Configurations.Kind;
import io.nephele.services.s3.configuration.RequestPayments;

/** Others than a bucket's owner have to say that they pay, where those pay who make requests. */
public final class RequesterPays {
  private static final String REQUESTER = "requester";

  private final RequestPayments payments;

  /** The payers of a world. */
  public RequesterPays(S3World s3) {
    this.payments = new RequestPayments(s3);
  }

  /** Whether a call is of somebody who has to say that he pays, and does not or cannot. */
  boolean isUnpaid(Reader reader, Bucket bucket, Call call, Struct request) {
    Member payer = call.operation().input().member("RequestPayer");
    return payer != null
        && isOthers(reader, bucket, call)
        && (call.principal().type() == Principal.Type.ANONYMOUS
            || !REQUESTER.equals(request.get(payer)));
  }

  private boolean isOthers(Reader reader, Bucket bucket, Call call) {
    return bucket.has(Kind.REQUEST_PAYMENT)
        && call.principal().type() != Principal.Type.SERVICE
        && !bucket.accountId().equals(call.accountId())
        && payments.requesterPays(reader, bucket);
  }

  /** Tells those who pay that they do. */
  public void tell(Reader reader, Bucket bucket, Exchange exchange) {
    boolean charged =
        exchange.error() == null
            && exchange.call() != null
            && exchange.operation().input().member("RequestPayer") != null
            && isOthers(reader, bucket, exchange.call());
    if (charged) {
      exchange.response().headers().set("x-amz-request-charged", REQUESTER);
    }
  }
}
