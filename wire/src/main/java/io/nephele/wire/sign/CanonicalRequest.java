package io.nephele.wire.sign;

import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The text of a request that is hashed and signed. */
final class CanonicalRequest {
  private CanonicalRequest() {}

  /**
   * Everything up to the hash of the body, which the caller adds.
   *
   * @param s3 whether the path is taken as it is and encoded once, rather than normalised and
   *     encoded again
   * @param leftOut a parameter of the query that the client signed without, besides the signature
   *     in a presigned URL; or null
   */
  static String head(
      HttpRequest request, QueryPairs query, ClaimedSignature claim, boolean s3, String leftOut) {
    StringBuilder out = new StringBuilder(512);
    out.append(request.method()).append('\n');
    if (s3) {
      UriEncoding.normalise(out, request.path(), true);
    } else {
      UriEncoding.encodeAgain(out, normalisedPath(request.path()));
    }
    out.append('\n');
    query.canonical(out, claim.presigned() ? "X-Amz-Signature" : null, leftOut);
    out.append('\n');
    Set<String> written = new HashSet<>();
    for (String name : claim.signedHeaderNames()) {
      if (written.add(name)) { // else a short list of names could repeat a long value without end
        header(out, request.headers(), name);
      }
    }
    return out.append('\n').append(claim.signedHeaders()).append('\n').toString();
  }

  private static void header(StringBuilder out, Headers headers, String name) {
    out.append(name).append(':');
    List<String> values = headers.all(name);
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      collapsed(out, values.get(i));
    }
    out.append('\n');
  }

  /** The value without white space at its ends, and with one space for each run of it elsewhere. */
  private static void collapsed(StringBuilder out, String value) {
    boolean space = false;
    boolean any = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == ' ' || c >= '\t' && c <= '\r') {
        space = any;
      } else {
        if (space) {
          out.append(' ');
          space = false;
        }
        out.append(c);
        any = true;
      }
    }
  }

  /** The path without empty segments and dots. */
  static String normalisedPath(String path) {
    if (path.isEmpty()) {
      return "/";
    }
    if (!path.contains("//") && !path.contains("/.")) {
      return path;
    }
    Deque<String> kept = new ArrayDeque<>();
    for (String segment : path.split("/", -1)) {
      if (segment.equals("..")) {
        kept.pollLast();
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        kept.addLast(segment);
      }
    }
    String joined = "/" + String.join("/", kept);
    return path.endsWith("/") && !kept.isEmpty() ? joined + "/" : joined;
  }
}
