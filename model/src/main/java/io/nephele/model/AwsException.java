package io.nephele.model;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An error that is answered to a caller, in AWS's terms. The generated API has a subclass for each
 * error that a model defines; AWS also sends codes that no model names, and those are made with
 * {@link #client} and {@link #server}. It carries no stack trace, because it is an answer, not a
 * fault of ours.
 */
public class AwsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String queryCode;
  private final int status;
  private final int queryStatus;
  private final boolean clientFault;
  private final transient Struct detail;
  private transient Map<String, String> elements = Map.of();
  private transient Map<String, String> headers = Map.of();

  /**
   * An error of a shape that the model defines; its message and other members are in the struct.
   */
  protected AwsException(Struct detail, String message) {
    super(message, null, false, false);
    Shape shape = detail.shape();
    this.code = shape.name();
    this.queryCode = shape.queryErrorCode();
    this.status = shape.errorStatus();
    this.queryStatus = shape.queryErrorStatus();
    this.clientFault = shape.isClientError();
    this.detail = detail;
    setMessageMember(message);
  }

  private AwsException(
      String code, String queryCode, int status, boolean clientFault, String message) {
    super(message, null, false, false);
    this.code = code;
    this.queryCode = queryCode;
    this.status = status;
    this.queryStatus = status;
    this.clientFault = clientFault;
    this.detail = null;
  }

  /**
   * An error of the caller with a code that no model defines, for example {@code AccessDenied} with
   * 403.
   */
  public static AwsException client(String code, int status, String message) {
    return new AwsException(code, code, status, true, message);
  }

  /**
   * An error of the caller with a code that no model defines, and that query clients know by
   * another.
   */
  public static AwsException client(String code, String queryCode, int status, String message) {
    return new AwsException(code, queryCode, status, true, message);
  }

  /**
   * An error of the service with a code that no model defines, for example {@code InternalFailure}
   * with 500.
   */
  public static AwsException server(String code, int status, String message) {
    return new AwsException(code, code, status, false, message);
  }

  /**
   * The error's code as JSON, REST and CBOR clients see it: the shape's name where the model
   * defines it.
   */
  public final String code() {
    return code;
  }

  /** The error's code as query clients see it. */
  public final String queryCode() {
    return queryCode;
  }

  /** The HTTP status. */
  public final int status() {
    return status;
  }

  /** The HTTP status in the query protocols. */
  public final int queryStatus() {
    return queryStatus;
  }

  /** Whether the caller is at fault ({@code Sender}) rather than the service ({@code Receiver}). */
  public final boolean clientFault() {
    return clientFault;
  }

  /** The error's members, or null where no model defines the error. */
  public final Struct detail() {
    return detail;
  }

  /**
   * Adds a member that AWS's servers send though no model defines it, such as {@code BucketName} in
   * S3's errors. Only restXml sends those. A null value is left out.
   */
  public final AwsException with(String element, Object value) {
    if (value != null) {
      if (elements.isEmpty()) {
        elements = new LinkedHashMap<>();
      }
      elements.put(element, value.toString());
    }
    return this;
  }

  /** Adds a header field to the response. Only restXml sends those. */
  public final AwsException withHeader(String name, String value) {
    if (headers.isEmpty()) {
      headers = new LinkedHashMap<>();
    }
    headers.put(name, value);
    return this;
  }

  /** The members that no model defines, in the order of their sending. */
  public final Map<String, String> elements() {
    return elements;
  }

  /** The header fields that are sent with it. */
  public final Map<String, String> headers() {
    return headers;
  }

  private void setMessageMember(String message) {
    for (Member member : detail.shape().members()) {
      if (member.name().equalsIgnoreCase("message") && message != null) {
        detail.set(member, message);
      }
    }
  }
}
