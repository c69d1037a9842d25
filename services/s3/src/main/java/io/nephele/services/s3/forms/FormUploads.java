package io.nephele.services.s3.forms;

import io.nephele.api.s3.PutObjectOutput;
import io.nephele.api.s3.PutObjectRequest;
import io.nephele.api.s3.S3;
import io.nephele.core.call.Call;
import io.nephele.core.call.Origin;
import io.nephele.core.call.RequestSignature;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.core.web.Exchange;
import io.nephele.core.web.ExchangeListener;
import io.nephele.model.AwsException;
import io.nephele.model.Body;
import io.nephele.model.Models;
import io.nephele.model.Operation;
import io.nephele.model.Protocol;
import io.nephele.model.Struct;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.web.S3Address;
import io.nephele.wire.Protocols;
import io.nephele.wire.ServerProtocol;
import io.nephele.wire.checksum.RequestChecksums;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import io.nephele.wire.route.RequestRouter;
import io.nephele.wire.sign.SignatureTarget;
import io.nephele.wire.sign.SigningAlgorithm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Uploads by forms that browsers send to a bucket. Who signed the form's policy makes a call of
 * PutObject, if the form does as its policy says; a form without one is anybody's.
 */
public final class FormUploads {
  private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
  private static final String TYPE = "multipart/form-data";
  private static final String FILE_NAME = "${filename}";
  private static final DateTimeFormatter SIGNED_AT =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final S3World s3;
  private final ExchangeListener listener;
  private final RequestRouter router = new RequestRouter(Models.bundled());
  private final ServerProtocol protocol = new Protocols().of(Protocol.REST_XML);

  /**
   * The form uploads of a world.
   *
   * @param listener is shown what is answered
   */
  public FormUploads(S3World s3, ExchangeListener listener) {
    this.s3 = s3;
    this.listener = listener;
  }

  /** Whether a request may be such an upload. */
  public static boolean takes(HttpRequest request) {
    if (!request.method().equals("POST") || request.query() != null) {
      return false;
    }
    String type = request.headers().first("Content-Type");
    return type != null && type.regionMatches(true, 0, TYPE, 0, TYPE.length());
  }

  /** Answers an upload; null if the request is not to a bucket. */
  public HttpResponse handle(HttpRequest request, String requestId) {
    S3Address address = S3Address.of(request, router, s3);
    if (address == null || address.bucket() == null || address.isObject()) {
      return null;
    }
    Operation operation = S3.PutObject.model();
    Upload upload = new Upload(request, address, requestId);
    AwsException error = null;
    HttpResponse response;
    try {
      response = upload.run();
    } catch (AwsException e) {
      error = e;
      response = protocol.encodeError(operation.service(), operation, e, requestId);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Struct input = upload.input == null ? null : upload.input.struct();
    listener.answered(
        new Exchange(address.pathStyle(request), operation, upload.call, input, error, response));
    return response;
  }

  /** One upload, as far as it has come. */
  private final class Upload {
    private final HttpRequest request;
    private final S3Address address;
    private final String requestId;
    private Call call;
    private PutObjectRequest input;

    Upload(HttpRequest request, S3Address address, String requestId) {
      this.request = request;
      this.address = address;
      this.requestId = requestId;
    }

    HttpResponse run() throws IOException {
      Bucket bucket =
          s3.read(reader -> s3.buckets().find(reader, address.partition(), address.bucket()));
      if (bucket == null) {
        throw S3Errors.noSuchBucket(address.bucket());
      }
      UploadForm form =
          UploadForm.read(request.headers().first("Content-Type"), request.body().open());
      Map<String, String> fields = new LinkedHashMap<>(form.fields());
      fields.replaceAll((name, value) -> value.replace(FILE_NAME, form.fileName()));
      String key = fields.get("key");
      if (key == null) {
        throw FormErrors.noField("key");
      }
      if (key.isEmpty()) {
        throw S3Errors.invalidArgument("User key must have a length greater than 0.", "key", "");
      }
      Region region = Regions.find(bucket.region());
      Principal principal = authenticate(form.fields(), region);
      PostPolicy policy = null;
      if (form.fields().get("policy") != null) {
        policy = PostPolicy.parse(form.fields().get("policy"));
        fields.put("bucket", bucket.name());
        policy.check(fields, now(fields));
      }
      input =
          FormRequests.of(
              bucket.name(), key, fields, checked(fields, new UploadedFile(form.file(), policy)));
      call =
          new Call(
              S3.PutObject.model(),
              Protocol.REST_XML,
              principal,
              region,
              origin(),
              requestId,
              s3.world().clock().now());
      Struct result = s3.world().call(call, input.struct().freeze());
      return FormAnswers.of(
          protocol.encode(S3.PutObject.model(), result, requestId),
          new PutObjectOutput(result),
          fields,
          bucket.name(),
          key,
          location());
    }

    private Principal authenticate(Map<String, String> fields, Region region) {
      boolean signed =
          fields.get("policy") != null
              || fields.get("x-amz-signature") != null
              || fields.get("awsaccesskeyid") != null;
      return signed
          ? s3.world()
              .access()
              .authenticateForm(
                  fields::get,
                  SignatureTarget.of(S3.PutObject.model(), Protocol.REST_XML, region.name()),
                  region.partition())
          : Principal.ANONYMOUS;
    }

    /**
     * The time by the clock of whoever signed the policy: as much later than the signature as the
     * world's clock went on since.
     */
    private Instant now(Map<String, String> fields) {
      String date = fields.get("x-amz-date");
      if (date == null) {
        return s3.world().clock().machineTime(); // a key whose signature is not checked
      }
      try {
        Instant signedAt = SIGNED_AT.parse(date, Instant::from);
        Instant then = s3.world().clock().at(signedAt);
        return signedAt.plusMillis(s3.now() - then.toEpochMilli());
      } catch (DateTimeParseException e) {
        return s3.world().clock().machineTime();
      }
    }

    /** The checksum that a field gives is checked as that of a header is. */
    private Body checked(Map<String, String> fields, Body file) {
      Headers headers = new Headers();
      fields.forEach(
          (name, value) -> {
            if (name.startsWith("x-amz-checksum-") || name.equals("content-md5")) {
              headers.add(name, value);
            }
          });
      return headers.size() == 0
          ? file
          : RequestChecksums.checked(
              S3.PutObject.model(), request.withHeaders(headers), file, Headers::new);
    }

    private String location() {
      String scheme = request.secure() ? "https://" : "http://";
      String path = request.path().endsWith("/") ? request.path() : request.path() + "/";
      return scheme + request.host() + path;
    }

    private Origin origin() {
      return new Origin(
          request.secure() ? "https" : "http",
          request.host(),
          request.remoteAddress(),
          request.headers().first("User-Agent"),
          request.headers().first("Referer"),
          List.of(),
          null,
          new RequestSignature(
              RequestSignature.Place.FORM, SigningAlgorithm.HMAC.text(), null, UNSIGNED));
    }
  }
}
