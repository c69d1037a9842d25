package io.nephele.services.s3.forms;

import io.nephele.api.s3.PutObjectRequest;
import io.nephele.api.s3.PutObjectTaggingRequest;
import io.nephele.api.s3.S3;
import io.nephele.api.s3.Tag;
import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.model.Member;
import io.nephele.model.Protocol;
import io.nephele.model.TimestampFormat;
import io.nephele.services.s3.S3Errors;
import io.nephele.wire.Protocols;
import io.nephele.wire.Timestamps;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Makes the request of PutObject that a form stands for. */
final class FormRequests {
  private static final String METADATA = "x-amz-meta-";

  /** Headers of the request itself, and those whose fields have other names. */
  private static final Set<String> NO_FIELDS =
      Set.of(
          "content-length",
          "content-md5",
          "x-amz-sdk-checksum-algorithm",
          "x-amz-acl",
          "x-amz-tagging",
          "if-match",
          "if-none-match");

  private FormRequests() {}

  /** The request, whose body is the file. */
  static PutObjectRequest of(String bucket, String key, Map<String, String> fields, Body file) {
    PutObjectRequest request = new PutObjectRequest().bucket(bucket).key(key).body(file);
    for (Member member : request.struct().shape().members()) {
      String header = member.httpHeader();
      if (header == null || NO_FIELDS.contains(header.toLowerCase(Locale.ROOT))) {
        continue;
      }
      String value = fields.get(header.toLowerCase(Locale.ROOT));
      if (value != null) {
        request.struct().set(member, value(member, value));
      }
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    fields.forEach(
        (name, value) -> {
          if (name.startsWith(METADATA)) {
            metadata.put(name.substring(METADATA.length()), value);
          }
        });
    return request
        .metadata(metadata.isEmpty() ? null : metadata)
        .acl(fields.get("acl"))
        .tagging(fields.get("tagging") == null ? null : tags(fields.get("tagging")));
  }

  private static Object value(Member member, String text) {
    return switch (member.target().type()) {
      case STRING, ENUM -> text;
      case BOOLEAN -> Boolean.valueOf(text);
      case TIMESTAMP -> {
        try {
          yield Timestamps.parse(text, TimestampFormat.DATE_TIME);
        } catch (IllegalArgumentException e) {
          throw S3Errors.invalidArgument(
              "The retain until date must be provided in ISO 8601 format",
              member.httpHeader(),
              text);
        }
      }
      default -> throw S3Errors.notImplemented("the field " + member.httpHeader() + " of forms");
    };
  }

  /** The document of tags as a header has them. */
  private static String tags(String xml) {
    HttpRequest document =
        new HttpRequest(
            "PUT", "/b/k", "tagging", new Headers(), Body.of(Bytes.utf8(xml)), "127.0.0.1", false);
    PutObjectTaggingRequest decoded =
        new PutObjectTaggingRequest(
            new Protocols().of(Protocol.REST_XML).decode(S3.PutObjectTagging.model(), document));
    if (decoded.tagging() == null || decoded.tagging().tagSet() == null) {
      throw S3Errors.malformedXml();
    }
    StringBuilder header = new StringBuilder();
    for (Tag tag : decoded.tagging().tagSet()) {
      if (tag.key() == null || tag.value() == null) {
        throw S3Errors.malformedXml();
      }
      header.append(header.isEmpty() ? "" : "&");
      header.append(URLEncoder.encode(tag.key(), StandardCharsets.UTF_8)).append('=');
      header.append(URLEncoder.encode(tag.value(), StandardCharsets.UTF_8));
    }
    return header.toString();
  }
}
