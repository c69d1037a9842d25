package io.nephele.wire.rest;

import io.nephele.model.Member;
import io.nephele.model.Shape;
import io.nephele.model.ShapeType;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the members of a request or response travel.
 *
 * @param labels in the path
 * @param queries in parameters of the query
 * @param queryParams a map of query parameters, or null
 * @param headers in headers
 * @param prefixHeaders a map of headers that begin alike, or null
 * @param responseCode the status, or null
 * @param payload the whole content, or null
 * @param body the members of the document that is the content; empty where there is a payload
 */
record RestBindings(
    List<Member> labels,
    List<Member> queries,
    Member queryParams,
    List<Member> headers,
    Member prefixHeaders,
    Member responseCode,
    Member payload,
    List<Member> body) {

  /** The bindings of a request; what is meant for responses only is part of the content. */
  static RestBindings ofRequest(Shape shape) {
    return of(shape, true);
  }

  /**
   * The bindings of a response or error; what is meant for requests only is part of the content.
   */
  static RestBindings ofResponse(Shape shape) {
    return of(shape, false);
  }

  /** Whether the content is a stream of events. */
  boolean hasEvents() {
    return payload != null
        && payload.target().type() == ShapeType.UNION
        && payload.target().streaming();
  }

  /** Whether the content is a blob that is streamed. */
  boolean hasStream() {
    return payload != null
        && payload.target().type() == ShapeType.BLOB
        && payload.target().streaming();
  }

  private static RestBindings of(Shape shape, boolean request) {
    List<Member> labels = new ArrayList<>();
    List<Member> queries = new ArrayList<>();
    List<Member> headers = new ArrayList<>();
    List<Member> body = new ArrayList<>();
    Member queryParams = null;
    Member prefixHeaders = null;
    Member responseCode = null;
    Member payload = null;
    for (Member member : shape.members()) {
      if (member.httpHeader() != null) {
        headers.add(member);
      } else if (member.httpPrefixHeaders() != null) {
        prefixHeaders = member;
      } else if (member.httpPayload()) {
        payload = member;
      } else if (request && member.httpLabel()) {
        labels.add(member);
      } else if (request && member.httpQuery() != null) {
        queries.add(member);
      } else if (request && member.httpQueryParams()) {
        queryParams = member;
      } else if (!request && member.httpResponseCode()) {
        responseCode = member;
      } else {
        body.add(member);
      }
    }
    return new RestBindings(
        List.copyOf(labels),
        List.copyOf(queries),
        queryParams,
        List.copyOf(headers),
        prefixHeaders,
        responseCode,
        payload,
        payload == null ? List.copyOf(body) : List.of());
  }
}
