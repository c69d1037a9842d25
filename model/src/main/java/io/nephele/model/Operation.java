package io.nephele.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One operation of a service's API, as AWS's model describes it. */
public final class Operation {
  private final Service service;
  private final String name;
  private final String inputName;
  private final String outputName;
  private final List<String> errorNames;
  private final Traits traits;
  private final HttpBinding http;
  private final Pagination pagination;
  private Shape input;
  private Shape output;

  Operation(
      Service service,
      String name,
      String inputName,
      String outputName,
      List<String> errorNames,
      Traits traits) {
    this.service = service;
    this.name = name;
    this.inputName = inputName;
    this.outputName = outputName;
    this.errorNames = List.copyOf(errorNames);
    this.traits = traits;
    this.http = HttpBinding.of(traits.object("http"));
    this.pagination = Pagination.of(traits.object("paginated"));
  }

  /** The service that the operation belongs to. */
  public Service service() {
    return service;
  }

  /** The operation's name, for example {@code SendMessage}. */
  public String name() {
    return name;
  }

  /** The structure of requests. */
  public Shape input() {
    Shape resolved = input;
    if (resolved == null) {
      resolved = service.shape(inputName);
      input = resolved;
    }
    return resolved;
  }

  /** The structure of results. */
  public Shape output() {
    Shape resolved = output;
    if (resolved == null) {
      resolved = service.shape(outputName);
      output = resolved;
    }
    return resolved;
  }

  /** Whether the model gives the operation no input at all, as opposed to an empty structure. */
  public boolean hasUnitInput() {
    return inputName.equals(Service.UNIT);
  }

  /** Whether the model gives the operation no output at all, as opposed to an empty structure. */
  public boolean hasUnitOutput() {
    return outputName.equals(Service.UNIT);
  }

  /** The errors that the model names, those common to the whole service included. */
  public List<Shape> errors() {
    List<Shape> errors = new ArrayList<>(errorNames.size());
    for (String error : errorNames) {
      errors.add(service.shape(error));
    }
    return errors;
  }

  /** Method, path and status in the REST protocols, or null. */
  public HttpBinding http() {
    return http;
  }

  /** How the operation's lists are paged, or null. */
  public Pagination pagination() {
    return pagination;
  }

  /** Whether the operation changes nothing. */
  public boolean readonly() {
    return traits.has("readonly");
  }

  /** Whether repeating the operation has no further effect. */
  public boolean idempotent() {
    return traits.has("idempotent");
  }

  /** Whether the operation may be called without a signature. */
  public boolean optionalAuth() {
    return traits.has("optionalAuth") || traits.has("auth") && traits.strings("auth").isEmpty();
  }

  /** Whether the body is left out of the signature. */
  public boolean unsignedPayload() {
    return traits.has("unsignedPayload");
  }

  /** Whether the request's body, or its events, are read as they come. */
  public boolean isInputStreamed() {
    for (Member member : input().members()) {
      if (member.target().streaming()) {
        return true;
      }
    }
    return false;
  }

  /**
   * The template that clients put before the endpoint's host name, for example {@code data-} or
   * <code>{AccountId}.</code>, or null.
   */
  public String hostPrefix() {
    Map<String, Object> endpoint = traits.object("endpoint");
    return endpoint == null ? null : (String) endpoint.get("hostPrefix");
  }

  /** Whether the request has to carry a checksum of its body. */
  public boolean httpChecksumRequired() {
    Map<String, Object> checksum = traits.object("httpChecksum");
    return traits.has("httpChecksumRequired")
        || checksum != null && Boolean.TRUE.equals(checksum.get("requestChecksumRequired"));
  }

  /** The input member that names the checksum's algorithm, or null. */
  public String checksumAlgorithmMember() {
    Map<String, Object> checksum = traits.object("httpChecksum");
    return checksum == null ? null : (String) checksum.get("requestAlgorithmMember");
  }

  /** Whether S3 leaves out the element that restXml puts around the output. */
  public boolean s3UnwrappedXmlOutput() {
    return traits.has("s3UnwrappedXmlOutput");
  }

  /**
   * Whether the operation works on the data in a resource rather than on the resource, where the
   * model tells.
   */
  public boolean dataPlane() {
    return traits.has("dataPlane");
  }

  /** Whether AWS says the operation is deprecated. */
  public boolean deprecated() {
    return traits.has("deprecated");
  }

  @Override
  public String toString() {
    return service.name() + ":" + name;
  }
}
