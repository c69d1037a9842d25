package io.nephele.services.s3.objectlambda;

import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.core.json.JsonText;
import io.nephele.model.Member;
import io.nephele.model.Struct;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.accesspoints.AccessPoint;
import io.nephele.services.s3.objectlambda.LambdaPoint.Transformation;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What functions are told of the requests whose answers they make. */
final class FunctionEvents {
  private FunctionEvents() {}

  /**
   * The event.
   *
   * @param context the member that has the object's URL, such as {@code getObjectContext}
   */
  static String of(
      S3World s3, PendingRequest pending, Transformation transformation, String context) {
    Call call = pending.call();
    LambdaPoint point = pending.point();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("inputS3Url", inputUrl(s3, pending));
    if (context.equals("getObjectContext")) {
      object.put("outputRoute", PendingRequests.ROUTE);
      object.put("outputToken", pending.token());
    }
    Map<String, Object> configuration = new LinkedHashMap<>();
    configuration.put("accessPointArn", point.arn(call.partition()));
    configuration.put("supportingAccessPointArn", point.supporting());
    configuration.put("payload", transformation.payload() == null ? "" : transformation.payload());
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("xAmzRequestId", call.requestId());
    event.put(context, object);
    event.put("configuration", configuration);
    event.put("userRequest", userRequest(pending));
    event.put("userIdentity", identity(call.principal()));
    event.put("protocolVersion", "1.00");
    return JsonText.write(event);
  }

  /** Where the function gets the object, as who asked; it is good until the function has ended. */
  private static String inputUrl(S3World s3, PendingRequest pending) {
    Arn supporting = Arn.parse(pending.point().supporting());
    AccessPoint behind =
        s3.read(reader -> s3.accessPoints().ofArn(reader, supporting, pending.point().region()));
    String place = behind == null ? supporting.resource() : behind.alias();
    String endpoint = s3.world().host().endpoint().toString();
    return (endpoint.endsWith("/") ? endpoint : endpoint + "/")
        + place
        + "/"
        + encoded((String) pending.request().get("Key"))
        + "?X-Amz-SignedHeaders=host&"
        + InputRequests.TOKEN
        + pending.token();
  }

  private static String encoded(String key) {
    return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20").replace("%2F", "/");
  }

  private static Map<String, Object> userRequest(PendingRequest pending) {
    Call call = pending.call();
    LambdaPoint point = pending.point();
    String host =
        point.name()
            + "-"
            + point.accountId()
            + ".s3-object-lambda."
            + point.region()
            + "."
            + call.region().partition().dnsSuffix();
    StringBuilder url = new StringBuilder("https://").append(host).append('/');
    url.append(encoded((String) pending.request().get("Key")));
    char before = '?';
    Map<String, Object> headers = new LinkedHashMap<>();
    headers.put("Host", host);
    if (call.origin().userAgent() != null) {
      headers.put("User-Agent", call.origin().userAgent());
    }
    for (Member member : pending.request().shape().members()) {
      Object value = pending.request().get(member);
      if (value == null || member.sensitive() || member.target().sensitive()) {
        continue;
      }
      if (member.httpQuery() != null) {
        url.append(before).append(member.httpQuery()).append('=').append(encoded(text(value)));
        before = '&';
      } else if (member.httpHeader() != null) {
        headers.put(member.httpHeader(), text(value));
      }
    }
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("url", url.toString());
    request.put("headers", headers);
    return request;
  }

  private static String text(Object value) {
    return value instanceof Struct || value instanceof List ? "" : value.toString();
  }

  private static Map<String, Object> identity(Principal principal) {
    Map<String, Object> identity = new LinkedHashMap<>();
    identity.put(
        "type",
        switch (principal.type()) {
          case ROOT -> "Root";
          case USER -> "IAMUser";
          case ROLE_SESSION -> "AssumedRole";
          case FEDERATED_USER -> "FederatedUser";
          case SERVICE -> "AWSService";
          case ANONYMOUS -> "AWSAccount";
        });
    identity.put("principalId", principal.id());
    identity.put("arn", principal.arn());
    identity.put("accountId", principal.accountId());
    identity.put("accessKeyId", principal.accessKeyId());
    return identity;
  }
}
