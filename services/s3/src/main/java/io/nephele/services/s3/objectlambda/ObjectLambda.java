package io.nephele.services.s3.objectlambda;

import io.nephele.api.lambda.InvocationResponse;
import io.nephele.api.s3.GetObjectOutput;
import io.nephele.api.s3.GetObjectRequest;
import io.nephele.api.s3.HeadObjectOutput;
import io.nephele.api.s3.HeadObjectRequest;
import io.nephele.api.s3.S3;
import io.nephele.api.s3.WriteGetObjectResponseRequest;
import io.nephele.core.call.Call;
import io.nephele.core.call.Handler;
import io.nephele.core.json.JsonText;
import io.nephele.core.targets.Targets;
import io.nephele.model.ApiOperation;
import io.nephele.model.AwsException;
import io.nephele.model.Body;
import io.nephele.model.Member;
import io.nephele.model.Struct;
import io.nephele.model.Unit;
import io.nephele.model.View;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.objectlambda.LambdaPoint.Transformation;
import io.nephele.wire.xml.ScalarText;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What is asked of Object Lambda access points. Functions are invoked and objects read in the name
 * of who asks; what no function transforms is asked of the access point behind.
 */
public final class ObjectLambda {
  static final String PRINCIPAL = "s3-object-lambda.amazonaws.com";

  private static final int SUCCESS_END = 300;

  private final S3World s3;
  private final Targets targets;
  private final PendingRequests pending;
  private final InputRequests inputs;

  /** The Object Lambda access points of a world. */
  public ObjectLambda(S3World s3) {
    this.s3 = s3;
    this.targets = new Targets(s3.world());
    this.pending = new PendingRequests(s3);
    this.inputs = new InputRequests(s3, pending);
  }

  /** What gives functions the objects that they transform. */
  public InputRequests inputs() {
    return inputs;
  }

  /** Takes a function's answer. */
  public Unit write(WriteGetObjectResponseRequest in, Call call) {
    return pending.write(in, call);
  }

  /** A handler of GetObject, which a function may answer in the other's place. */
  public Handler<GetObjectRequest, GetObjectOutput> get(
      Handler<GetObjectRequest, GetObjectOutput> plain) {
    return (in, call) -> {
      LambdaPoint point = named(in.bucket(), call);
      if (point == null) {
        return plain.handle(in, call);
      }
      Transformation by = point.transformation("GetObject");
      return by == null
          ? pass(S3.GetObject, in, point, call)
          : transformed(in.struct(), point, by, call);
    };
  }

  /** A handler of HeadObject, which a function may answer in the other's place. */
  public Handler<HeadObjectRequest, HeadObjectOutput> head(
      Handler<HeadObjectRequest, HeadObjectOutput> plain) {
    return (in, call) -> {
      LambdaPoint point = named(in.bucket(), call);
      if (point == null) {
        return plain.handle(in, call);
      }
      Transformation by = point.transformation("HeadObject");
      return by == null
          ? pass(S3.HeadObject, in, point, call)
          : transformedHead(in.struct(), point, by, call);
    };
  }

  /** A handler that asks the access point behind where a request names one of Object Lambda. */
  public <I extends View, O extends View> Handler<I, O> passing(
      ApiOperation<I, O> operation, Handler<I, O> plain) {
    Member bucket = operation.model().input().member("Bucket");
    return (in, call) -> {
      LambdaPoint point = named((String) in.struct().get(bucket), call);
      return point == null ? plain.handle(in, call) : pass(operation, in, point, call);
    };
  }

  private LambdaPoint named(String bucket, Call call) {
    return LambdaPointTable.isPossible(bucket)
        ? s3.read(
            reader ->
                s3.accessPoints().named(reader, call.partition(), bucket, call.region().name())
                        != null
                    ? null
                    : s3.lambdaPoints()
                        .named(reader, call.partition(), bucket, call.region().name()))
        : null; // as of nearly all requests
  }

  private <I extends View, O extends View> O pass(
      ApiOperation<I, O> operation, I in, LambdaPoint point, Call call) {
    Struct behind = new Struct(in.struct().shape());
    for (Member member : behind.shape().members()) {
      behind.set(member, in.struct().get(member));
    }
    behind.set("Bucket", point.supporting());
    return s3.world()
        .call(
            operation,
            operation.input(behind),
            call.principal(),
            call.region(),
            call.origin().through(PRINCIPAL));
  }

  private GetObjectOutput transformed(
      Struct request, LambdaPoint point, Transformation by, Call call) {
    checkFeatures(request, point, "GetObject");
    PendingRequest asked = pending.open(point, request, call);
    s3.world().clock().start("object-lambda", () -> run(asked, by));
    PendingRequest.Written written = asked.await();
    try {
      return answer(written);
    } catch (AwsException e) {
      written.discard();
      throw e;
    }
  }

