package io.nephele.identity.action;

import io.nephele.model.HttpBinding;
import io.nephele.model.Operation;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * API Gateway's way: the action is the HTTP method ({@code apigateway:GET}) and the resource is the
 * path, {@code arn:aws:apigateway:eu-west-1::/restapis/abc}. Paths of the second version of the API
 * stand without {@code /v2}.
 */
final class HttpAction implements Requirement {
  private static final String VERSION = "/v2";

  private final String action;
  private final List<Object> segments;
  private final KeySources keys;

  private HttpAction(String action, List<Object> segments, KeySources keys) {
    this.action = action;
    this.segments = segments;
    this.keys = keys;
  }

  /** The action of an operation, for example {@code apigateway:PATCH}. */
  static String action(Operation operation) {
    return "apigateway:" + operation.http().method();
  }

  static HttpAction of(Operation operation, KeySources keys) {
    HttpBinding http = operation.http();
    String path = http.uri();
    int query = path.indexOf('?');
    path = query < 0 ? path : path.substring(0, query);
    path = path.startsWith(VERSION + "/") ? path.substring(VERSION.length()) : path;
    List<Object> segments = new ArrayList<>();
    int at = 0;
    for (int open = path.indexOf('{'); open >= 0; open = path.indexOf('{', at)) {
      int close = path.indexOf('}', open);
      segments.add(path.substring(at, open));
      String label = path.substring(open + 1, close);
      segments.add(
          MemberPath.of(
              operation.input(),
              label.endsWith("+") ? label.substring(0, label.length() - 1) : label));
      at = close + 1;
    }
    segments.add(path.substring(at));
    return new HttpAction(action(operation), List.copyOf(segments), keys);
  }

  @Override
  public void add(CallContext context, List<ActionRequest> requests) {
    StringBuilder arn = new StringBuilder(64);
    arn.append("arn:").append(context.call().partition()).append(":apigateway:");
    arn.append(context.call().region().name()).append("::");
    for (Object segment : segments) {
      if (segment instanceof MemberPath path) {
        List<String> values = path.values(context.request());
        arn.append(
            values.size() == 1
                ? URLEncoder.encode(values.getFirst(), StandardCharsets.UTF_8).replace("+", "%20")
                : ArnTemplate.UNKNOWN);
      } else {
        arn.append(segment);
      }
    }
    String resource = arn.toString();
    requests.add(new ActionRequest(action, resource, new RequestKeys(keys, context, resource)));
  }
}
