package io.nephele.identity.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AwsManagedPoliciesTest {
  @Test
  void findsOneByItsArnInEveryPartition() {
    AwsManagedPolicy policy =
        AwsManagedPolicies.find("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole");
    assertThat(policy.path()).isEqualTo("/service-role/");
    assertThat(policy.version()).isEqualTo("v1");
    assertThat(policy.createdAt()).hasToString("2015-04-09T15:03:43Z");
    assertThat(policy.document()).contains("logs:CreateLogGroup");
    assertThat(policy.arn("aws-cn"))
        .isEqualTo("arn:aws-cn:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole");
    assertThat(AwsManagedPolicies.find(policy.arn("aws-cn"))).isSameAs(policy);
    assertThat(policy.toManagedPolicy("aws").document()).isEqualTo(policy.document());
  }

  @Test
  void aWrongPathOrNameIsNoPolicy() {
    assertThat(AwsManagedPolicies.find("arn:aws:iam::aws:policy/AWSLambdaBasicExecutionRole"))
        .isNull();
    assertThat(AwsManagedPolicies.find("arn:aws:iam::aws:policy/service-role/ReadOnlyAccess"))
        .isNull();
    assertThat(AwsManagedPolicies.find("arn:aws:iam::aws:policy/Nothing")).isNull();
    assertThat(AwsManagedPolicies.find("arn:aws:iam::111111111111:policy/ReadOnlyAccess")).isNull();
  }

  @Test
  void theMostUsedHaveTheirTrueIds() {
    assertThat(AwsManagedPolicies.find("arn:aws:iam::aws:policy/AdministratorAccess").id())
        .isEqualTo("ANPAIWMBCKSKIEE64ZLYK");
    AwsManagedPolicy power = AwsManagedPolicies.find("arn:aws:iam::aws:policy/PowerUserAccess");
    assertThat(power.id()).isEqualTo("ANPAJYRXTHIB4FOVS3ZXS");
    assertThat(power.document()).contains("NotAction", "organizations:DescribeOrganization");
  }

  @Test
  void idsAreUniqueAndOfAwssForm() {
    Set<String> ids = new HashSet<>();
    for (AwsManagedPolicy policy : AwsManagedPolicies.all()) {
      assertThat(policy.id()).matches("ANPA[A-Z2-7]{17}");
      ids.add(policy.id());
    }
    assertThat(ids).hasSameSizeAs(AwsManagedPolicies.all()).hasSizeGreaterThan(1500);
  }

  @Test
  void everyDocumentIsAPolicy() {
    for (AwsManagedPolicy policy : AwsManagedPolicies.all()) {
      assertThat(PolicyDocument.parse(policy.document(), PolicyKind.IDENTITY).statements())
          .as(policy.name())
          .isNotEmpty();
    }
  }
}
