package io.nephele.services.s3.website;

import io.nephele.api.s3.GetObjectRequest;
import io.nephele.api.s3.HeadObjectRequest;
import io.nephele.api.s3.S3;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Regions;
import io.nephele.model.ApiOperation;
import io.nephele.model.AwsException;
import io.nephele.model.Protocol;
import io.nephele.model.Struct;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.wire.Protocols;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;

/** Gets the objects of a website for a visitor, who is anonymous: by calls of the API. */
final class PageCalls {
  private final World world;
  private final Protocols protocols;
  private final Bucket bucket;
  private final HttpRequest request;
  private final String requestId;

  PageCalls(
      World world, Protocols protocols, Bucket bucket, HttpRequest request, String requestId) {
    this.world = world;
    this.protocols = protocols;
    this.bucket = bucket;
    this.request = request;
    this.requestId = requestId;
  }

  /** An object and where its visitors are sent instead, or null. */
  record Page(HttpResponse response, String redirectLocation) {
    /** Lets go of the object's bytes, which are not sent. */
    void discard() {
      try {
        response.body().open().close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Gets an object as the visitor asks for it: its head, a range, only if it has changed. */
  Page get(String key) {
    Headers asked = request.headers();
    if (request.method().equals("HEAD")) {
      HeadObjectRequest head =
          new HeadObjectRequest()
              .bucket(bucket.name())
              .key(key)
              .range(asked.first("Range"))
              .ifMatch(asked.first("If-Match"))
              .ifNoneMatch(asked.first("If-None-Match"))
              .ifModifiedSince(date(asked.first("If-Modified-Since")))
              .ifUnmodifiedSince(date(asked.first("If-Unmodified-Since")));
      Struct result = call(S3.HeadObject, head.struct());
      return new Page(
          encoded(S3.HeadObject, result), S3.HeadObject.output(result).websiteRedirectLocation());
    }
    GetObjectRequest get =
        new GetObjectRequest()
            .bucket(bucket.name())
            .key(key)
            .range(asked.first("Range"))
            .ifMatch(asked.first("If-Match"))
            .ifNoneMatch(asked.first("If-None-Match"))
            .ifModifiedSince(date(asked.first("If-Modified-Since")))
            .ifUnmodifiedSince(date(asked.first("If-Unmodified-Since")));
    Struct result = call(S3.GetObject, get.struct());
    return new Page(
        encoded(S3.GetObject, result), S3.GetObject.output(result).websiteRedirectLocation());
  }

  /** Gets a whole object, or its head if that is what the visitor asks for. */
  HttpResponse whole(String key) {
    if (request.method().equals("HEAD")) {
      return encoded(S3.HeadObject, head(key));
    }
    GetObjectRequest get = new GetObjectRequest().bucket(bucket.name()).key(key);
    return encoded(S3.GetObject, call(S3.GetObject, get.struct()));
  }

  /** Whether the visitor could get an object. */
  boolean exists(String key) {
    try {
      head(key);
      return true;
    } catch (AwsException e) {
      return false;
    }
  }

  private Struct head(String key) {
    return call(S3.HeadObject, new HeadObjectRequest().bucket(bucket.name()).key(key).struct());
  }

  private Struct call(ApiOperation<?, ?> operation, Struct input) {
    Origin origin =
        new Origin(
            request.secure() ? "https" : "http",
            request.host(),
            request.remoteAddress(),
            request.headers().first("User-Agent"),
            request.headers().first("Referer"),
            List.of(),
            null);
    Call call =
        new Call(
            operation.model(),
            Protocol.REST_XML,
            Principal.ANONYMOUS,
            Regions.find(bucket.region()),
            origin,
            requestId,
            world.clock().now());
    return world.call(call, input.freeze());
  }

  private HttpResponse encoded(ApiOperation<?, ?> operation, Struct output) {
    return protocols.of(Protocol.REST_XML).encode(operation.model(), output, requestId);
  }

  private static Instant date(String header) {
    if (header == null) {
      return null;
    }
    try {
      return ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeParseException e) {
      return null; // as HTTP has it, a condition that is no date is none
    }
  }
}
