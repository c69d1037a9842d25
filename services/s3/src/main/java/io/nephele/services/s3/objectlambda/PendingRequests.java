package io.nephele.services.s3.objectlambda;

import io.nephele.api.s3.WriteGetObjectResponseRequest;
import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import io.nephele.model.Body;
import io.nephele.model.Struct;
import io.nephele.model.Unit;
import io.nephele.services.s3.S3World;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The requests whose answers functions are making. They are as short-lived as the connections that
 * wait for them, and of this node alone.
 */
final class PendingRequests {
  /** What functions are told of the way back, of which there is one. */
  static final String ROUTE = "io-nephele";

  private static final int TOKEN = 64;

  private final S3World s3;
  private final Map<String, PendingRequest> byToken = new ConcurrentHashMap<>();

  PendingRequests(S3World s3) {
    this.s3 = s3;
  }

  PendingRequest open(LambdaPoint point, Struct request, Call call) {
    PendingRequest pending =
        new PendingRequest(s3.world().ids().alphanumeric(TOKEN), point, request, call);
    byToken.put(pending.token(), pending);
    return pending;
  }

  /** The request of a token, or null. */
  PendingRequest of(String token) {
    return byToken.get(token);
  }

  void close(PendingRequest pending, AwsException error) {
    byToken.remove(pending.token());
    pending.end(error);
  }

  /** Hands a function's answer to who asked; returns when it was read. */
  Unit write(WriteGetObjectResponseRequest in, Call call) {
    PendingRequest pending = byToken.get(in.requestToken());
    if (pending == null || !in.requestRoute().equals(ROUTE)) {
      throw invalid("The request route or the request token is not valid.");
    }
    Integer status = in.statusCode();
    if (status != null && (status < 200 || status > 599)) {
      throw invalid("The status code " + status + " is not valid.");
    }
    Body body = in.body() == null ? Body.EMPTY : in.body();
    try (InputStream bytes = body.open()) {
      if (!pending.answer(in, bytes)) {
        throw invalid("The request was answered before.");
      }
      pending.awaitConsumption();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AwsException.server("ServiceUnavailable", 503, "Nephele is stopping.");
    }
    return S3World.done(call);
  }

  private static AwsException invalid(String message) {
    return AwsException.client("ValidationError", 400, message);
  }
}
