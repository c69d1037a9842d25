package io.nephele.services.xray;

import io.nephele.api.xray.AnnotationValue;
import io.nephele.api.xray.AvailabilityZoneDetail;
import io.nephele.api.xray.ErrorRootCause;
import io.nephele.api.xray.ErrorRootCauseEntity;
import io.nephele.api.xray.ErrorRootCauseService;
import io.nephele.api.xray.FaultRootCause;
import io.nephele.api.xray.FaultRootCauseEntity;
import io.nephele.api.xray.FaultRootCauseService;
import io.nephele.api.xray.Http;
import io.nephele.api.xray.InstanceIdDetail;
import io.nephele.api.xray.ResourceARNDetail;
import io.nephele.api.xray.ResponseTimeRootCause;
import io.nephele.api.xray.ResponseTimeRootCauseEntity;
import io.nephele.api.xray.ResponseTimeRootCauseService;
import io.nephele.api.xray.RootCauseException;
import io.nephele.api.xray.ServiceId;
import io.nephele.api.xray.TraceSummary;
import io.nephele.api.xray.TraceUser;
import io.nephele.api.xray.ValueWithServiceIds;
import io.nephele.model.Struct;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells of a trace what its segments say together. */
final class SummaryView {
  private final AssembledTrace trace;
  private final Entity root;
  private final RootCauses causes;

  SummaryView(AssembledTrace trace) {
    this.trace = trace;
    this.root = trace.root();
    this.causes = new RootCauses(trace);
  }

  /** A time of a document, to the millisecond. */
  static Instant instant(double seconds) {
    return Instant.ofEpochMilli(Math.round(seconds * 1000));
  }

  TraceSummary tell() {
    Double status = Fields.number(root.fields(), "http", "response", "status");
    Set<Entity.ServiceName> services = new LinkedHashSet<>();
    Set<String> arns = new LinkedHashSet<>();
    Set<String> instances = new LinkedHashSet<>();
    Set<String> zones = new LinkedHashSet<>();
    for (Entity segment : trace.segments()) {
      services.add(segment.service(trace.accountId()));
      addTo(arns, Fields.text(segment.fields(), "resource_arn"));
      addTo(instances, Fields.text(segment.fields(), "aws", "ec2", "instance_id"));
      addTo(zones, Fields.text(segment.fields(), "aws", "ec2", "availability_zone"));
    }
    return new TraceSummary()
        .id(trace.id())
        .startTime(instant(trace.start()))
        .duration(trace.duration())
        .responseTime(root.inProgress() ? null : AssembledTrace.seconds(root.duration()))
        .hasFault(root.fault())
        .hasError(root.error())
        .hasThrottle(root.throttle())
        .isPartial(trace.partial())
        .http(
            new Http()
                .httpURL(Fields.text(root.fields(), "http", "request", "url"))
                .httpStatus(status == null ? null : status.intValue())
                .httpMethod(Fields.text(root.fields(), "http", "request", "method"))
                .userAgent(Fields.text(root.fields(), "http", "request", "user_agent"))
                .clientIp(Fields.text(root.fields(), "http", "request", "client_ip")))
        .annotations(annotations())
        .users(users())
        .serviceIds(services.stream().map(SummaryView::id).toList())
        .resourceARNs(arns.stream().map(arn -> new ResourceARNDetail().arn(arn)).toList())
        .instanceIds(instances.stream().map(id -> new InstanceIdDetail().id(id)).toList())
        .availabilityZones(
            zones.stream().map(zone -> new AvailabilityZoneDetail().name(zone)).toList())
        .entryPoint(id(root.service(trace.accountId())))
        .faultRootCauses(causes.faults().stream().map(SummaryView::fault).toList())
        .errorRootCauses(causes.errors().stream().map(SummaryView::error).toList())
        .responseTimeRootCauses(causes.responseTime().stream().map(SummaryView::slow).toList())
        .revision(trace.revision());
  }

  private static void addTo(Set<String> values, String value) {
    if (value != null) {
      values.add(value);
    }
  }

  static ServiceId id(Entity.ServiceName service) {
    return new ServiceId()
        .name(service.name())
        .names(List.of(service.name()))
        .accountId(service.accountId())
        .type(service.type());
  }

