package io.nephele.services.s3.objectlambda;

import io.nephele.api.s3.GetObjectRequest;
import io.nephele.api.s3.HeadObjectRequest;
import io.nephele.api.s3.S3;
import io.nephele.core.call.Call;
import io.nephele.core.web.WebHandler;
import io.nephele.model.ApiOperation;
import io.nephele.model.AwsException;
import io.nephele.model.Protocol;
import io.nephele.model.Struct;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.wire.Protocols;
import io.nephele.wire.ServerProtocol;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;

/**
 * Gives functions the objects that they transform, by the URLs that they were given. They read as
 * who asked for the object, who has to be allowed to.
 */
public final class InputRequests implements WebHandler {
  static final String TOKEN = "X-Amz-Object-Lambda-Token=";

  private final S3World s3;
  private final PendingRequests pending;
  private final ServerProtocol protocol = new Protocols().of(Protocol.REST_XML);

  InputRequests(S3World s3, PendingRequests pending) {
    this.s3 = s3;
    this.pending = pending;
  }

  /** Whether a request is by such a URL. */
  public static boolean takes(HttpRequest request) {
    return request.query() != null && request.query().contains(TOKEN);
  }

  @Override
  public HttpResponse handle(HttpRequest request, String requestId) {
    boolean head = request.method().equals("HEAD");
    ApiOperation<?, ?> operation = head ? S3.HeadObject : S3.GetObject;
    try {
      PendingRequest asked = asked(request);
      Headers headers = request.headers();
      String bucket = asked.point().supporting();
      String key = (String) asked.request().get("Key");
      String version = (String) asked.request().get("VersionId");
      Integer part = (Integer) asked.request().get("PartNumber");
      Struct input =
          head
              ? new HeadObjectRequest()
                  .bucket(bucket)
                  .key(key)
                  .versionId(version)
                  .partNumber(part)
                  .range(headers.first("Range"))
                  .struct()
              : new GetObjectRequest()
                  .bucket(bucket)
                  .key(key)
                  .versionId(version)
                  .partNumber(part)
                  .range(headers.first("Range"))
                  .struct();
      return protocol.encode(
          operation.model(), call(operation, input, asked, requestId), requestId);
    } catch (AwsException e) {
      return protocol.encodeError(operation.model().service(), operation.model(), e, requestId);
    }
  }

  private PendingRequest asked(HttpRequest request) {
    int start = request.query().indexOf(TOKEN) + TOKEN.length();
    int end = request.query().indexOf('&', start);
    PendingRequest asked =
        pending.of(request.query().substring(start, end < 0 ? request.query().length() : end));
    if (asked == null || !request.method().equals("GET") && !request.method().equals("HEAD")) {
      throw S3Errors.accessDenied();
    }
    return asked;
  }

  private Struct call(
      ApiOperation<?, ?> operation, Struct input, PendingRequest asked, String requestId) {
    Call by = asked.call();
    return s3.world()
        .call(
            new Call(
                operation.model(),
                Protocol.REST_XML,
                by.principal(),
                by.region(),
                by.origin().through(ObjectLambda.PRINCIPAL),
                requestId,
                s3.world().clock().now()),
            input.freeze());
  }
}
