package io.nephele.core.partition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RegionsTest {
  @Test
  void aRegionKnowsItsPartitionAndZones() {
    Region region = Regions.find("us-east-1");
    assertThat(region.partition()).isEqualTo(new Partition("aws", "amazonaws.com"));
    assertThat(region.zones()).hasSize(6).contains(new AvailabilityZone("us-east-1f", "use1-az6"));
    assertThat(Regions.find("cn-north-1").partition().dnsSuffix()).isEqualTo("amazonaws.com.cn");
    assertThat(Regions.find("mars-1")).isNull();
  }

  @Test
  void everyRegionHasZonesAndANameOfItsOwn() {
    assertThat(Regions.all()).hasSizeGreaterThan(40).allMatch(region -> region.zones().size() > 1);
    assertThat(Regions.of(Partition.of("aws-us-gov")))
        .extracting(Region::name)
        .containsExactly("us-gov-east-1", "us-gov-west-1");
  }
}
