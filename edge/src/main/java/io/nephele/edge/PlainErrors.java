package io.nephele.edge;

import io.nephele.model.Bytes;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Answers requests that are not HTTP, or too large to be understood, with their status and one line
 * of plain text.
 */
final class PlainErrors implements Request.Handler {
  private static final HttpField TEXT =
      new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "text/plain");

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    String text = status + " " + HttpStatus.getMessage(status);
    if (request.getAttribute(ErrorHandler.ERROR_MESSAGE) instanceof String message
        && status < 500) {
      text += ": " + message;
    }
    response.getHeaders().put(TEXT);
    response.write(true, Bytes.utf8(text + "\n").toBuffer(), callback);
    return true;
  }
}
