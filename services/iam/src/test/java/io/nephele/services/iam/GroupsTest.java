package io.nephele.services.iam;

import static io.nephele.services.iam.IamErrorAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.GetGroupResponse;
import software.amazon.awssdk.services.iam.model.Group;
import software.amazon.awssdk.services.iam.model.User;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class GroupsTest {
  @Inject IamClient iam;
  @Inject Nephele nephele;

  @Test
  void aGroupIsWhatItWasMadeAs() {
    Group made = iam.createGroup(r -> r.groupName("Staff").path("/all/")).group();
    assertThat(made.arn()).isEqualTo("arn:aws:iam::000000000000:group/all/Staff");
    assertThat(made.groupId()).matches("AGPA[A-Z2-7]{17}");
    GetGroupResponse found = iam.getGroup(r -> r.groupName("staff"));
    assertThat(found.group()).isEqualTo(made);
    assertThat(found.users()).isEmpty();
    assertThat(iam.listGroups().groups()).containsExactly(made);
    assertThat(iam.listGroups(r -> r.pathPrefix("/other")).groups()).isEmpty();
    assertFails(
        "EntityAlreadyExists",
        "Group with name STAFF already exists.",
        () -> iam.createGroup(r -> r.groupName("STAFF")));
    iam.deleteGroup(r -> r.groupName("staff"));
    assertFails(
        "NoSuchEntity",
        "The group with name staff cannot be found.",
        () -> iam.getGroup(r -> r.groupName("staff")));
  }

  @Test
  void usersAreInGroups() {
    for (String user : List.of("bob", "Alice", "carl")) {
      iam.createUser(r -> r.userName(user));
    }
    iam.createGroup(r -> r.groupName("b"));
    iam.createGroup(r -> r.groupName("A"));
    for (String user : List.of("bob", "alice", "carl", "bob")) {
      iam.addUserToGroup(r -> r.groupName("B").userName(user));
    }
    iam.addUserToGroup(r -> r.groupName("a").userName("bob"));
    GetGroupResponse first = iam.getGroup(r -> r.groupName("b").maxItems(2));
    assertThat(first.users()).extracting(User::userName).containsExactly("Alice", "bob");
    GetGroupResponse second = iam.getGroup(r -> r.groupName("b").marker(first.marker()));
    assertThat(second.users()).extracting(User::userName).containsExactly("carl");
    assertThat(iam.listGroupsForUser(r -> r.userName("bob")).groups())
        .extracting(Group::groupName)
        .containsExactly("A", "b");
    assertFails(
        "DeleteConflict",
        "Cannot delete entity, must remove users from group first.",
        () -> iam.deleteGroup(r -> r.groupName("a")));
    iam.removeUserFromGroup(r -> r.groupName("a").userName("bob"));
    iam.deleteGroup(r -> r.groupName("a"));
    assertThat(iam.listGroupsForUser(r -> r.userName("bob")).groups())
        .extracting(Group::groupName)
        .containsExactly("b");
    assertFails(
        "NoSuchEntity",
        "The user with name nobody cannot be found.",
        () -> iam.addUserToGroup(r -> r.groupName("b").userName("nobody")));
    assertFails(
        "NoSuchEntity",
        "The group with name x cannot be found.",
        () -> iam.removeUserFromGroup(r -> r.groupName("x").userName("bob")));
  }

  @Test
  void aRenamedGroupKeepsItsUsers() {
    iam.createUser(r -> r.userName("bob"));
    Group made = iam.createGroup(r -> r.groupName("staff")).group();
    iam.addUserToGroup(r -> r.groupName("staff").userName("bob"));
    iam.updateGroup(r -> r.groupName("staff").newGroupName("People").newPath("/p/"));
    GetGroupResponse found = iam.getGroup(r -> r.groupName("people"));
    assertThat(found.group().groupId()).isEqualTo(made.groupId());
    assertThat(found.group().arn()).isEqualTo("arn:aws:iam::000000000000:group/p/People");
    assertThat(found.users()).extracting(User::userName).containsExactly("bob");
    assertThat(iam.listGroupsForUser(r -> r.userName("bob")).groups())
        .containsExactly(found.group());
    iam.createGroup(r -> r.groupName("staff"));
    assertThat(iam.getGroup(r -> r.groupName("staff")).users()).isEmpty();
    assertFails(
        "EntityAlreadyExists",
        "Group with name PEOPLE already exists.",
        () -> iam.updateGroup(r -> r.groupName("staff").newGroupName("PEOPLE")));
  }

  @Test
  void aUserIsInTenGroupsAtMost() {
    iam.createUser(r -> r.userName("bob"));
    for (int i = 0; i <= 10; i++) {
      String group = "g" + i;
      iam.createGroup(r -> r.groupName(group));
      if (i < 10) {
        iam.addUserToGroup(r -> r.groupName(group).userName("bob"));
      }
    }
    assertFails(
        "LimitExceeded",
        "Cannot exceed quota for GroupsPerUser: 10",
        () -> iam.addUserToGroup(r -> r.groupName("g10").userName("bob")));
    assertFails(
        "LimitExceeded", 409, () -> iam.addUserToGroup(r -> r.groupName("g10").userName("bob")));
    iam.addUserToGroup(r -> r.groupName("g3").userName("bob")); // is in it
  }

  @Test
  void anAccountHas300GroupsAtMost() {
    for (int i = 0; i < 300; i++) {
      String group = "g" + i;
      iam.createGroup(r -> r.groupName(group));
    }
    assertFails(
        "LimitExceeded",
        "Cannot exceed quota for GroupsPerAccount: 300",
        () -> iam.createGroup(r -> r.groupName("more")));
  }

  @Test
  @Fact({"iam-002", "iam-046"})
  void usersMayDoWhatTheirGroupsMay() {
    TestUsers users = new TestUsers(nephele, iam);
    users.make("bob");
    IamClient bob = users.client("bob", "sqs:ListQueues");
    iam.createGroup(r -> r.groupName("staff"));
    String policy =
        iam.createPolicy(
                r -> r.policyName("list-users").policyDocument(TestUsers.document("iam:ListUsers")))
            .policy()
            .arn();
    iam.attachGroupPolicy(r -> r.groupName("staff").policyArn(policy));
    assertFails("AccessDenied", 403, bob::listUsers);
    iam.addUserToGroup(r -> r.groupName("staff").userName("bob"));
    assertThat(bob.listUsers().users()).hasSize(1);
    iam.updateGroup(r -> r.groupName("staff").newGroupName("people"));
    assertThat(bob.listUsers().users()).hasSize(1);
    iam.removeUserFromGroup(r -> r.groupName("people").userName("bob"));
    assertFails("AccessDenied", 403, bob::listUsers);
    assertFails(
        "DeleteConflict",
        "Cannot delete entity, must detach all policies first.",
        () -> iam.deleteGroup(r -> r.groupName("people")));
  }
}