  /** What a function wrote as S3 answers it; an error if that is what it wrote. */
  private static GetObjectOutput answer(PendingRequest.Written written) {
    Struct response = written.response().struct();
    Integer status = written.response().statusCode();
    checkSuccess(status, written.response().errorCode(), written.response().errorMessage());
    GetObjectOutput out = new GetObjectOutput();
    for (Member member : out.struct().shape().members()) {
      Member told = response.shape().member(member.name());
      if (told != null && !member.name().equals("Body")) {
        out.struct().set(member, response.get(told));
      }
    }
    out.metadata(lowerCase(written.response().metadata()));
    Body sent = written.response().body();
    long length = sent == null ? 0 : sent.length();
    if (length >= 0) {
      out.contentLength(length);
    }
    if (status != null) {
      out.struct().answerWith(status);
    }
    return out.body(Body.of(written.body(), length));
  }

  private static Map<String, String> lowerCase(Map<String, String> metadata) {
    if (metadata == null) {
      return null;
    }
    Map<String, String> named = new LinkedHashMap<>();
    metadata.forEach((name, value) -> named.put(name.toLowerCase(Locale.ROOT), value));
    return named;
  }

  /** Has the function run and, as it ends, lets go of who asked. */
  private void run(PendingRequest asked, Transformation by) {
    AwsException error =
        AwsException.server(
            "LambdaResponseNotReceived",
            500,
            "The Lambda exited without successfully calling WriteGetObjectResponse.");
    try {
      invoke(asked, by, "getObjectContext");
    } catch (AwsException e) {
      error = e;
    } finally {
      pending.close(asked, error);
    }
  }

  private String invoke(PendingRequest asked, Transformation by, String context) {
    Call call = asked.call();
    InvocationResponse answer;
    try {
      answer =
          targets.answerOf(
              by.functionArn(),
              FunctionEvents.of(s3, asked, by, context),
              new Targets.Caller(call.principal(), call.origin().through(PRINCIPAL)));
    } catch (AwsException e) {
      throw refusal(e);
    }
    if (answer.functionError() != null) {
      throw AwsException.server(
          "LambdaRuntimeError", 500, "Lambda function failed during execution.");
    }
    return answer.payload() == null ? "" : answer.payload().utf8();
  }

  private static AwsException refusal(AwsException e) {
    String said = " " + e.getMessage();
    return switch (e.status()) {
      case 403 ->
          AwsException.client(
              "LambdaPermissionError",
              403,
              "The caller is not authorized to invoke the Lambda function." + said);
      case 404 ->
          AwsException.client(
              "LambdaNotFound", 404, "The AWS Lambda function was not found." + said);
      case 429 ->
          AwsException.server(
              "SlowDown",
              503,
              "Reduce your request rate for operations involving AWS Lambda." + said);
      default ->
          AwsException.client(
              "LambdaInvocationFailed", 400, "Lambda function invocation failed." + said);
    };
  }

  private HeadObjectOutput transformedHead(
      Struct request, LambdaPoint point, Transformation by, Call call) {
    checkFeatures(request, point, "HeadObject");
    PendingRequest asked = pending.open(point, request, call);
    String text;
    try {
      text = invoke(asked, by, "headObjectContext");
    } finally {
      pending.close(asked, S3Errors.accessDenied());
    }
    if (!(JsonText.parse(text) instanceof Map<?, ?> told)) {
      throw invalidResponse();
    }
    Integer status = told.get("statusCode") instanceof Number number ? number.intValue() : null;
    checkSuccess(status, string(told.get("errorCode")), string(told.get("errorMessage")));
    HeadObjectOutput out = new HeadObjectOutput();
    if (told.get("headers") instanceof Map<?, ?> headers) {
      headers.forEach((name, value) -> setHeader(out.struct(), string(name), string(value)));
    }
    if (status != null) {
      out.struct().answerWith(status);
    }
    return out;
  }

  private static void setHeader(Struct out, String name, String value) {
    for (Member member : out.shape().members()) {
      if (member.httpHeader() != null && member.httpHeader().equalsIgnoreCase(name)) {
        try {
          out.set(member, ScalarText.parse(member, value));
        } catch (IllegalArgumentException e) {
          throw invalidResponse();
        }
      }
    }
  }

  private static String string(Object value) {
    return value == null ? null : value.toString();
  }

  private static AwsException invalidResponse() {
    return AwsException.client(
        "LambdaInvalidResponse", 400, "The Lambda function returned an invalid response.");
  }

  /** What a function answers in place of an object is an error of S3's to who asked. */
  private static void checkSuccess(Integer status, String code, String message) {
    boolean failed = code != null || status != null && status >= SUCCESS_END;
    if (!failed) {
      return;
    }
    int told = status == null ? 400 : status;
    String named = code != null ? code : told == 304 ? "NotModified" : "LambdaError";
    String said = message == null ? "" : message;
    throw told >= 500
        ? AwsException.server(named, told, said)
        : AwsException.client(named, told, said);
  }

  private static void checkFeatures(Struct request, LambdaPoint point, String operation) {
    boolean fits =
        (request.get("Range") == null || point.allowedFeatures().contains(operation + "-Range"))
            && (request.get("PartNumber") == null
                || point.allowedFeatures().contains(operation + "-PartNumber"));
    if (!fits) {
      throw AwsException.server(
          "NotImplemented",
          501,
          "A header or query you provided requested a function that is not implemented.");
    }
  }
}
