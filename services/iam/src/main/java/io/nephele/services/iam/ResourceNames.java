package io.nephele.services.iam;

import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.core.store.Reader;
import io.nephele.identity.directory.Directory;
import io.nephele.identity.directory.Group;
import io.nephele.identity.directory.InstanceProfile;
import io.nephele.identity.directory.IssuedKey;
import io.nephele.identity.directory.Role;
import io.nephele.identity.directory.ServerCertificate;
import io.nephele.identity.directory.User;
import io.nephele.model.Member;
import io.nephele.model.Struct;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The ARNs of what requests name: names alone do not make one, because the path is a part of it.
 */
final class ResourceNames {
  private static final String DELETION_TASK = "task";

  /** Their requests say the path. */
  private static final Set<String> CREATING =
      Set.of(
          "CreateUser",
          "CreateGroup",
          "CreateRole",
          "CreateInstanceProfile",
          "UploadServerCertificate");

  private final Directory directory;

  ResourceNames(Directory directory) {
    this.directory = directory;
  }

  /** The ARNs of a type that the request is about, or null if they follow from it alone. */
  List<String> arns(String type, Call call, Struct request) {
    if (CREATING.contains(call.operation().name())) {
      return null;
    }
    return switch (type) {
      case "user" -> users(call, request);
      case "group" -> groups(call, request);
      case "role", "passed-role" -> roles(call, request);
      case "instance-profile" -> instanceProfiles(call, request);
      case "server-certificate" -> serverCertificates(call, request);
      default -> null;
    };
  }

  private List<String> users(Call call, Struct request) {
    String name = text(request, "UserName");
    if (name == null) {
      return usersWithoutName(call, request);
    }
    User user = directory.read(reader -> directory.users().get(reader, call.accountId(), name));
    return withTarget(
        "user", user == null ? arn(call, "user", "/", name) : user.arn(), call, request);
  }

  /** The caller where its name may be left out, else the owner of the key in the request. */
  private List<String> usersWithoutName(Call call, Struct request) {
    if (call.operation().name().equals("ChangePassword")
        || request.shape().member("UserName") != null) {
      boolean isUser = call.principal().type() == Principal.Type.USER;
      return isUser ? List.of(call.principal().entityArn()) : null;
    }
    String accessKeyId = text(request, "AccessKeyId");
    String owner =
        accessKeyId == null ? null : directory.read(reader -> ownerOf(reader, call, accessKeyId));
    return owner == null ? null : List.of(owner);
  }

  private String ownerOf(Reader reader, Call call, String accessKeyId) {
    IssuedKey key = directory.accessKeys().get(reader, call.accountId(), accessKeyId);
    if (key == null || key.userName() == null) {
      return null;
    }
    User user = directory.users().get(reader, call.accountId(), key.userName());
    return user == null ? null : user.arn();
  }

  private List<String> groups(Call call, Struct request) {
    String name = text(request, "GroupName");
    if (name == null) {
      return null;
    }
    Group group = directory.read(reader -> directory.groups().get(reader, call.accountId(), name));
    return withTarget(
        "group", group == null ? arn(call, "group", "/", name) : group.arn(), call, request);
  }

  private List<String> roles(Call call, Struct request) {
    String name = text(request, "RoleName");
    switch (call.operation().name()) {
      case "CreateServiceLinkedRole" -> {
        return serviceLinkedRole(call, request);
      }
      case "GetServiceLinkedRoleDeletionStatus" -> {
        return deletedRole(call, text(request, "DeletionTaskId"));
      }
      default -> {
        if (name == null) {
          return null;
        }
        Role role = directory.read(reader -> directory.roles().get(reader, call.accountId(), name));
        return List.of(role == null ? arn(call, "role", "/", name) : role.arn());
      }
    }
  }

  private static List<String> serviceLinkedRole(Call call, Struct request) {
    String service = text(request, "AWSServiceName");
    ServiceLinkedRoleKind kind = service == null ? null : ServiceLinkedRoleKind.of(service);
    String suffix = text(request, "CustomSuffix");
    String name = kind == null ? "*" : kind.roleName() + (suffix == null ? "" : "_" + suffix);
    return service == null
        ? null
        : List.of(arn(call, "role", ServiceLinkedRoles.PATH + service + "/", name));
  }

  /** The role that a deletion task names. */
  private static List<String> deletedRole(Call call, String taskId) {
    String start = DELETION_TASK + ServiceLinkedRoles.PATH;
    int end = taskId == null ? -1 : taskId.lastIndexOf('/');
    return end <= start.length() || !taskId.startsWith(start)
        ? null
        : List.of(IamWorld.arn(call, "role" + taskId.substring(DELETION_TASK.length(), end)));
  }

  private List<String> instanceProfiles(Call call, Struct request) {
    String name = text(request, "InstanceProfileName");
    if (name == null) {
      return null;
    }
    InstanceProfile profile =
        directory.read(reader -> directory.instanceProfiles().get(reader, call.accountId(), name));
    return List.of(profile == null ? arn(call, "instance-profile", "/", name) : profile.arn());
  }

  private List<String> serverCertificates(Call call, Struct request) {
    String name = text(request, "ServerCertificateName");
    if (name == null) {
      return null;
    }
    ServerCertificate certificate =
        directory.read(
            reader -> directory.serverCertificates().get(reader, call.accountId(), name));
    return List.of(
        certificate == null ? arn(call, "server-certificate", "/", name) : certificate.arn());
  }

  /** What is there, and what it becomes where the request renames or moves it. */
  private static List<String> withTarget(String type, String arn, Call call, Struct request) {
    String newName = text(request, type.equals("user") ? "NewUserName" : "NewGroupName");
    String newPath = text(request, "NewPath");
    if (newName == null && newPath == null) {
      return List.of(arn);
    }
    String path = arn.substring(arn.indexOf('/'), arn.lastIndexOf('/') + 1);
    List<String> both = new ArrayList<>(2);
    both.add(arn);
    both.add(
        arn(
            call,
            type,
            newPath == null ? path : newPath,
            newName == null ? IamWorld.lastPart(arn) : newName));
    return both;
  }

  private static String arn(Call call, String type, String path, String name) {
    return IamWorld.arn(call, type, path, name);
  }

  /** A text of the request; requests are not checked yet when permissions are. */
  private static String text(Struct request, String member) {
    Member found = request.shape().member(member);
    return found != null && request.get(found) instanceof String text && !text.isEmpty()
        ? text
        : null;
  }
}
