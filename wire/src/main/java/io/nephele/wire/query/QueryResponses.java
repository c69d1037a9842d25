package io.nephele.wire.query;

import io.nephele.model.AwsException;
import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.model.Member;
import io.nephele.model.Struct;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpResponse;
import io.nephele.wire.xml.XmlStructWriter;
import io.nephele.wire.xml.XmlWriter;

/** What the responses of the two query protocols have in common. */
final class QueryResponses {
  private QueryResponses() {}

  static HttpResponse xml(int status, String contentType, String requestId, Bytes document) {
    Headers headers =
        new Headers().add("x-amzn-RequestId", requestId).add("Content-Type", contentType);
    return new HttpResponse(status, headers, Body.of(document));
  }

  /** Writes an error's message and what other members its shape has. */
  static void errorMembers(XmlWriter xml, AwsException error) {
    if (error.getMessage() != null) {
      xml.element("Message", error.getMessage());
    }
    Struct detail = error.detail();
    if (detail == null) {
      return;
    }
    XmlStructWriter writer = new XmlStructWriter(xml);
    for (Member member : detail.shape().members()) {
      Object value = detail.get(member);
      boolean written =
          member.name().equalsIgnoreCase("message") || member.name().equalsIgnoreCase("code");
      if (value != null && !written) {
        writer.member(member, value);
      }
    }
  }
}
