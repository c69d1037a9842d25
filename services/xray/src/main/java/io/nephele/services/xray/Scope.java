package io.nephele.services.xray;

import java.util.List;

/** What a filter expression looks at; what a keyword means there. */
interface Scope {
  /** The value of a keyword that is true or false. */
  boolean flag(String keyword);

  /** The values of a keyword that is a number; empty where there is none. */
  List<Double> numbers(String keyword);

  /** The values of a keyword that is a text; empty where there is none. */
  List<String> texts(String keyword);

  /** Values of a field of the document as a list. */
  static List<String> only(String value) {
    return value == null ? List.of() : List.of(value);
  }

  /** A field of an entity that a keyword names. */
  static List<String> texts(Entity entity, String accountId, String keyword) {
    return switch (keyword) {
      case "http.url" -> only(Fields.text(entity.fields(), "http", "request", "url"));
      case "http.method" -> only(Fields.text(entity.fields(), "http", "request", "method"));
      case "http.useragent" -> only(Fields.text(entity.fields(), "http", "request", "user_agent"));
      case "http.clientip" -> only(Fields.text(entity.fields(), "http", "request", "client_ip"));
      case "user" -> only(Fields.text(entity.fields(), "user"));
      case "name" -> only(entity.service(accountId).name());
      case "type" -> only(entity.service(accountId).type());
      case "availabilityzone" ->
          only(Fields.text(entity.fields(), "aws", "ec2", "availability_zone"));
      case "instance.id" -> only(Fields.text(entity.fields(), "aws", "ec2", "instance_id"));
      case "resource.arn" -> only(Fields.text(entity.fields(), "resource_arn"));
      case "message" ->
          Fields.list(entity.fields(), "cause", "exceptions").stream()
              .map(exception -> Fields.text(exception, "message"))
              .filter(message -> message != null)
              .toList();
      default -> List.of();
    };
  }

  /** A segment of a service, or the call on an edge. */
  record OfEntity(Entity entity, AssembledTrace trace) implements Scope {
    @Override
    public boolean flag(String keyword) {
      return switch (keyword) {
        case "ok" -> entity.ok();
        case "error" -> entity.error();
        case "throttle" -> entity.throttle();
        case "fault" -> entity.fault();
        case "partial" -> entity.inProgress();
        case "inferred" -> entity.inferred();
        case "remote" -> entity.remote();
        case "root" -> entity == trace.root();
        default -> false;
      };
    }

    @Override
    public List<Double> numbers(String keyword) {
      return switch (keyword) {
        case "responsetime", "duration" ->
            entity.inProgress() ? List.of() : List.of(AssembledTrace.seconds(entity.duration()));
        case "http.status" ->
            entity.status() == null ? List.of() : List.of(entity.status().doubleValue());
        default -> List.of();
      };
    }

    @Override
    public List<String> texts(String keyword) {
      return Scope.texts(entity, trace.accountId(), keyword);
    }
  }

  /**
   * An element of the way to a root cause.
   *
   * @param index its place, from 0
   * @param of how many there are
   */
  record OfElement(
      String name,
      String type,
      String message,
      boolean remote,
      boolean inferred,
      Double coverage,
      int index,
      int of)
      implements Scope {
    @Override
    public boolean flag(String keyword) {
      return switch (keyword) {
        case "first", "root" -> index == 0;
        case "last" -> index == of - 1;
        case "remote" -> remote;
        case "inferred" -> inferred;
        default -> false;
      };
    }

    @Override
    public List<Double> numbers(String keyword) {
      return switch (keyword) {
        case "index" -> List.of((double) index);
        case "coverage" -> coverage == null ? List.of() : List.of(coverage);
        default -> List.of();
      };
    }

    @Override
    public List<String> texts(String keyword) {
      return switch (keyword) {
        case "name" -> only(name);
        case "type" -> only(type);
        case "message" -> only(message);
        default -> List.of();
      };
    }
  }
}
