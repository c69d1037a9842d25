package io.nephele.services.sns;

import io.nephele.api.sns.ConfirmSubscriptionResponse;
import io.nephele.api.sns.Sns;
import io.nephele.core.json.JsonText;
import io.nephele.core.web.WebHandler;
import io.nephele.model.ApiOperation;
import io.nephele.model.AwsException;
import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.model.Protocol;
import io.nephele.model.Struct;
import io.nephele.wire.Protocols;
import io.nephele.wire.ServerProtocol;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What of SNS is visited rather than called: the links in messages, which need no credentials, the
 * certificate that messages are signed with, and the messages to people and devices.
 */
final class SnsWeb implements WebHandler {
  private static final String CONTROL = "/_nephele/";
  private static final String MAIL = CONTROL + "mail";
  private static final String SMS = CONTROL + "sms";
  private static final String PUSH = CONTROL + "push";

  private final SnsWorld sns;
  private final Subscriptions subscriptions;
  private final Inboxes inboxes;
  private final PhoneMessages phones;
  private final PhoneSettings settings;
  private final DeviceMessages devices;

  SnsWeb(
      SnsWorld sns,
      Subscriptions subscriptions,
      Inboxes inboxes,
      PhoneMessages phones,
      PhoneSettings settings,
      DeviceMessages devices) {
    this.sns = sns;
    this.subscriptions = subscriptions;
    this.inboxes = inboxes;
    this.phones = phones;
    this.settings = settings;
    this.devices = devices;
  }

  /** Whether a request is such a visit. */
  static boolean takes(HttpRequest request) {
    String path = request.path();
    if (path.length() > 1) {
      return path.startsWith(Signer.PATH)
          || path.startsWith(CONTROL)
              && (path.equals(MAIL) || path.equals(SMS) || path.equals(PUSH));
    }
    String query = request.query();
    return query != null
        && request.method().equals("GET")
        && (query.contains("Action=ConfirmSubscription") || query.contains("Action=Unsubscribe"))
        && !query.contains("X-Amz-Signature=")
        && request.headers().first("Authorization") == null;
  }

  @Override
  public HttpResponse handle(HttpRequest request, String requestId) {
    String path = request.path();
    boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
    Map<String, String> parameters = parameters(request.query());
    if (path.equals(MAIL) || path.equals(SMS) || path.equals(PUSH)) {
      return reads ? messages(path, parameters) : change(request, parameters);
    }
    if (!reads) {
      return null;
    }
    if (path.startsWith(Signer.PATH)) {
      String pem = sns.signer().certificate(path);
      return pem == null
          ? text(404, "There is no certificate " + path + "\n")
          : response(200, "application/x-pem-file", pem);
    }
    return link(parameters, requestId);
  }

  private HttpResponse link(Map<String, String> parameters, String requestId) {
    boolean confirms = "ConfirmSubscription".equals(parameters.get("Action"));
    ApiOperation<?, ?> operation = confirms ? Sns.ConfirmSubscription : Sns.Unsubscribe;
    ServerProtocol protocol = new Protocols().of(Protocol.AWS_QUERY);
    try {
      Struct result;
      if (confirms) {
        String arn =
            subscriptions
                .confirm(
                    required(parameters, "TopicArn"), required(parameters, "Token"), false, false)
                .arn();
        result = new ConfirmSubscriptionResponse().subscriptionArn(arn).struct();
      } else {
        subscriptions.unsubscribeByLink(required(parameters, "SubscriptionArn"));
        result = new Struct(operation.model().output());
      }
      return protocol.encode(operation.model(), result.freeze(), requestId);
    } catch (AwsException e) {
      return protocol.encodeError(operation.model().service(), operation.model(), e, requestId);
    }
  }

  private static String required(Map<String, String> parameters, String name) {
    String value = parameters.get(name);
    if (value == null || value.isEmpty()) {
      throw SnsErrors.invalid(name);
    }
    return value;
  }

  private HttpResponse messages(String path, Map<String, String> parameters) {
    String to = parameters.get("to");
    List<Map<String, Object>> messages =
        switch (path) {
          case MAIL -> inboxes.mails(to);
          case SMS -> phones.list(to);
          default -> devices.list(to);
        };
    if ("text".equals(parameters.get("format"))) {
      StringBuilder text = new StringBuilder();
      for (Map<String, Object> message : messages) {
        message.forEach((name, value) -> text.append(plain(name, value)));
        text.append('\n');
      }
      return text(200, text.toString());
    }
    return response(200, "application/json", JsonText.write(Map.of("messages", messages)));
  }

  /** A line of a message, or several of one that has them. */
  private static String plain(String name, Object value) {
    if (value == null) {
      return "";
    }
    String text = value.toString();
    return text.indexOf('\n') < 0 ? name + ": " + text + "\n" : name + ":\n" + text + "\n";
  }

  /** Throws messages away, or has a telephone answer STOP. */
  private HttpResponse change(HttpRequest request, Map<String, String> parameters) {
    if (request.method().equals("DELETE")) {
      switch (request.path()) {
        case MAIL -> inboxes.clearMails();
        case SMS -> phones.clear();
        default -> devices.clear();
      }
      return empty();
    }
    if (!request.method().equals("POST") || !request.path().equals(SMS)) {
      return text(405, request.path() + " takes GET and DELETE; " + SMS + " takes POST as well\n");
    }
    String from = parameters.get("from");
    if (from == null
        || !PhoneNumbers.isValid(from)
        || !"STOP".equalsIgnoreCase(parameters.get("text"))) {
      return text(400, "Say which telephone wants no more messages: ?from=%2B15550100&text=STOP\n");
    }
    String account = parameters.getOrDefault("account", sns.world().settings().accountId());
    String region = parameters.getOrDefault("region", sns.world().settings().region().name());
    settings.optOut(account, region, from);
    return empty();
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (query != null) {
      for (String part : query.split("&")) {
        int equals = part.indexOf('=');
        if (equals > 0) {
          parameters.put(part.substring(0, equals), decode(part.substring(equals + 1)));
        }
      }
    }
    return parameters;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text; // told as what it is
    }
  }

  private static HttpResponse text(int status, String text) {
    return response(status, "text/plain; charset=utf-8", text);
  }

  private static HttpResponse response(int status, String type, String text) {
    return new HttpResponse(
        status, new Headers().add("Content-Type", type), Body.of(Bytes.utf8(text)));
  }

  private static HttpResponse empty() {
    return new HttpResponse(204, new Headers(), Body.EMPTY);
  }
}
