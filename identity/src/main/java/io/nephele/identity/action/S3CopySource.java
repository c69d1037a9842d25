package io.nephele.identity.action;

import io.nephele.model.Operation;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What S3's copying needs of the object it copies, which a header names: {@code bucket/key} as it
 * stands in a URL, perhaps with a slash before it and {@code ?versionId=} behind it, or the ARN of
 * an object of an access point.
 */
final class S3CopySource implements Requirement {
  private static final String VERSION = "?versionId=";

  private final MemberPath source;
  private final KeySources ofObject;
  private final KeySources ofVersion;

  S3CopySource(Operation operation, KeySources ofObject, KeySources ofVersion) {
    this.source = MemberPath.of(operation.input(), "CopySource");
    this.ofObject = ofObject;
    this.ofVersion = ofVersion;
  }

  @Override
  public void add(CallContext context, List<ActionRequest> requests) {
    for (String given : source.values(context.request())) {
      int mark = given.indexOf(VERSION);
      boolean version = mark >= 0;
      String object = decode(version ? given.substring(0, mark) : given);
      if (object.startsWith("/")) {
        object = object.substring(1);
      }
      String arn =
          object.startsWith("arn:")
              ? object
              : "arn:" + context.call().partition() + ":s3:::" + object;
      for (String each : context.resources().decidedOn(arn, context.call())) {
        requests.add(
            new ActionRequest(
                version ? "s3:GetObjectVersion" : "s3:GetObject",
                each,
                new RequestKeys(version ? ofVersion : ofObject, context, each)));
      }
    }
  }

  private static String decode(String text) {
    try {
      // A plus is a plus here, as it is in paths.
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
