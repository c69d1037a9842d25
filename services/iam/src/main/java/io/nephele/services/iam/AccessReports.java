package io.nephele.services.iam;

import io.nephele.identity.usage.ActionUse;
import io.nephele.identity.usage.ActionUses;
import io.nephele.services.iam.AccessJob.EntityUse;
import io.nephele.services.iam.AccessJob.ServiceUse;
import io.nephele.services.iam.AccessJob.TrackedAction;
import io.nephele.services.iam.AccessSubjects.Entity;
import io.nephele.services.iam.AccessSubjects.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Puts together what policies grant and what was used of it. */
final class AccessReports {
  /** For how long AWS remembers what was used. */
  private static final Duration TRACKING = Duration.ofDays(400);

  /** How long a report takes, by the world's clock. */
  private static final Duration WORK = Duration.ofSeconds(1);

  private final ActionUses uses;

  AccessReports(ActionUses uses) {
    this.uses = uses;
  }

  /** The latest use of something, and by how many. */
  private static final class Latest {
    private Instant at;
    private String entityArn;
    private String region;
    private int entities;
    private String counted;

    void add(ActionUse use) {
      if (at == null || use.lastAt().isAfter(at)) {
        at = use.lastAt();
        entityArn = use.entityArn();
        region = use.region();
      }
      if (!use.entityArn().equals(counted)) { // uses come one entity after the other
        counted = use.entityArn();
        entities++;
      }
    }
  }

  /** A report on what that subject's policies grant. */
  AccessJob report(String id, String granularity, Subject subject, String account, Instant now) {
    GrantedServices granted = new GrantedServices(subject.documents());
    Map<String, Latest> services = new HashMap<>();
    Map<String, Latest> actions = new HashMap<>();
    List<EntityUse> entities = new ArrayList<>();
    for (Entity entity : subject.entities()) {
      Map<String, Instant> lastAt = new TreeMap<>();
      for (ActionUse use : uses.of(account, entity.arn())) {
        if (use.lastAt().isBefore(now.minus(TRACKING))) {
          continue;
        }
        String action = use.action().toLowerCase(Locale.ROOT);
        String namespace = action.substring(0, action.indexOf(':'));
        services.computeIfAbsent(namespace, any -> new Latest()).add(use);
        actions.computeIfAbsent(action, any -> new Latest()).add(use);
        lastAt.merge(namespace, use.lastAt(), (a, b) -> a.isAfter(b) ? a : b);
      }
      entities.add(
          new EntityUse(
              entity.arn(), entity.name(), entity.type(), entity.id(), entity.path(), lastAt));
    }
    boolean tracked = granularity.equals("ACTION_LEVEL");
    List<ServiceUse> found = new ArrayList<>();
    for (String namespace : ServiceTitles.all().keySet()) {
      if (granted.grants(namespace)) {
        List<TrackedAction> ofService =
            tracked ? tracked(namespace, granted.actions(namespace), actions) : List.of();
        found.add(service(namespace, services.getOrDefault(namespace, new Latest()), ofService));
      }
    }
    return new AccessJob(id, granularity, now, now.plus(WORK), found, entities);
  }

  private static ServiceUse service(String namespace, Latest latest, List<TrackedAction> actions) {
    return new ServiceUse(
        namespace, latest.at, latest.entityArn, latest.region, latest.entities, actions);
  }

  private static List<TrackedAction> tracked(
      String namespace, List<String> names, Map<String, Latest> uses) {
    List<TrackedAction> tracked = new ArrayList<>(names.size());
    for (String name : names) {
      String action = (namespace + ":" + name).toLowerCase(Locale.ROOT);
      Latest latest = uses.getOrDefault(action, new Latest());
      tracked.add(new TrackedAction(name, latest.at, latest.entityArn, latest.region));
    }
    return tracked;
  }
}
