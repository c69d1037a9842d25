package io.nephele.services.iam;

import io.nephele.api.iam.EntityDetails;
import io.nephele.api.iam.EntityInfo;
import io.nephele.api.iam.GenerateServiceLastAccessedDetailsRequest;
import io.nephele.api.iam.GenerateServiceLastAccessedDetailsResponse;
import io.nephele.api.iam.GetServiceLastAccessedDetailsRequest;
import io.nephele.api.iam.GetServiceLastAccessedDetailsResponse;
import io.nephele.api.iam.GetServiceLastAccessedDetailsWithEntitiesRequest;
import io.nephele.api.iam.GetServiceLastAccessedDetailsWithEntitiesResponse;
import io.nephele.api.iam.NoSuchEntityException;
import io.nephele.api.iam.ServiceLastAccessed;
import io.nephele.api.iam.TrackedActionLastAccessed;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.services.iam.AccessJob.EntityUse;
import io.nephele.services.iam.AccessJob.ServiceUse;
import io.nephele.services.iam.AccessJob.TrackedAction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The operations on reports of when services were last used. Reports are kept for a week. */
final class AccessJobs {
  private static final String SERVICE_LEVEL = "SERVICE_LEVEL";

  /** How many services a page has if the request does not say. */
  private static final int SERVICES = 200;

  private static final Duration KEPT = Duration.ofDays(7);

  private final IamWorld iam;
  private final AccessSubjects subjects;
  private final AccessReports reports;
  private final Table<AccessJob> jobs = Table.of("iam.access-jobs", AccessJob.class);

  AccessJobs(IamWorld iam, AccessSubjects subjects, AccessReports reports) {
    this.iam = iam;
    this.subjects = subjects;
    this.reports = reports;
  }

  GenerateServiceLastAccessedDetailsResponse generate(
      GenerateServiceLastAccessedDetailsRequest in, Call call) {
    String granularity = in.granularity() == null ? SERVICE_LEVEL : in.granularity();
    String id = iam.world().ids().uuid().toString();
    AccessJob job =
        reports.report(
            id, granularity, subjects.find(in.arn(), call), call.accountId(), call.time());
    iam.world()
        .store()
        .write(
            transaction -> {
              prune(transaction, call);
              jobs.put(transaction, Key.of(call.accountId()).with(id), job);
              return null;
            });
    return new GenerateServiceLastAccessedDetailsResponse().jobId(id);
  }

  private void prune(Transaction transaction, Call call) {
    Instant oldest = call.time().minus(KEPT);
    for (Table.Row<AccessJob> row : jobs.scan(transaction, Key.of(call.accountId()))) {
      if (row.value().createdAt().isBefore(oldest)) {
        jobs.delete(transaction, row.key());
      }
    }
  }

  GetServiceLastAccessedDetailsResponse get(GetServiceLastAccessedDetailsRequest in, Call call) {
    AccessJob job = find(in.jobId(), call);
    if (call.time().isBefore(job.readyAt())) {
      return new GetServiceLastAccessedDetailsResponse()
          .jobStatus("IN_PROGRESS")
          .jobCreationDate(job.createdAt());
    }
    boolean actions = !job.granularity().equals(SERVICE_LEVEL);
    Pages.Page<ServiceLastAccessed> page =
        Pages.byPosition(
                job.services(), in.marker(), in.maxItems() == null ? SERVICES : in.maxItems())
            .map(service -> view(service, actions));
    return new GetServiceLastAccessedDetailsResponse()
        .jobStatus("COMPLETED")
        .jobType(job.granularity())
        .jobCreationDate(job.createdAt())
        .jobCompletionDate(job.readyAt())
        .servicesLastAccessed(page.items())
        .isTruncated(page.isTruncated())
        .marker(page.marker());
  }

  GetServiceLastAccessedDetailsWithEntitiesResponse getWithEntities(
      GetServiceLastAccessedDetailsWithEntitiesRequest in, Call call) {
    AccessJob job = find(in.jobId(), call);
    if (call.time().isBefore(job.readyAt())) {
      return new GetServiceLastAccessedDetailsWithEntitiesResponse()
          .jobStatus("IN_PROGRESS")
          .jobCreationDate(job.createdAt());
    }
    String namespace = in.serviceNamespace();
    if (job.services().stream().noneMatch(use -> use.namespace().equals(namespace))) {
      throw IamErrors.invalidInput(
          "The service namespace " + namespace + " is not in the report of the job.");
    }
    List<EntityUse> latestFirst = new ArrayList<>(job.entities());
    latestFirst.sort(
        Comparator.comparing(
                (EntityUse use) -> use.lastAt().get(namespace),
                Comparator.nullsLast(Comparator.reverseOrder()))
            .thenComparing(EntityUse::arn));
    Pages.Page<EntityDetails> page =
        Pages.byPosition(latestFirst, in.marker(), in.maxItems()).map(use -> view(use, namespace));
    return new GetServiceLastAccessedDetailsWithEntitiesResponse()
        .jobStatus("COMPLETED")
        .jobCreationDate(job.createdAt())
        .jobCompletionDate(job.readyAt())
        .entityDetailsList(page.items())
        .isTruncated(page.isTruncated())
        .marker(page.marker());
  }

  private AccessJob find(String id, Call call) {
    AccessJob job = iam.read(reader -> jobs.get(reader, Key.of(call.accountId()).with(id)));
    if (job == null) {
      throw new NoSuchEntityException("Job with ID " + id + " cannot be found.");
    }
    return job;
  }

  private static ServiceLastAccessed view(ServiceUse use, boolean withActions) {
    ServiceLastAccessed view =
        new ServiceLastAccessed()
            .serviceName(ServiceTitles.all().get(use.namespace()))
            .serviceNamespace(use.namespace())
            .lastAuthenticated(use.lastAt())
            .lastAuthenticatedEntity(use.entityArn())
            .lastAuthenticatedRegion(use.region())
            .totalAuthenticatedEntities(use.entities());
    return withActions
        ? view.trackedActionsLastAccessed(use.actions().stream().map(AccessJobs::view).toList())
        : view;
  }

  private static TrackedActionLastAccessed view(TrackedAction action) {
    return new TrackedActionLastAccessed()
        .actionName(action.name())
        .lastAccessedEntity(action.entityArn())
        .lastAccessedTime(action.lastAt())
        .lastAccessedRegion(action.region());
  }

  private static EntityDetails view(EntityUse use, String namespace) {
    return new EntityDetails()
        .entityInfo(
            new EntityInfo()
                .arn(use.arn())
                .name(use.name())
                .type(use.type())
                .id(use.id())
                .path(use.path()))
        .lastAuthenticated(use.lastAt().get(namespace));
  }
}
