package io.nephele.core.quotas;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.partition.Regions;
import io.nephele.core.text.Wildcards;
import io.nephele.model.Models;
import io.nephele.model.Operation;
import io.nephele.model.Service;
import io.nephele.model.Struct;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The table of request rates says nothing that the models do not know. */
class QuotaTableTest {
  private static final List<Quota> ALL = QuotaTable.bundled().all();

  @Test
  void namesOperationsAndRegionsThatThereAre() {
    assertThat(ALL).hasSizeGreaterThan(100);
    for (Quota quota : ALL) {
      Service service = Models.bundled().service(quota.service());
      for (String operation : quota.operations()) {
        assertThat(service.operationNames())
            .as(quota.service() + " " + operation)
            .anyMatch(name -> Wildcards.matches(operation, name));
      }
      for (String region : quota.regions()) {
        assertThat(Regions.find(region)).as(region).isNotNull();
      }
      assertThat(quota.source()).startsWith("https://docs.aws.amazon.com/");
      if (quota.condition() != null && quota.condition().contains("=")) {
        String member = quota.condition().substring(0, quota.condition().indexOf('='));
        for (String operation : quota.operations()) {
          assertThat(service.operation(operation).input().member(member))
              .as(operation + "'s " + member)
              .isNotNull();
        }
      } else {
        assertThat(quota.condition()).isIn(null, Quota.UNFILTERED, Quota.NOT_BY_SERVICES);
      }
    }
  }

  @Test
  void costsAreMembersOfRequests() {
    for (Quota quota : ALL) {
      if (quota.cost() != null && !quota.cost().equals("1")) {
        Service service = Models.bundled().service(quota.service());
        assertThat(quota.operations())
            .anyMatch(name -> service.operation(name).input().member(quota.cost()) != null);
      }
    }
  }

  /** Else the buckets of one name would be made anew by turns. */
  @Test
  void aBucketHasOneSize() {
    Map<String, BucketSize> sizes = new HashMap<>();
    for (Quota quota : ALL) {
      Service service = Models.bundled().service(quota.service());
      for (Operation operation : service.operations()) {
        List<Quota> rows = QuotaTable.bundled().of(operation);
        String region = quota.regions().isEmpty() ? "-" : quota.regions().getFirst();
        Quota first =
            rows.stream()
                .filter(
                    row -> row.nameFor(operation.name()).equals(quota.nameFor(operation.name())))
                .filter(row -> row.regions().isEmpty() || row.regions().contains(region))
                .findFirst()
                .orElse(null);
        if (first != null) {
          String key = quota.service() + "/" + quota.nameFor(operation.name()) + "/" + region;
          assertThat(sizes.computeIfAbsent(key, k -> first.size())).as(key).isEqualTo(first.size());
        }
      }
    }
  }

  @Test
  void knowsTheFiguresOfEc2() {
    Service ec2 = Models.bundled().service("ec2");
    assertThat(first(ec2, "DescribeHosts")).isEqualTo(new BucketSize(100, 20));
    assertThat(first(ec2, "RunInstances")).isEqualTo(new BucketSize(5, 2));
    assertThat(first(ec2, "CreateVpcEndpoint")).isEqualTo(new BucketSize(4, 0.3));
    assertThat(first(ec2, "CreateVpc")).isEqualTo(new BucketSize(50, 5));
    List<Quota> run = QuotaTable.bundled().of(ec2.operation("RunInstances"));
    Quota resources = run.getLast();
    assertThat(resources.size()).isEqualTo(new BucketSize(1000, 2));
    Struct request = new Struct(ec2.operation("RunInstances").input()).set("MaxCount", 250);
    assertThat(resources.tokens(request)).isEqualTo(250);
    Struct stop =
        new Struct(ec2.operation("StopInstances").input())
            .set("InstanceIds", List.of("i-1", "i-2", "i-3"));
    assertThat(QuotaTable.bundled().of(ec2.operation("StopInstances")).getLast().tokens(stop))
        .isEqualTo(3);
  }

  private static BucketSize first(Service service, String operation) {
    return QuotaTable.bundled().of(service.operation(operation)).getFirst().size();
  }
}