  private Map<String, List<Struct>> annotations() {
    Map<String, Map<Object, Set<Entity.ServiceName>>> found = new LinkedHashMap<>();
    for (Entity segment : trace.segments()) {
      Entity.ServiceName service = segment.service(trace.accountId());
      AssembledTrace.each(
          segment,
          entity ->
              Annotations.indexed(entity)
                  .forEach(
                      (key, value) -> {
                        if (found.containsKey(key) || found.size() < Annotations.MOST) {
                          found
                              .computeIfAbsent(key, k -> new LinkedHashMap<>())
                              .computeIfAbsent(value, v -> new LinkedHashSet<>())
                              .add(service);
                        }
                      }));
    }
    Map<String, List<Struct>> told = new LinkedHashMap<>();
    found.forEach(
        (key, values) -> {
          List<Struct> list = new ArrayList<>();
          values.forEach(
              (value, services) ->
                  list.add(
                      new ValueWithServiceIds()
                          .annotationValue(value(value))
                          .serviceIds(services.stream().map(SummaryView::id).toList())
                          .struct()));
          told.put(key, list);
        });
    return told;
  }

  private static AnnotationValue value(Object value) {
    return switch (value) {
      case Number number -> new AnnotationValue().numberValue(number.doubleValue());
      case Boolean flag -> new AnnotationValue().booleanValue(flag);
      default -> new AnnotationValue().stringValue(value.toString());
    };
  }

  private List<TraceUser> users() {
    Map<String, Set<Entity.ServiceName>> found = new LinkedHashMap<>();
    for (Entity segment : trace.segments()) {
      String user = Fields.text(segment.fields(), "user");
      if (user != null) {
        found
            .computeIfAbsent(user, name -> new LinkedHashSet<>())
            .add(segment.service(trace.accountId()));
      }
    }
    List<TraceUser> users = new ArrayList<>();
    found.forEach(
        (name, services) ->
            users.add(
                new TraceUser()
                    .userName(name)
                    .serviceIds(services.stream().map(SummaryView::id).toList())));
    return users;
  }

  private static List<RootCauseException> exceptions(RootCauses.CausingEntity entity) {
    return entity.exceptions().stream()
        .map(one -> new RootCauseException().name(one.name()).message(one.message()))
        .toList();
  }

  private static FaultRootCause fault(RootCauses.Cause cause) {
    List<FaultRootCauseService> services = new ArrayList<>();
    for (RootCauses.CausingService one : cause.services()) {
      List<FaultRootCauseEntity> path = new ArrayList<>();
      for (RootCauses.CausingEntity entity : one.entities()) {
        path.add(
            new FaultRootCauseEntity()
                .name(entity.name())
                .exceptions(exceptions(entity))
                .remote(entity.remote()));
      }
      services.add(
          new FaultRootCauseService()
              .name(one.service().name())
              .names(List.of(one.service().name()))
              .type(one.service().type())
              .accountId(one.service().accountId())
              .entityPath(path)
              .inferred(one.inferred()));
    }
    return new FaultRootCause().services(services).clientImpacting(cause.clientImpacting());
  }

  private static ErrorRootCause error(RootCauses.Cause cause) {
    List<ErrorRootCauseService> services = new ArrayList<>();
    for (RootCauses.CausingService one : cause.services()) {
      List<ErrorRootCauseEntity> path = new ArrayList<>();
      for (RootCauses.CausingEntity entity : one.entities()) {
        path.add(
            new ErrorRootCauseEntity()
                .name(entity.name())
                .exceptions(exceptions(entity))
                .remote(entity.remote()));
      }
      services.add(
          new ErrorRootCauseService()
              .name(one.service().name())
              .names(List.of(one.service().name()))
              .type(one.service().type())
              .accountId(one.service().accountId())
              .entityPath(path)
              .inferred(one.inferred()));
    }
    return new ErrorRootCause().services(services).clientImpacting(cause.clientImpacting());
  }

  private static ResponseTimeRootCause slow(RootCauses.Cause cause) {
    List<ResponseTimeRootCauseService> services = new ArrayList<>();
    for (RootCauses.CausingService one : cause.services()) {
      List<ResponseTimeRootCauseEntity> path = new ArrayList<>();
      for (RootCauses.CausingEntity entity : one.entities()) {
        path.add(
            new ResponseTimeRootCauseEntity()
                .name(entity.name())
                .coverage(entity.coverage())
                .remote(entity.remote()));
      }
      services.add(
          new ResponseTimeRootCauseService()
              .name(one.service().name())
              .names(List.of(one.service().name()))
              .type(one.service().type())
              .accountId(one.service().accountId())
              .entityPath(path)
              .inferred(one.inferred()));
    }
    return new ResponseTimeRootCause().services(services).clientImpacting(cause.clientImpacting());
  }
}
