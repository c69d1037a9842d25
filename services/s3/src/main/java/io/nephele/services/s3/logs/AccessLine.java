package io.nephele.services.s3.logs;

import io.nephele.core.call.Call;
import io.nephele.core.identity.CanonicalUser;
import io.nephele.core.identity.Principal;
import io.nephele.core.web.Exchange;
import io.nephele.model.Member;
import io.nephele.model.Struct;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** One line of an access log, field by field, in AWS's format. */
final class AccessLine {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("'['dd/MMM/yyyy:HH:mm:ss Z']'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final String NONE = "-";

  private final StringBuilder line = new StringBuilder(400);

  private AccessLine() {}

  /** The line of a call that is about to be answered. */
  static String of(Exchange exchange, Bucket bucket, Instant now, String access) {
    return new AccessLine().write(exchange, bucket, now, access);
  }

  private String write(Exchange exchange, Bucket bucket, Instant now, String access) {
    Call call = exchange.call();
    HttpRequest http = exchange.http();
    Headers asked = http.headers();
    Headers answered = exchange.response().headers();
    Instant time = call == null ? now : call.time();
    long took = Math.max(0, now.toEpochMilli() - time.toEpochMilli());
    line.append(CanonicalUser.of(bucket.accountId()));
    field(bucket.name());
    field(TIME.format(time));
    field(http.remoteAddress());
    field(call == null ? null : requester(call.principal()));
    field(answered.first("x-amz-request-id"));
    field(access + "." + LogOperations.of(exchange.operation().name(), http.method()));
    field(key(exchange));
    quoted(http.method() + " " + uri(http) + " HTTP/1.1");
    field(Integer.toString(exchange.response().status()));
    field(exchange.error() == null ? null : exchange.error().code());
    long sent = exchange.response().body().length();
    field(sent <= 0 ? null : Long.toString(sent));
    field(objectSize(exchange));
    field(Long.toString(took));
    field(Long.toString(took));
    quoted(asked.first("Referer"));
    quoted(asked.first("User-Agent"));
    field(version(exchange));
    field(answered.first("x-amz-id-2"));
    Signing signing = Signing.of(http);
    field(signing.version);
    field(null); // the cipher suite, which is the front door's own
    field(signing.where);
    field(http.host());
    field(null); // TLS's version, likewise
    field(null); // the access point
    field(null); // whether an ACL decided
    return line.toString();
  }

  private void field(String value) {
    line.append(' ').append(value == null || value.isEmpty() ? NONE : value);
  }

  private void quoted(String value) {
    line.append(" \"").append(value == null ? NONE : value.replace('"', '\'')).append('"');
  }

  private static String requester(Principal principal) {
    return switch (principal.type()) {
      case ANONYMOUS -> null;
      case ROOT -> CanonicalUser.of(principal.accountId());
      default -> principal.arn();
    };
  }

  private static String uri(HttpRequest http) {
    return http.query() == null ? http.path() : http.path() + "?" + http.query();
  }

  private static String key(Exchange exchange) {
    String key = text(exchange, "Key");
    return key == null ? null : URLEncoder.encode(key, StandardCharsets.UTF_8);
  }

  private static String version(Exchange exchange) {
    String answered = exchange.response().headers().first("x-amz-version-id");
    return answered != null ? answered : text(exchange, "VersionId");
  }

  private static String text(Exchange exchange, String name) {
    Struct request = exchange.request();
    Member member = request == null ? null : request.shape().member(name);
    return member != null && request.get(member) instanceof String text ? text : null;
  }

  /** How large the object is that was got or put. */
  private static String objectSize(Exchange exchange) {
    Headers answered = exchange.response().headers();
    if (exchange.error() != null) {
      return null;
    }
    return switch (exchange.operation().name()) {
      case "GetObject", "HeadObject" -> {
        String range = answered.first("Content-Range");
        yield range == null
            ? answered.first("Content-Length")
            : range.substring(range.lastIndexOf('/') + 1);
      }
      case "PutObject", "UploadPart" -> {
        String decoded = exchange.http().headers().first("x-amz-decoded-content-length");
        yield decoded != null ? decoded : exchange.http().headers().first("Content-Length");
      }
      default -> null;
    };
  }

  /** How a request was signed. */
  private record Signing(String version, String where) {
    static Signing of(HttpRequest http) {
      String header = http.headers().first("Authorization");
      if (header != null) {
        return new Signing(header.startsWith("AWS4") ? "SigV4" : "SigV2", "AuthHeader");
      }
      String query = http.query();
      if (query != null && query.contains("X-Amz-Signature=")) {
        return new Signing("SigV4", "QueryString");
      }
      return query != null && query.contains("Signature=")
          ? new Signing("SigV2", "QueryString")
          : new Signing(null, null);
    }
  }
}
